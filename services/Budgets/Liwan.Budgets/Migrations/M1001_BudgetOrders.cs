using FluentMigrator;
using Liwan.Storage.Migrations;

namespace Liwan.Budgets.Migrations;

/// <summary>The indexes of the orders that budgets are listed in.</summary>
[Migration(1001)]
public sealed class M1001BudgetOrders() : DepartmentYearIndexes("budget");

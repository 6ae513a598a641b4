using FluentMigrator;
using Liwan.Storage.Migrations;

namespace Liwan.TaskIndicators.Migrations;

/// <summary>The indexes of the orders that task plans are listed in.</summary>
[Migration(1001)]
public sealed class M1001TaskPlanOrders() : DepartmentYearIndexes("task_plan");

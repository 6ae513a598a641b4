using FluentMigrator;
using Liwan.Storage.Migrations;

namespace Liwan.Reports.Migrations;

/// <summary>The indexes of the orders that reports are listed in.</summary>
[Migration(1001)]
public sealed class M1001ReportOrders() : DepartmentYearIndexes("report");

using FluentMigrator;

namespace Liwan.Departments.Migrations;

/// <summary>The indexes of the orders that departments and filings are listed in; each ends with the key.</summary>
[Migration(1002)]
public sealed class M1002ListOrders : AutoReversingMigration
{
    /// <inheritdoc/>
    public override void Up()
    {
        Create.Index("ix_department_budget_unit_code").OnTable("department")
            .OnColumn("budget_unit_code").Ascending()
            .OnColumn("id").Ascending();
        Create.Index("ix_department_update_time").OnTable("department")
            .OnColumn("update_time").Ascending()
            .OnColumn("id").Ascending();
        Create.Index("ix_filing_update_time").OnTable("filing")
            .OnColumn("year").Ascending()
            .OnColumn("update_time").Ascending()
            .OnColumn("department").Ascending();
    }
}

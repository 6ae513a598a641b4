using FluentMigrator;

namespace Liwan.Storage.Migrations;

/// <summary>
/// The indexes behind <see cref="Paging.DepartmentYearLists.Orders"/>, but for the key. Each ends with the key, so that
/// it has the whole order and a page is sought in it.
/// </summary>
/// <param name="table">A table with the columns <c>department</c>, <c>year</c> and <c>update_time</c>.</param>
public abstract class DepartmentYearIndexes(string table) : AutoReversingMigration
{
    /// <inheritdoc/>
    public override void Up()
    {
        Create.Index($"ix_{table}_year").OnTable(table)
            .OnColumn("year").Ascending()
            .OnColumn("department").Ascending();
        Create.Index($"ix_{table}_newest_year").OnTable(table)
            .OnColumn("year").Descending()
            .OnColumn("department").Ascending();
        Create.Index($"ix_{table}_update_time").OnTable(table)
            .OnColumn("update_time").Ascending()
            .OnColumn("department").Ascending()
            .OnColumn("year").Ascending();
    }
}

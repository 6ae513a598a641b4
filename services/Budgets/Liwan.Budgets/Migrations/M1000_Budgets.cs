using FluentMigrator;

namespace Liwan.Budgets.Migrations;

/// <summary>Budgets and their funding rows. Amounts are BIGINT fen; null is a blank cell.</summary>
[Migration(1000)]
public sealed class M1000Budgets : AutoReversingMigration
{
    /// <inheritdoc/>
    public override void Up()
    {
        Create.Table("budget")
            .WithColumn("department").AsString(63).NotNullable().PrimaryKey()
            .WithColumn("year").AsInt32().NotNullable().PrimaryKey()
            .WithColumn("etag").AsString(50).NotNullable()
            .WithColumn("create_time").AsInt64().NotNullable()
            .WithColumn("update_time").AsInt64().NotNullable()
            .WithColumn("content_bytes").AsInt64().NotNullable();
        Create.Table("funding_row")
            .WithColumn("uid").AsString(36).NotNullable().PrimaryKey()
            .WithColumn("department").AsString(63).NotNullable()
            .WithColumn("year").AsInt32().NotNullable()
            .WithColumn("position").AsInt32().NotNullable()
            // 200 characters, each of which may take two UTF-16 code units.
            .WithColumn("source").AsString(400).NotNullable()
            .WithColumn("initial_budget_fen").AsInt64().Nullable()
            .WithColumn("adjustment_fen").AsInt64().Nullable()
            .WithColumn("actual_expenditure_fen").AsInt64().Nullable();
        Create.Index("ux_funding_row_position").OnTable("funding_row")
            .OnColumn("department").Ascending()
            .OnColumn("year").Ascending()
            .OnColumn("position").Ascending()
            .WithOptions().Unique();
    }
}

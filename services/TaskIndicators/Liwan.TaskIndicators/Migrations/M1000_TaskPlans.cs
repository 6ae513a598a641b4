using FluentMigrator;

namespace Liwan.TaskIndicators.Migrations;

/// <summary>Task plans with their tasks and indicators. Funds are BIGINT fen; null is a blank cell.</summary>
[Migration(1000)]
public sealed class M1000TaskPlans : AutoReversingMigration
{
    // The limits count characters, each of which may take two UTF-16 code units.
    private const int NameUnits = 400;
    private const int CellUnits = 4000;

    /// <inheritdoc/>
    public override void Up()
    {
        Create.Table("task_plan")
            .WithColumn("department").AsString(63).NotNullable().PrimaryKey()
            .WithColumn("year").AsInt32().NotNullable().PrimaryKey()
            .WithColumn("objective_expected").AsString(int.MaxValue).Nullable()
            .WithColumn("objective_achieved").AsString(int.MaxValue).Nullable()
            .WithColumn("etag").AsString(50).NotNullable()
            .WithColumn("create_time").AsInt64().NotNullable()
            .WithColumn("update_time").AsInt64().NotNullable()
            .WithColumn("content_bytes").AsInt64().NotNullable();
        Create.Table("task")
            .WithColumn("uid").AsString(36).NotNullable().PrimaryKey()
            .WithColumn("department").AsString(63).NotNullable()
            .WithColumn("year").AsInt32().NotNullable()
            .WithColumn("position").AsInt32().NotNullable()
            .WithColumn("label").AsString(NameUnits).NotNullable()
            .WithColumn("expected").AsString(int.MaxValue).NotNullable()
            .WithColumn("achieved").AsString(int.MaxValue).NotNullable()
            .WithColumn("funds_fen").AsInt64().Nullable();
        Create.Index("ux_task_position").OnTable("task")
            .OnColumn("department").Ascending()
            .OnColumn("year").Ascending()
            .OnColumn("position").Ascending()
            .WithOptions().Unique();
        Create.Table("indicator")
            .WithColumn("uid").AsString(36).NotNullable().PrimaryKey()
            .WithColumn("department").AsString(63).NotNullable()
            .WithColumn("year").AsInt32().NotNullable()
            .WithColumn("task_position").AsInt32().NotNullable()
            .WithColumn("position").AsInt32().NotNullable()
            .WithColumn("display_name").AsString(NameUnits).NotNullable()
            .WithColumn("definition").AsString(CellUnits).NotNullable()
            .WithColumn("target").AsString(CellUnits).NotNullable()
            .WithColumn("actual").AsString(CellUnits).NotNullable()
            .WithColumn("deviation_reason").AsString(CellUnits).NotNullable();
        Create.Index("ux_indicator_position").OnTable("indicator")
            .OnColumn("department").Ascending()
            .OnColumn("year").Ascending()
            .OnColumn("task_position").Ascending()
            .OnColumn("position").Ascending()
            .WithOptions().Unique();
    }
}

using FluentMigrator;

namespace Liwan.Departments.Migrations;

/// <summary>The rounds of the years with their exemptions, and where each department stands in them.</summary>
[Migration(1003)]
public sealed class M1003Rounds : AutoReversingMigration
{
    /// <inheritdoc/>
    public override void Up()
    {
        Create.Table("evaluation_round")
            .WithColumn("year").AsInt32().NotNullable().PrimaryKey()
            .WithColumn("state").AsInt32().NotNullable()
            .WithColumn("deadline_end").AsInt64().NotNullable()
            .WithColumn("late_policy").AsInt32().NotNullable()
            .WithColumn("template").AsString(50).NotNullable()
            .WithColumn("create_time").AsInt64().NotNullable()
            .WithColumn("update_time").AsInt64().NotNullable()
            .WithColumn("close_time").AsInt64().Nullable()
            .WithColumn("etag").AsString(50).NotNullable();
        Create.Table("round_exemption")
            .WithColumn("year").AsInt32().NotNullable().PrimaryKey()
            .WithColumn("department").AsString(63).NotNullable().PrimaryKey()
            // 500 characters, each of which may take two UTF-16 code units.
            .WithColumn("reason").AsString(1000).NotNullable();
        // One row, which those who change the register or a round take turns at.
        Create.Table("board_turn")
            .WithColumn("id").AsInt32().NotNullable().PrimaryKey()
            .WithColumn("taken").AsInt64().NotNullable();
        Insert.IntoTable("board_turn").Row(new { id = 1, taken = 0L });
        Create.Column("standing").OnTable("filing").AsInt32().NotNullable().WithDefaultValue(0);
    }
}

using FluentMigrator;

namespace Liwan.Reports.Migrations;

/// <summary>Reports, their revisions and the archive.</summary>
[Migration(1000)]
public sealed class M1000Reports : AutoReversingMigration
{
    // The limits count characters, each of which may take two UTF-16 code units.
    private const int NameUnits = 400;
    private const int LineUnits = 1000;
    private const int ReasonUnits = 4000;

    /// <inheritdoc/>
    public override void Up()
    {
        Create.Table("report")
            .WithColumn("department").AsString(63).NotNullable().PrimaryKey()
            .WithColumn("year").AsInt32().NotNullable().PrimaryKey()
            .WithColumn("state").AsInt32().NotNullable()
            .WithColumn("template").AsString(50).NotNullable()
            .WithColumn("title").AsString(NameUnits).NotNullable()
            .WithColumn("attachment_label").AsString(NameUnits).NotNullable()
            .WithColumn("year_line").AsString(NameUnits).NotNullable()
            .WithColumn("seal_line").AsString(LineUnits).NotNullable()
            .WithColumn("amount_unit").AsString(20).NotNullable()
            .WithColumn("department_cell_text").AsString(LineUnits).NotNullable()
            .WithColumn("problems").AsString(int.MaxValue).NotNullable()
            .WithColumn("improvements").AsString(int.MaxValue).NotNullable()
            .WithColumn("revision").AsInt32().NotNullable()
            .WithColumn("submit_time").AsInt64().Nullable()
            .WithColumn("return_reason").AsString(ReasonUnits).NotNullable()
            .WithColumn("sequence").AsInt64().NotNullable()
            .WithColumn("create_time").AsInt64().NotNullable()
            .WithColumn("update_time").AsInt64().NotNullable()
            .WithColumn("etag").AsString(50).NotNullable();

        Create.Table("revision")
            .WithColumn("department").AsString(63).NotNullable().PrimaryKey()
            .WithColumn("year").AsInt32().NotNullable().PrimaryKey()
            .WithColumn("number").AsInt32().NotNullable().PrimaryKey()
            .WithColumn("submit_time").AsInt64().NotNullable()
            .WithColumn("snapshot").AsBinary(int.MaxValue).NotNullable()
            .WithColumn("snapshot_sha256").AsString(64).NotNullable()
            .WithColumn("format_version").AsInt32().NotNullable()
            .WithColumn("findings").AsString(int.MaxValue).NotNullable();

        Create.Table("archive_job")
            .WithColumn("department").AsString(63).NotNullable().PrimaryKey()
            .WithColumn("year").AsInt32().NotNullable().PrimaryKey()
            .WithColumn("number").AsInt32().NotNullable().PrimaryKey()
            .WithColumn("traceparent").AsString(100).Nullable()
            .WithColumn("delay_reason").AsString(int.MaxValue).Nullable()
            .WithColumn("create_time").AsInt64().NotNullable();

        Create.Table("archive")
            .WithColumn("department").AsString(63).NotNullable().PrimaryKey()
            .WithColumn("year").AsInt32().NotNullable().PrimaryKey()
            .WithColumn("number").AsInt32().NotNullable().PrimaryKey()
            .WithColumn("document").AsBinary(int.MaxValue).NotNullable()
            .WithColumn("document_sha256").AsString(64).NotNullable()
            .WithColumn("size_bytes").AsInt64().NotNullable()
            .WithColumn("page_count").AsInt32().NotNullable()
            .WithColumn("renderer_version").AsString(100).NotNullable()
            .WithColumn("font_sha256").AsString(64).NotNullable()
            .WithColumn("archive_time").AsInt64().NotNullable();
    }
}

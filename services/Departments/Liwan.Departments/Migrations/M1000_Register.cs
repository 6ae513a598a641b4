using FluentMigrator;

namespace Liwan.Departments.Migrations;

/// <summary>Departments with their official names, dated by ISO days, and their codes.</summary>
[Migration(1000)]
public sealed class M1000Register : AutoReversingMigration
{
    /// <inheritdoc/>
    public override void Up()
    {
        Create.Table("department")
            .WithColumn("id").AsString(63).NotNullable().PrimaryKey()
            .WithColumn("budget_unit_code").AsString(20).NotNullable()
            .WithColumn("credit_code").AsString(18).NotNullable()
            .WithColumn("parent").AsString(63).Nullable()
            .WithColumn("successor").AsString(63).Nullable()
            .WithColumn("etag").AsString(50).NotNullable()
            .WithColumn("create_time").AsInt64().NotNullable()
            .WithColumn("update_time").AsInt64().NotNullable()
            .WithColumn("content_bytes").AsInt64().NotNullable();
        Create.Table("official_name")
            .WithColumn("department").AsString(63).NotNullable().PrimaryKey()
            .WithColumn("position").AsInt32().NotNullable().PrimaryKey()
            // 200 characters, each of which may take two UTF-16 code units.
            .WithColumn("name_text").AsString(400).NotNullable()
            .WithColumn("start_date").AsString(10).Nullable()
            .WithColumn("end_date").AsString(10).Nullable();
        // A table of the codes that are taken: a unique index that lets many be unknown differs between the databases.
        Create.Table("department_code")
            .WithColumn("kind").AsString(50).NotNullable().PrimaryKey()
            .WithColumn("code").AsString(20).NotNullable().PrimaryKey()
            .WithColumn("department").AsString(63).NotNullable().Indexed("ix_department_code_department");
    }
}

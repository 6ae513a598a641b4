using FluentMigrator;

namespace Liwan.Messaging.Tests;

/// <summary>Where <see cref="RecordingHandler"/> writes down what it applies.</summary>
[Migration(9000)]
public sealed class M9000Applied : AutoReversingMigration
{
    public override void Up() => Create.Table("applied")
        .WithColumn("id").AsInt64().NotNullable().PrimaryKey().Identity()
        .WithColumn("report").AsString(200).NotNullable()
        .WithColumn("sequence").AsInt64().NotNullable()
        .WithColumn("message_id").AsString(36).NotNullable().Unique("ux_applied_message_id");
}

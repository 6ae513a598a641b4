using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Liwan.ServiceDefaults.Requests;

namespace Liwan.Reports.Review;

/// <summary>What a reviewer said of one field of a form, and whether that is settled.</summary>
internal sealed record ReviewComment
{
    public required string Department { get; init; }

    public required int Year { get; init; }

    /// <summary>Counts the comments of the report from 1; given by the database.</summary>
    public int Number { get; init; }

    /// <summary>The field path; empty for the form as a whole.</summary>
    public required string Field { get; init; }

    public required string FieldLabel { get; init; }

    public required string FieldValue { get; init; }

    public required string Text { get; init; }

    public required int Revision { get; init; }

    public required string Author { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset? ResolveTime { get; init; }

    public string Resolver { get; init; } = string.Empty;

    public string Name => NameOf(new DepartmentYear(Department, Year), Number);

    public static string NameOf(DepartmentYear report, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"departments/{report.Department}/reports/{report.Year}/reviewComments/{number}");

    public V1.ReviewComment ToProto() => new()
    {
        Name = Name,
        Field = Field,
        FieldLabel = FieldLabel,
        FieldValue = FieldValue,
        Text = Text,
        Revision = Revision,
        Author = Author,
        CreateTime = Timestamp.FromDateTimeOffset(CreateTime),
        ResolveTime = ResolveTime is { } resolved ? Timestamp.FromDateTimeOffset(resolved) : null,
        Resolver = Resolver,
    };
}

using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Liwan.Reports.Checks;

namespace Liwan.Reports.Submission;

/// <summary>What was submitted, and what became of its document; without the bytes of either.</summary>
internal sealed record Revision
{
    public required string Department { get; init; }

    public required int Year { get; init; }

    public required int Number { get; init; }

    public required DateTimeOffset SubmitTime { get; init; }

    /// <summary>Whether it came after the deadline of its round.</summary>
    public bool Late { get; init; }

    public required string SnapshotSha256 { get; init; }

    public required int FormatVersion { get; init; }

    /// <summary>JSON of the findings, all of them warnings.</summary>
    public required string Findings { get; init; }

    public string? DocumentSha256 { get; init; }

    public long? SizeBytes { get; init; }

    public int? PageCount { get; init; }

    public string? RendererVersion { get; init; }

    public string? FontSha256 { get; init; }

    public DateTimeOffset? ArchiveTime { get; init; }

    public string? DelayReason { get; init; }

    public string Name => $"departments/{Department}/reports/{Year}/revisions/{Number}";

    public V1.Revision ToProto()
    {
        var revision = new V1.Revision
        {
            Name = Name,
            SubmitTime = Timestamp.FromDateTimeOffset(SubmitTime),
            Late = Late,
            SnapshotSha256 = SnapshotSha256,
            FormatVersion = FormatVersion,
            ArchiveDelayReason = DelayReason ?? string.Empty,
        };
        var findings = JsonSerializer.Deserialize(Findings, FindingJson.Default.IReadOnlyListFinding) ?? [];
        revision.Findings.AddRange(findings.Select(finding => finding.ToProto()));
        if (ArchiveTime is { } archived)
        {
            revision.Archive = new V1.Archive
            {
                DocumentSha256 = DocumentSha256,
                SizeBytes = SizeBytes!.Value,
                PageCount = PageCount!.Value,
                RendererVersion = RendererVersion,
                FontSha256 = FontSha256,
                ArchiveTime = Timestamp.FromDateTimeOffset(archived),
            };
        }

        return revision;
    }
}

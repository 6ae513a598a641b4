namespace Liwan.Messaging.Tests;

internal static class SampleEvents
{
    public const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    public static readonly DateTimeOffset Time = new(2022, 3, 31, 23, 59, 59, TimeSpan.FromHours(8));

    /// <summary>The life of a report, every kind of event in it.</summary>
    public static IReadOnlyList<ReportEvent> Life(string report) =>
    [
        Started(report, 1), Submitted(report, 2), Recalled(report, 3), Submitted(report, 4, 2), Archived(report, 5, 2), Returned(report, 6, 2),
        Submitted(report, 7, 3), Archived(report, 8, 3) with { State = ReportState.Submitted }, Accepted(report, 9, 3), Published(report, 10, 3), Unpublished(report, 11, 3),
    ];

    public static string Report(int number) => $"departments/unit-{number}/reports/2021";

    public static ReportStarted Started(string report, long sequence) => new()
    {
        MessageId = Guid.NewGuid(),
        Report = report,
        Sequence = sequence,
        State = ReportState.Draft,
        EventTime = Time,
    };

    public static ReportSubmitted Submitted(string report, long sequence, int revision = 1) => new()
    {
        MessageId = Guid.NewGuid(),
        Report = report,
        Sequence = sequence,
        State = ReportState.Submitted,
        Revision = revision,
        EventTime = Time.AddTicks(1_234_560),
        SnapshotSha256 = Hash,
    };

    public static ReportReturned Returned(string report, long sequence, int revision = 1) => new()
    {
        MessageId = Guid.NewGuid(),
        Report = report,
        Sequence = sequence,
        State = ReportState.Returned,
        Revision = revision,
        EventTime = Time.AddMilliseconds(5),
        Reason = "请补充“问题”一栏 — “A&B” <10%>\n第二行",
    };

    public static ReportRecalled Recalled(string report, long sequence, int revision = 1) => new()
    {
        MessageId = Guid.NewGuid(),
        Report = report,
        Sequence = sequence,
        State = ReportState.Draft,
        Revision = revision,
        EventTime = Time.AddMinutes(1),
        Reason = "金额填错，需修改",
    };

    public static ReportAccepted Accepted(string report, long sequence, int revision = 1) => new()
    {
        MessageId = Guid.NewGuid(),
        Report = report,
        Sequence = sequence,
        State = ReportState.Accepted,
        Revision = revision,
        EventTime = Time.AddDays(1),
    };

    public static ReportPublished Published(string report, long sequence, int revision = 1) => new()
    {
        MessageId = Guid.NewGuid(),
        Report = report,
        Sequence = sequence,
        State = ReportState.Published,
        Revision = revision,
        EventTime = Time.AddDays(2),
        DocumentSha256 = Hash,
    };

    public static ReportUnpublished Unpublished(string report, long sequence, int revision = 1) => new()
    {
        MessageId = Guid.NewGuid(),
        Report = report,
        Sequence = sequence,
        State = ReportState.Accepted,
        Revision = revision,
        EventTime = Time.AddDays(3),
        Reason = "公开的文本有误",
    };

    public static ReportArchived Archived(string report, long sequence, int revision = 1) => new()
    {
        MessageId = Guid.NewGuid(),
        Report = report,
        Sequence = sequence,
        State = ReportState.Submitted,
        Revision = revision,
        EventTime = Time.AddTicks(7),
        ArchivedRevision = revision,
        DocumentSha256 = Hash,
        SnapshotSha256 = Hash.Replace('9', '1'),
    };
}

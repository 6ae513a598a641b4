namespace Liwan.Messaging.Tests;

internal static class SampleEvents
{
    public const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    public static readonly DateTimeOffset Time = new(2022, 3, 31, 23, 59, 59, TimeSpan.FromHours(8));

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

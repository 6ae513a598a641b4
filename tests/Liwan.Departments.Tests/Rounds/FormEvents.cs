using Google.Protobuf.WellKnownTypes;
using Liwan.Events.V1;

namespace Liwan.Departments.Tests.Rounds;

/// <summary>The events of a form's whole life, the n-th at n o'clock on 1 March 2022 UTC.</summary>
internal static class FormEvents
{
    private static readonly Timestamp Base = Timestamp.FromDateTimeOffset(new DateTimeOffset(2022, 3, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly string Hash = new('0', 64);

    /// <summary>Started, submitted, archived, returned, submitted again, archived again, accepted, published.</summary>
    public static Event[] Of(string department, int year)
    {
        var report = $"departments/{department}/reports/{year}";
        return
        [
            new Event { ReportStarted = new ReportStarted { MessageId = NewId(), Report = report, Sequence = 1, State = ReportState.Draft, EventTime = At(1) } },
            Submitted(2, 1),
            Archived(3, 1),
            new Event
            {
                ReportReturned = new ReportReturned { MessageId = NewId(), Report = report, Sequence = 4, State = ReportState.Returned, Revision = 1, EventTime = At(4), Reason = "请核对" },
            },
            Submitted(5, 2),
            Archived(6, 2),
            new Event { ReportAccepted = new ReportAccepted { MessageId = NewId(), Report = report, Sequence = 7, State = ReportState.Accepted, Revision = 2, EventTime = At(7) } },
            new Event
            {
                ReportPublished = new ReportPublished
                {
                    MessageId = NewId(),
                    Report = report,
                    Sequence = 8,
                    State = ReportState.Published,
                    Revision = 2,
                    EventTime = At(8),
                    DocumentSha256 = Hash,
                },
            },
        ];

        Event Submitted(int sequence, int revision) => new()
        {
            ReportSubmitted = new ReportSubmitted
            {
                MessageId = NewId(),
                Report = report,
                Sequence = sequence,
                State = ReportState.Submitted,
                Revision = revision,
                EventTime = At(sequence),
                SnapshotSha256 = Hash,
            },
        };

        Event Archived(int sequence, int revision) => new()
        {
            ReportArchived = new ReportArchived
            {
                MessageId = NewId(),
                Report = report,
                Sequence = sequence,
                State = ReportState.Submitted,
                Revision = revision,
                EventTime = At(sequence),
                ArchivedRevision = revision,
                DocumentSha256 = Hash,
                SnapshotSha256 = Hash,
            },
        };
    }

    public static Timestamp At(int hour) => Base + Duration.FromTimeSpan(TimeSpan.FromHours(hour));

    private static string NewId() => $"{Guid.NewGuid()}";
}

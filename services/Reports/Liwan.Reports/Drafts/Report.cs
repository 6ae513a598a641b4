using Liwan.Messaging;
using Liwan.ServiceDefaults.Requests;

namespace Liwan.Reports.Drafts;

/// <summary>The form of a department's year as the reports service owns it: its own texts and its life.</summary>
internal sealed record Report
{
    public required string Department { get; init; }

    public required int Year { get; init; }

    public required ReportState State { get; init; }

    public required string Template { get; init; }

    public required string Title { get; init; }

    public required string AttachmentLabel { get; init; }

    public required string YearLine { get; init; }

    public required string SealLine { get; init; }

    public required string AmountUnit { get; init; }

    public required string DepartmentCellText { get; init; }

    public required string Problems { get; init; }

    public required string Improvements { get; init; }

    /// <summary>The number of the revision last submitted; 0 before the first.</summary>
    public required int Revision { get; init; }

    public DateTimeOffset? SubmitTime { get; init; }

    public required string ReturnReason { get; init; }

    /// <summary>When it was accepted; in states ACCEPTED and PUBLISHED only.</summary>
    public DateTimeOffset? AcceptTime { get; init; }

    /// <summary>When it was made public; in state PUBLISHED only.</summary>
    public DateTimeOffset? PublishTime { get; init; }

    /// <summary>Counts the events of this report.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public required DateTimeOffset UpdateTime { get; init; }

    /// <summary>The report's part of the form's etag. Events that move no state leave it alone.</summary>
    public required string Etag { get; init; }

    public DepartmentYear Key => new(Department, Year);

    public string Name => Key.In("reports");

    public bool MayBeEdited => State is ReportState.Draft or ReportState.Returned;
}

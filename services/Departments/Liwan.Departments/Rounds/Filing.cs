using System.Globalization;
using Liwan.Messaging;

namespace Liwan.Departments.Rounds;

/// <summary>How far a department has come with its form of a year, as the events told it.</summary>
internal sealed record Filing
{
    /// <summary>The states in which a form counts as filed.</summary>
    public static readonly IReadOnlyList<ReportState> FiledStates = [ReportState.Submitted, ReportState.Accepted, ReportState.Published];

    public required int Year { get; init; }

    public required string Department { get; init; }

    public required ReportState State { get; init; }

    /// <summary>The revision last submitted; 0 before the first.</summary>
    public required int Revision { get; init; }

    /// <summary>The newest revision whose submission itself was heard of.</summary>
    public required int SubmittedRevision { get; init; }

    /// <summary>When <see cref="SubmittedRevision"/> was submitted.</summary>
    public DateTimeOffset? SubmitTime { get; init; }

    /// <summary>The newest revision whose document is archived; 0 for none.</summary>
    public required int ArchivedRevision { get; init; }

    /// <summary>The highest sequence number heard of.</summary>
    public required long Sequence { get; init; }

    /// <summary>When <see cref="Sequence"/> was heard of.</summary>
    public required DateTimeOffset UpdateTime { get; init; }

    /// <summary>The resource name.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"rounds/{Year}/filings/{Department}");

    public bool IsFiled => FiledStates.Contains(State);

    public bool IsArchived => Revision > 0 && ArchivedRevision == Revision;
}

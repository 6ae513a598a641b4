using System.Globalization;
using Liwan.Messaging;

namespace Liwan.Departments.Rounds;

/// <summary>How far a form is: the states of the events, and the one before any event; the numbers are those of the contract.</summary>
internal enum FilingState
{
    Draft = ReportState.Draft,
    Submitted = ReportState.Submitted,
    Returned = ReportState.Returned,
    Accepted = ReportState.Accepted,
    Published = ReportState.Published,
    NotStarted = 6,
}

/// <summary>Whether a department owes a form in a round.</summary>
internal enum FilingStanding
{
    /// <summary>It does not: the year has no round, or the department did not exist at its end.</summary>
    None = 0,

    /// <summary>It does.</summary>
    Owed = 1,

    /// <summary>It would, and is exempted.</summary>
    Exempted = 2,
}

/// <summary>How far a department has come with its form of a year, as the events told it, and where it stands in the round.</summary>
internal sealed record Filing
{
    /// <summary>The states in which a form counts as filed.</summary>
    public static readonly IReadOnlyList<FilingState> FiledStates = [FilingState.Submitted, FilingState.Accepted, FilingState.Published];

    public required int Year { get; init; }

    public required string Department { get; init; }

    public required FilingState State { get; init; }

    /// <summary>The revision last submitted; 0 before the first.</summary>
    public required int Revision { get; init; }

    /// <summary>The newest revision whose submission itself was heard of.</summary>
    public required int SubmittedRevision { get; init; }

    /// <summary>When <see cref="SubmittedRevision"/> was submitted.</summary>
    public DateTimeOffset? SubmitTime { get; init; }

    /// <summary>The newest revision whose document is archived; 0 for none.</summary>
    public required int ArchivedRevision { get; init; }

    /// <summary>The highest sequence number heard of; 0 before any event.</summary>
    public required long Sequence { get; init; }

    /// <summary>When <see cref="Sequence"/> was heard of, or the filing came onto the board.</summary>
    public required DateTimeOffset UpdateTime { get; init; }

    /// <summary>Whether the department owes a form.</summary>
    public FilingStanding Standing { get; init; }

    /// <summary>Why it is exempted; null if it is not.</summary>
    public string? ExemptionReason { get; init; }

    /// <summary>The department's name on the last day of the year; null if the register does not hold it.</summary>
    public string? DepartmentName { get; init; }

    /// <summary>The resource name.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"rounds/{Year}/filings/{Department}");

    public bool IsFiled => FiledStates.Contains(State);

    public bool IsArchived => Revision > 0 && ArchivedRevision == Revision;

    /// <summary>When the last revision was submitted; null while its submission has not been heard of.</summary>
    public DateTimeOffset? LastSubmitTime => SubmittedRevision == Revision ? SubmitTime : null;

    public bool IsOverdue(Round? round, DateTimeOffset now) => Standing == FilingStanding.Owed && !IsFiled && round?.IsPast(now) == true;

    public bool IsLate(Round? round) => LastSubmitTime is { } submitted && round?.IsPast(submitted) == true;
}

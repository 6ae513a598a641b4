using System.Globalization;
using Liwan.ServiceDefaults.Requests;

namespace Liwan.Departments.Rounds;

/// <summary>Whether forms can be submitted; the numbers are those of the contract.</summary>
internal enum RoundState
{
    Open = 1,
    Closed = 2,
}

/// <summary>What happens to a form that comes after the deadline; the numbers are those of the contract.</summary>
internal enum LatePolicy
{
    Allowed = 1,
    Refused = 2,
}

/// <summary>A department that owes no form, and why.</summary>
internal sealed record RoundExemption(string Department, string Reason);

/// <summary>The evaluation round of a year.</summary>
internal sealed record Round
{
    public required int Year { get; init; }

    public required RoundState State { get; init; }

    /// <summary>The first moment that is late: 24:00 of <see cref="Deadline"/> in Liwan.</summary>
    public required DateTimeOffset DeadlineEnd { get; init; }

    public required LatePolicy LatePolicy { get; init; }

    public required string Template { get; init; }

    /// <summary>By department, each at most once.</summary>
    public IReadOnlyList<RoundExemption> Exemptions { get; init; } = [];

    public required DateTimeOffset CreateTime { get; init; }

    public required DateTimeOffset UpdateTime { get; init; }

    public DateTimeOffset? CloseTime { get; init; }

    public string Etag { get; init; } = string.Empty;

    /// <summary>The resource name.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"rounds/{Year}");

    /// <summary>The last day for submission.</summary>
    public DateOnly Deadline => LiwanDays.EndingAt(DeadlineEnd);

    public bool IsPast(DateTimeOffset moment) => moment >= DeadlineEnd;
}

namespace Liwan.Departments.Rounds;

/// <summary>How many filings of a round are where.</summary>
internal sealed record RoundProgress
{
    public required int Owed { get; init; }

    public required int NotStarted { get; init; }

    public required int Draft { get; init; }

    public required int Submitted { get; init; }

    public required int Returned { get; init; }

    public required int Accepted { get; init; }

    public required int Published { get; init; }

    public required int Overdue { get; init; }

    public required int Late { get; init; }

    public required int Exempt { get; init; }
}

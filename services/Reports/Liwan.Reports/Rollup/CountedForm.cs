using Liwan.Messaging;
using Liwan.Storage;

namespace Liwan.Reports.Rollup;

/// <summary>What was submitted last of a form that counts in the summary of its round.</summary>
internal sealed record CountedForm
{
    private static readonly ReportState[] Counted = [ReportState.Submitted, ReportState.Accepted, ReportState.Published];

    public required string Department { get; init; }

    public required int Number { get; init; }

    public required byte[] Snapshot { get; init; }

    public required int FormatVersion { get; init; }

    /// <summary>The next forms of a year, by department.</summary>
    /// <param name="session">The session.</param>
    /// <param name="year">The year.</param>
    /// <param name="after">Only departments behind this one; empty from the first on.</param>
    /// <param name="take">How many at most.</param>
    public static Task<IReadOnlyList<CountedForm>> ListAsync(DbSession session, int year, string after, int take) =>
        session.QueryAsync<CountedForm>(
            $"""
            SELECT r.department AS {nameof(Department)}, v.number AS {nameof(Number)}, v.snapshot AS {nameof(Snapshot)},
                v.format_version AS {nameof(FormatVersion)}
            FROM report r
            JOIN revision v ON v.department = r.department AND v.year = r.year AND v.number = r.revision
            WHERE r.year = @year AND r.state IN @states AND r.department > @after
            ORDER BY r.department {session.Dialect.First(nameof(take))}
            """,
            new { year, states = Counted.Select(state => (int)state), after, take });
}

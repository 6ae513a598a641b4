using Liwan.Messaging;
using Liwan.Reports.Submission;
using Liwan.Storage;

namespace Liwan.Reports.RoundDocuments;

/// <summary>A form of a year as it was submitted last.</summary>
internal sealed record RoundForm
{
    public required string Department { get; init; }

    public required int Year { get; init; }

    public required ReportState State { get; init; }

    public required int Number { get; init; }

    public required DateTimeOffset SubmitTime { get; init; }

    public required byte[] Snapshot { get; init; }

    public required string SnapshotSha256 { get; init; }

    public required int FormatVersion { get; init; }

    /// <summary>The archived PDF; null while there is none, or where it was not asked for.</summary>
    public byte[]? Document { get; init; }

    public StoredSnapshot Stored => new() { Snapshot = Snapshot, SnapshotSha256 = SnapshotSha256, FormatVersion = FormatVersion, SubmitTime = SubmitTime };

    /// <summary>The state as the forms' users call it.</summary>
    public string StateName => State switch
    {
        ReportState.Draft => "填报中",
        ReportState.Submitted => "已提交",
        ReportState.Returned => "已退回",
        ReportState.Accepted => "已通过",
        _ => "已公开",
    };
}

/// <summary>The forms of a year, a few at a time.</summary>
internal static class RoundForms
{
    /// <summary>Few enough to be held at once, snapshots and documents, even where each is of the largest size.</summary>
    private const int Batch = 16;

    /// <summary>Returns the forms by department, each batch in a transaction of its own: a slow reader holds up nobody.</summary>
    /// <param name="database">The database.</param>
    /// <param name="year">The year.</param>
    /// <param name="states">The states of the forms.</param>
    /// <param name="withDocuments">Whether the archived documents come along.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async IAsyncEnumerable<RoundForm> ReadAsync(
        Database database,
        int year,
        IReadOnlyCollection<ReportState> states,
        bool withDocuments,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = string.Empty;
        IReadOnlyList<RoundForm> batch;
        do
        {
            batch = await database.ReadAsync(session => ReadAsync(session, year, states, withDocuments, after), cancellationToken);
            foreach (var form in batch)
            {
                yield return form;
                after = form.Department;
            }
        }
        while (batch.Count == Batch);
    }

    private static Task<IReadOnlyList<RoundForm>> ReadAsync(
        DbSession session, int year, IReadOnlyCollection<ReportState> states, bool withDocuments, string after)
    {
        const int count = Batch;
        var (document, archive) = withDocuments
            ? ("a.document", "LEFT JOIN archive a ON a.department = v.department AND a.year = v.year AND a.number = v.number")
            : ("NULL", "");
        return session.QueryAsync<RoundForm>(
            $"""
            SELECT r.department AS {nameof(RoundForm.Department)}, r.year AS {nameof(RoundForm.Year)}, r.state AS {nameof(RoundForm.State)},
                v.number AS {nameof(RoundForm.Number)}, v.submit_time AS {nameof(RoundForm.SubmitTime)}, v.snapshot AS {nameof(RoundForm.Snapshot)},
                v.snapshot_sha256 AS {nameof(RoundForm.SnapshotSha256)}, v.format_version AS {nameof(RoundForm.FormatVersion)},
                {document} AS {nameof(RoundForm.Document)}
            FROM report r
            JOIN revision v ON v.department = r.department AND v.year = r.year AND v.number = r.revision
            {archive}
            WHERE r.year = @year AND r.department > @after AND r.state IN @states
            ORDER BY r.department {session.Dialect.First(nameof(count))}
            """,
            new { year, after, states, count });
    }
}

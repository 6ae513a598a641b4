using Liwan.Storage;
using Liwan.Storage.Paging;

namespace Liwan.Departments.Rounds;

/// <summary>Filings in the database.</summary>
internal sealed class FilingRepository(Database database)
{
    private static readonly string SelectFilings =
        $"""
        SELECT year AS {nameof(Filing.Year)}, department AS {nameof(Filing.Department)}, state AS {nameof(Filing.State)},
            revision AS {nameof(Filing.Revision)}, submitted_revision AS {nameof(Filing.SubmittedRevision)},
            submit_time AS {nameof(Filing.SubmitTime)}, archived_revision AS {nameof(Filing.ArchivedRevision)},
            sequence AS {nameof(Filing.Sequence)}, update_time AS {nameof(Filing.UpdateTime)}
        FROM filing
        """;

    public Task<Filing?> FindAsync(int year, string department, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<Filing>(
                $"{SelectFilings} WHERE year = @year AND department = @department", new { year, department }),
            cancellationToken);

    /// <summary>Lists filings, and counts those of all pages: a round has one a department, so that costs little.</summary>
    public Task<(Page<Filing> Page, int Total)> ListAsync(ListQuery<Filing> query, CancellationToken cancellationToken) =>
        database.ReadSnapshotAsync(
            async session => (
                Page.Cut(await query.FetchAsync<Filing>(session, SelectFilings), query.Size),
                await query.CountAsync(session, "filing")),
            cancellationToken);

    /// <summary>
    /// Merges what one event tells into the filing of its report. Each fact is kept by its own number, so the outcome
    /// does not depend on the order in which the events come, nor on how often.
    /// </summary>
    public static async Task MergeAsync(DbSession session, Filing told)
    {
        var updated = await session.ExecuteAsync(
            """
            UPDATE filing SET
                state = CASE WHEN @Sequence > sequence THEN @State ELSE state END,
                revision = CASE WHEN @Sequence > sequence THEN @Revision ELSE revision END,
                update_time = CASE WHEN @Sequence > sequence THEN @UpdateTime ELSE update_time END,
                sequence = CASE WHEN @Sequence > sequence THEN @Sequence ELSE sequence END,
                submit_time = CASE WHEN @SubmittedRevision > submitted_revision THEN @SubmitTime ELSE submit_time END,
                submitted_revision = CASE WHEN @SubmittedRevision > submitted_revision THEN @SubmittedRevision ELSE submitted_revision END,
                archived_revision = CASE WHEN @ArchivedRevision > archived_revision THEN @ArchivedRevision ELSE archived_revision END
            WHERE year = @Year AND department = @Department
              AND (@Sequence > sequence OR @SubmittedRevision > submitted_revision OR @ArchivedRevision > archived_revision)
            """,
            told);
        var inserted = updated > 0 ? 0 : await session.ExecuteAsync(
            """
            INSERT INTO filing (year, department, state, revision, submitted_revision, submit_time, archived_revision, sequence, update_time)
            SELECT @Year, @Department, @State, @Revision, @SubmittedRevision, @SubmitTime, @ArchivedRevision, @Sequence, @UpdateTime
            WHERE NOT EXISTS (SELECT 1 FROM filing WHERE year = @Year AND department = @Department)
            """,
            told);
        if (updated + inserted > 0)
        {
            session.Changed(told.Name, string.Empty, string.Empty);
        }
    }
}

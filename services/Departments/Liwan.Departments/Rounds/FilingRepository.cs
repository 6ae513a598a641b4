using Liwan.Storage;
using Liwan.Storage.Paging;

namespace Liwan.Departments.Rounds;

/// <summary>Filings in the database.</summary>
internal sealed class FilingRepository(Database database)
{
    // The name as DepartmentRegister's OfficialNameOn gives it: the last one that has begun by that day, else the first.
    private const string SelectFilings =
        $"""
        SELECT year AS {nameof(Filing.Year)}, department AS {nameof(Filing.Department)}, state AS {nameof(Filing.State)},
            revision AS {nameof(Filing.Revision)}, submitted_revision AS {nameof(Filing.SubmittedRevision)},
            submit_time AS {nameof(Filing.SubmitTime)}, archived_revision AS {nameof(Filing.ArchivedRevision)},
            sequence AS {nameof(Filing.Sequence)}, update_time AS {nameof(Filing.UpdateTime)}, standing AS {nameof(Filing.Standing)},
            (SELECT e.reason FROM round_exemption e
             WHERE e.year = filing.year AND e.department = filing.department) AS {nameof(Filing.ExemptionReason)},
            (SELECT n.name_text FROM official_name n WHERE n.department = filing.department AND n.position = COALESCE(
                (SELECT MAX(b.position) FROM official_name b
                 WHERE b.department = filing.department AND (b.start_date IS NULL OR b.start_date <= @yearEnd)), 0)) AS {nameof(Filing.DepartmentName)}
        FROM filing
        """;

    // Who is exempted counts as such and nowhere else, unless the form was filed all the same.
    private static readonly string IsCounted = $"(standing <> {(int)FilingStanding.Exempted} OR {FilingList.IsFiled} = 1)";

    private static readonly string SelectProgress =
        $"""
        SELECT COALESCE(SUM({FilingList.IsOwed}), 0) AS {nameof(RoundProgress.Owed)},
            {CountOf(FilingState.NotStarted)} AS {nameof(RoundProgress.NotStarted)}, {CountOf(FilingState.Draft)} AS {nameof(RoundProgress.Draft)},
            {CountOf(FilingState.Submitted)} AS {nameof(RoundProgress.Submitted)}, {CountOf(FilingState.Returned)} AS {nameof(RoundProgress.Returned)},
            {CountOf(FilingState.Accepted)} AS {nameof(RoundProgress.Accepted)}, {CountOf(FilingState.Published)} AS {nameof(RoundProgress.Published)},
            COALESCE(SUM({FilingList.IsOverdue}), 0) AS {nameof(RoundProgress.Overdue)},
            COALESCE(SUM(CASE WHEN {IsCounted} AND {FilingList.IsLate} = 1 THEN 1 ELSE 0 END), 0) AS {nameof(RoundProgress.Late)},
            COALESCE(SUM(CASE WHEN {IsCounted} THEN 0 ELSE 1 END), 0) AS {nameof(RoundProgress.Exempt)}
        FROM filing WHERE year = @year
        """;

    public Task<(Filing? Filing, Round? Round)> FindAsync(int year, string department, CancellationToken cancellationToken) =>
        database.ReadSnapshotAsync(
            async session => (
                await session.QuerySingleOrDefaultAsync<Filing>(
                    $"{SelectFilings} WHERE year = @year AND department = @department", new { year, department, yearEnd = Board.YearEnd(year) }),
                await RoundRepository.FindBareAsync(session, year)),
            cancellationToken);

    /// <summary>Lists filings, and counts those of all pages: a round has one a department, so that costs little.</summary>
    public Task<(Page<Filing> Page, int Total, Round? Round)> ListAsync(
        ListQuery<Filing> query, int year, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadSnapshotAsync(
            async session =>
            {
                var round = await RoundRepository.FindBareAsync(session, year);
                // Without a round nothing is late.
                query.With("yearEnd", Board.YearEnd(year))
                    .With("deadlineEnd", round?.DeadlineEnd ?? DateTimeOffset.MaxValue)
                    .With("deadlinePassed", round?.IsPast(now) == true ? 1 : 0);
                var page = Page.Cut(await query.FetchAsync<Filing>(session, SelectFilings), query.Size);
                return (page, await query.CountAsync(session, "filing"), round);
            },
            cancellationToken);

    /// <summary>Counts the filings of a round; null if the year has none.</summary>
    public Task<RoundProgress?> CountAsync(int year, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadSnapshotAsync(
            async session => await RoundRepository.FindBareAsync(session, year) is { } round
                ? await session.QuerySingleOrDefaultAsync<RoundProgress>(
                    SelectProgress, new { year, deadlineEnd = round.DeadlineEnd, deadlinePassed = round.IsPast(now) ? 1 : 0 })
                : null,
            cancellationToken);

    /// <summary>Who owes a form and has not filed it, by department; no round if the year has none.</summary>
    public Task<(IReadOnlyList<Filing> Filings, Round? Round)> ListMissingAsync(int year, CancellationToken cancellationToken) =>
        database.ReadSnapshotAsync(
            async session => (
                await session.QueryAsync<Filing>(
                    $"{SelectFilings} WHERE year = @year AND {FilingList.IsOwed} = 1 AND {FilingList.IsFiled} = 0 ORDER BY department",
                    new { year, yearEnd = Board.YearEnd(year) }),
                await RoundRepository.FindBareAsync(session, year)),
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
    private static string CountOf(FilingState state) => $"COALESCE(SUM(CASE WHEN {IsCounted} AND state = {(int)state} THEN 1 ELSE 0 END), 0)";
}

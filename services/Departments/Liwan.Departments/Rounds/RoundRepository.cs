using Liwan.ServiceDefaults.Errors;
using Liwan.Storage;
using Liwan.Storage.Paging;
using Liwan.Storage.Rows;

namespace Liwan.Departments.Rounds;

/// <summary>Rounds in the database, each with its exemptions.</summary>
internal sealed class RoundRepository(Database database)
{
    private const string SelectRounds =
        $"""
        SELECT year AS {nameof(Round.Year)}, state AS {nameof(Round.State)}, deadline_end AS {nameof(Round.DeadlineEnd)},
            late_policy AS {nameof(Round.LatePolicy)}, template AS {nameof(Round.Template)}, create_time AS {nameof(Round.CreateTime)},
            update_time AS {nameof(Round.UpdateTime)}, close_time AS {nameof(Round.CloseTime)}, etag AS {nameof(Round.Etag)}
        FROM evaluation_round
        """;

    private const string SelectExemptions =
        $"""
        SELECT department AS {nameof(RoundExemption.Department)}, reason AS {nameof(RoundExemption.Reason)}
        FROM round_exemption WHERE year = @year ORDER BY department
        """;

    private static readonly RowInsert<(int Year, RoundExemption Exemption)> ExemptionInsert =
        new RowInsert<(int Year, RoundExemption Exemption)>("round_exemption")
            .Number("year", row => row.Year)
            .Text("department", row => row.Exemption.Department)
            .Text("reason", row => row.Exemption.Reason);

    public Task<Round?> FindAsync(int year, CancellationToken cancellationToken) =>
        database.ReadSnapshotAsync(session => FindAsync(session, year), cancellationToken);

    /// <summary>Finds a round in the transaction that is about to change it.</summary>
    public static async Task<Round?> FindAsync(DbSession session, int year) =>
        await FindBareAsync(session, year) is { } round
            ? round with { Exemptions = await session.QueryAsync<RoundExemption>(SelectExemptions, new { year }) }
            : null;

    /// <summary>Finds a round without its exemptions.</summary>
    public static Task<Round?> FindBareAsync(DbSession session, int year) =>
        session.QuerySingleOrDefaultAsync<Round>($"{SelectRounds} WHERE year = @year", new { year });

    /// <summary>The years whose rounds are open.</summary>
    public static Task<IReadOnlyList<int>> OpenYearsAsync(DbSession session) =>
        session.QueryAsync<int>("SELECT year FROM evaluation_round WHERE state = @open ORDER BY year", new { open = RoundState.Open });

    /// <summary>Lists rounds without their exemptions.</summary>
    public Task<Page<Round>> ListAsync(ListQuery<Round> query, CancellationToken cancellationToken) =>
        database.ReadSnapshotAsync(
            async session => Page.Cut(await query.FetchAsync<Round>(session, SelectRounds), query.Size), cancellationToken);

    /// <exception cref="ServiceException">ALREADY_EXISTS.</exception>
    public static async Task InsertAsync(DbSession session, Round round)
    {
        try
        {
            await session.ExecuteAsync(
                """
                INSERT INTO evaluation_round (year, state, deadline_end, late_policy, template, create_time, update_time, close_time, etag)
                VALUES (@Year, @State, @DeadlineEnd, @LatePolicy, @Template, @CreateTime, @UpdateTime, @CloseTime, @Etag)
                """,
                round);
        }
        catch (Exception e) when (session.Dialect.IsUniqueViolation(e))
        {
            throw new ServiceException(ErrorCatalogue.AlreadyExists, ("name", round.Name));
        }

        await InsertExemptionsAsync(session, round);
        session.Changed(round.Name, string.Empty, round.Etag);
    }

    /// <summary>Replaces a round unless another writer has changed it since <paramref name="etag"/> was read.</summary>
    public static async Task<bool> TryUpdateAsync(DbSession session, Round round, string etag)
    {
        var updated = await session.ExecuteAsync(
            """
            UPDATE evaluation_round SET state = @State, deadline_end = @DeadlineEnd, late_policy = @LatePolicy,
                update_time = @UpdateTime, close_time = @CloseTime, etag = @Etag
            WHERE year = @Year AND etag = @before
            """,
            new { round.Year, round.State, round.DeadlineEnd, round.LatePolicy, round.UpdateTime, round.CloseTime, round.Etag, before = etag });
        if (updated == 0)
        {
            return false;
        }

        await session.ExecuteAsync("DELETE FROM round_exemption WHERE year = @Year", new { round.Year });
        await InsertExemptionsAsync(session, round);
        session.Changed(round.Name, etag, round.Etag);
        return true;
    }

    private static Task InsertExemptionsAsync(DbSession session, Round round) =>
        session.InsertAsync(ExemptionInsert, [.. round.Exemptions.Select(exemption => (round.Year, exemption))]);
}

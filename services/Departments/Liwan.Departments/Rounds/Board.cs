using System.Globalization;
using Liwan.Storage;

namespace Liwan.Departments.Rounds;

/// <summary>
/// Who is on the board of a round: whoever owes a form, is exempted, or has started one. Settled in statements over
/// whole sets, in the transaction that changes the round or the register.
/// </summary>
internal static class Board
{
    private const int MaxAttempts = 3;

    // A department has begun by that day, and has not ended before it; a gap between two names is no end.
    private const string IsActive =
        """
        EXISTS (SELECT 1 FROM official_name n WHERE n.department = d.id AND (n.start_date IS NULL OR n.start_date <= @yearEnd))
        AND EXISTS (SELECT 1 FROM official_name n WHERE n.department = d.id AND (n.end_date IS NULL OR n.end_date >= @yearEnd))
        """;

    /// <summary>Settles the whole board of a year.</summary>
    public static Task SettleAsync(DbSession session, int year, DateTimeOffset now) => SettleAsync(session, year, [], now);

    /// <summary>Settles where some departments stand in every round that is open.</summary>
    public static async Task SettleAsync(DbSession session, IReadOnlyList<string> departments, DateTimeOffset now)
    {
        // Whoever opens a round does not see a department that is being entered, nor the other way round: by turns.
        await TakeTurnAsync(session);
        foreach (var year in await RoundRepository.OpenYearsAsync(session))
        {
            await SettleAsync(session, year, departments, now);
        }
    }

    /// <summary>Keeps others from changing the register or a round until the transaction ends.</summary>
    public static Task TakeTurnAsync(DbSession session) => session.ExecuteAsync("UPDATE board_turn SET taken = taken + 1 WHERE id = 1");

    /// <summary>The last day of a year, as dates stand in the database.</summary>
    public static string YearEnd(int year) => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-12-31");

    private static async Task SettleAsync(DbSession session, int year, IReadOnlyList<string> departments, DateTimeOffset now)
    {
        var (ofDepartment, ofFiling) = departments.Count == 0 ? (string.Empty, string.Empty) : (" AND d.id IN @departments", " AND department IN @departments");
        var parameters = new
        {
            year,
            departments,
            now,
            yearEnd = YearEnd(year),
            notStarted = FilingState.NotStarted,
            owed = FilingStanding.Owed,
            exempted = FilingStanding.Exempted,
            none = FilingStanding.None,
        };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await session.ExecuteAsync(
                    $"""
                    INSERT INTO filing (year, department, state, revision, submitted_revision, archived_revision, sequence, update_time, standing)
                    SELECT @year, d.id, @notStarted, 0, 0, 0, 0, @now, @none FROM department d
                    WHERE (EXISTS (SELECT 1 FROM round_exemption e WHERE e.year = @year AND e.department = d.id) OR ({IsActive}))
                      AND NOT EXISTS (SELECT 1 FROM filing f WHERE f.year = @year AND f.department = d.id){ofDepartment}
                    """,
                    parameters);
                break;
            }
            catch (Exception e) when (attempt < MaxAttempts && session.Dialect.IsUniqueViolation(e))
            {
                // An event has just brought one of them; its filing is seen now.
            }
        }

        await session.ExecuteAsync(
            $"""
            UPDATE filing SET standing = CASE
                WHEN EXISTS (SELECT 1 FROM round_exemption e WHERE e.year = filing.year AND e.department = filing.department) THEN @exempted
                WHEN EXISTS (SELECT 1 FROM department d WHERE d.id = filing.department AND {IsActive}) THEN @owed
                ELSE @none END
            WHERE year = @year{ofFiling}
            """,
            parameters);
        // Of whom neither round nor event says anything any more.
        await session.ExecuteAsync($"DELETE FROM filing WHERE year = @year AND sequence = 0 AND standing = @none{ofFiling}", parameters);
    }
}

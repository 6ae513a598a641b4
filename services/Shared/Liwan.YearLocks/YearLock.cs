using Liwan.Messaging;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Rows;

namespace Liwan.YearLocks;

/// <summary>
/// The lock that a report puts on the figures of its year: while it is submitted, accepted or published they do not
/// change. Kept from the events of the report, in the database of the service that owns the figures.
/// </summary>
public static class YearLock
{
    private sealed record LockRecord
    {
        public required string Department { get; init; }

        public required int Year { get; init; }

        public required ReportState State { get; init; }
    }

    private static readonly ReportState[] Locking = [ReportState.Submitted, ReportState.Accepted, ReportState.Published];

    private static readonly string LockingStates = string.Join(", ", Locking.Select(state => (int)state));

    /// <summary>A SQL expression, 1 or 0: whether the year of a row is locked.</summary>
    /// <param name="table">The table of the row, which has the columns <c>department</c> and <c>year</c>.</param>
    public static string IsLocked(string table) =>
        $"""
        CASE WHEN EXISTS (
            SELECT 1 FROM year_lock
            WHERE year_lock.department = {table}.department AND year_lock.year = {table}.year AND year_lock.state IN ({LockingStates})
        ) THEN 1 ELSE 0 END
        """;

    /// <summary>Lets a change of a year's figures pass only while the year is not locked.</summary>
    /// <param name="session">The transaction of the change.</param>
    /// <param name="key">Department and year.</param>
    /// <param name="name">The resource name of what is about to change.</param>
    /// <exception cref="ServiceException">YEAR_LOCKED, naming the report and its state.</exception>
    public static async Task RequireOpenAsync(DbSession session, DepartmentYear key, string name)
    {
        ArgumentNullException.ThrowIfNull(session);
        var state = await session.QuerySingleOrDefaultAsync<ReportState?>(
            "SELECT state FROM year_lock WHERE department = @Department AND year = @Year", new { key.Department, key.Year });
        if (state is { } locking && Locking.Contains(locking))
        {
            throw Locked(key, locking, name);
        }
    }

    /// <summary>Returns those of many years that are locked, each with the error of changing it.</summary>
    /// <param name="session">The transaction of the change.</param>
    /// <param name="keys">Departments and years.</param>
    /// <param name="collection">The collection of what is about to change, such as <c>budgets</c>.</param>
    public static async Task<IReadOnlyDictionary<DepartmentYear, ServiceException>> FindLockedAsync(
        DbSession session, IEnumerable<DepartmentYear> keys, string collection)
    {
        ArgumentNullException.ThrowIfNull(session);
        var locked = new Dictionary<DepartmentYear, ServiceException>();
        foreach (var match in DepartmentYearKeys.Match(keys))
        {
            var found = await session.QueryAsync<LockRecord>(
                $"""
                SELECT department AS {nameof(LockRecord.Department)}, year AS {nameof(LockRecord.Year)}, state AS {nameof(LockRecord.State)}
                FROM year_lock WHERE {match.Condition} AND state IN ({LockingStates})
                """,
                match.Parameters);
            foreach (var row in found)
            {
                var key = new DepartmentYear(row.Department, row.Year);
                locked.Add(key, Locked(key, row.State, key.In(collection)));
            }
        }

        return locked;
    }

    private static ServiceException Locked(DepartmentYear key, ReportState locking, string name)
    {
        var report = key.In("reports");
        var stateName = locking.ToString().ToUpperInvariant();
        return new ServiceException(
            ErrorCatalogue.YearLocked,
            [new UnmetPrecondition("YEAR_LOCKED", report, $"{report} 处于 {stateName} 状态，须由财政部门退回（或撤回提交）后方可修改。")],
            ("name", name),
            ("report", report),
            ("state", stateName));
    }

    internal static async Task SetAsync(DbSession session, DepartmentYear key, ReportState state)
    {
        var parameters = new { key.Department, key.Year, state };
        var updated = await session.ExecuteAsync(
            "UPDATE year_lock SET state = @state WHERE department = @Department AND year = @Year AND state <> @state", parameters);
        var inserted = updated > 0 ? 0 : await session.ExecuteAsync(
            """
            INSERT INTO year_lock (department, year, state) SELECT @Department, @Year, @state
            WHERE NOT EXISTS (SELECT 1 FROM year_lock WHERE department = @Department AND year = @Year)
            """,
            parameters);
        if (updated + inserted > 0)
        {
            session.Changed(key.In("yearLocks"), string.Empty, string.Empty);
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Dapper;
using Liwan.ServiceDefaults.Telemetry;
using Liwan.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Liwan.Testing;

/// <summary>How SQLite answers the queries of a call.</summary>
public static partial class QueryPlans
{
    /// <summary>
    /// Makes a call and returns the plans of the queries of one table that it brought about in a service, each with its
    /// steps, such as <c>SEARCH budget USING INDEX ix_budget_year (year=?)</c>.
    /// </summary>
    /// <param name="host">A service on SQLite.</param>
    /// <param name="table">The table, or its alias.</param>
    /// <param name="call">The call.</param>
    public static async Task<IReadOnlyList<IReadOnlyList<string>>> OfAsync(ServiceHost host, string table, Func<Task> call)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(call);
        var queries = await RecordAsync(call);
        var database = host.Services.GetRequiredService<Database>();
        var plans = new List<IReadOnlyList<string>>();
        foreach (var query in queries)
        {
            plans.Add(await database.ReadAsync(session => PlanAsync(session, query), CancellationToken.None));
        }

        return [.. plans.Where(steps => steps.Any(step => step.StartsWith($"SEARCH {table} ", StringComparison.Ordinal) || step.StartsWith($"SCAN {table}", StringComparison.Ordinal)))];
    }

    /// <summary>
    /// Asserts that a call seeks the rows of a table in indexes, a query each, without a scan or a sort.
    /// </summary>
    /// <param name="host">A service on SQLite.</param>
    /// <param name="table">The table, or its alias.</param>
    /// <param name="seeks">What each query seeks by, such as <c>ix_budget_year (year=? AND department&gt;?)</c>.</param>
    /// <param name="call">The call.</param>
    public static async Task AssertSeeksAsync(ServiceHost host, string table, IEnumerable<string> seeks, Func<Task> call)
    {
        var plans = await OfAsync(host, table, call);
        Assert.Equal(seeks.Select(seek => $"SEARCH {table} USING INDEX {seek}"), plans.Select(steps => steps[0]));
        Assert.DoesNotContain(
            plans.SelectMany(steps => steps),
            step => step.StartsWith("SCAN", StringComparison.Ordinal) || step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    /// <summary>Makes a call and returns the texts of the queries that it brought about in the services of this process.</summary>
    /// <param name="call">The call.</param>
    public static async Task<IReadOnlyList<string>> RecordAsync(Func<Task> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var queries = new ConcurrentQueue<string>();
        using var around = new Activity("call").SetIdFormat(ActivityIdFormat.W3C).Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.StorageSource,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                // Other tests call too.
                if (span.TraceId == around.TraceId)
                {
                    queries.Enqueue((string)span.GetTagItem(TelemetryNames.DbQueryText)!);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await call();
        return [.. queries];
    }

    private static async Task<IReadOnlyList<string>> PlanAsync(DbSession session, string query)
    {
        // Dapper writes the members of a list out.
        var sql = List().Replace(query, "IN (@$1)");
        var parameters = new DynamicParameters();
        foreach (Match name in Parameter().Matches(sql))
        {
            parameters.Add(name.Groups[1].Value, 0);
        }

        var steps = await session.QueryAsync<Step>($"EXPLAIN QUERY PLAN {sql}", parameters);
        return [.. steps.Select(step => step.Detail)];
    }

    [GeneratedRegex(@"IN @(\w+)")]
    private static partial Regex List();

    [GeneratedRegex(@"@(\w+)")]
    private static partial Regex Parameter();

    private sealed record Step
    {
        public string Detail { get; init; } = string.Empty;
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Liwan.ServiceDefaults.Telemetry;
using Liwan.Storage;

namespace Liwan.SqlServer.Tests;

/// <summary>
/// Every statement that the suite sends to its databases in this process, as SQL Server would get it: the suite writes
/// each query once, and the dialect's pieces are all that differs.
/// </summary>
internal sealed partial class RecordedStatements : IDisposable
{
    private readonly ConcurrentDictionary<string, bool> _texts = new(StringComparer.Ordinal);
    private readonly ActivityListener _listener;

    // Work in the background belongs to no request; a span around its start makes it write its statements down too.
    private readonly Activity _around;

    public RecordedStatements()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.StorageSource,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => _texts.TryAdd((string)span.GetTagItem(TelemetryNames.DbQueryText)!, true),
        };
        ActivitySource.AddActivityListener(_listener);
        _around = new Activity("statements").SetIdFormat(ActivityIdFormat.W3C).Start();
    }

    /// <summary>As they were sent.</summary>
    public IReadOnlyList<string> Sent => [.. _texts.Keys];

    /// <summary>As SQL Server would get them.</summary>
    public IReadOnlyList<string> ForSqlServer => [.. _texts.Keys.Select(Translate).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        _around.Dispose();
        _listener.Dispose();
    }

    private static string Translate(string sql)
    {
        var server = new SqlServerDialect();
        var sqlite = new SqliteDialect();
        var translated = sql.Replace(sqlite.NowMicroseconds, server.NowMicroseconds, StringComparison.Ordinal);
        translated = First().Replace(translated, match => server.First(match.Groups[1].Value));
        translated = Contains().Replace(translated, match => server.Contains(match.Groups[1].Value, match.Groups[2].Value));
        // Dapper writes the members of a list out.
        return List().Replace(translated, "IN (@$1)");
    }

    [GeneratedRegex(@"LIMIT @(\w+)")]
    private static partial Regex First();

    [GeneratedRegex(@"instr\((\S+), (@\w+)\) > 0")]
    private static partial Regex Contains();

    [GeneratedRegex(@"IN @(\w+)")]
    private static partial Regex List();
}

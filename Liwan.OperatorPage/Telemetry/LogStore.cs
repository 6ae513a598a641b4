namespace Liwan.OperatorPage.Telemetry;

/// <summary>The newest log lines of all processes, in the order they came.</summary>
/// <remarks>All members can be called at the same time.</remarks>
public sealed class LogStore(TelemetryLimits limits)
{
    private readonly Queue<(LogEntry Entry, long Size)> _entries = new();
    private readonly Lock _access = new();
    private long _bytes;
    private long _received;
    private long _forgotten;
    private long _refused;

    /// <summary>Grows with each change.</summary>
    public long Version => Volatile.Read(ref _received);

    /// <summary>What is held.</summary>
    public StoreUsage Usage
    {
        get
        {
            lock (_access)
            {
                return new StoreUsage(_entries.Count, limits.Logs, _bytes, limits.LogBytes, _received, _forgotten, _refused);
            }
        }
    }

    /// <summary>The services that log lines are held of, in order.</summary>
    public IReadOnlyList<string> Services
    {
        get
        {
            lock (_access)
            {
                return [.. _entries.Select(held => held.Entry.Source.Service).Distinct().Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Takes log lines and numbers them.</summary>
    /// <param name="entries">The lines.</param>
    /// <param name="extraBytes">What they hold on to beside themselves.</param>
    public void Add(IReadOnlyList<LogEntry> entries, long extraBytes = 0)
    {
        ArgumentNullException.ThrowIfNull(entries);
        lock (_access)
        {
            foreach (var entry in entries)
            {
                var size = EstimatedSize.Of(entry) + extraBytes;
                extraBytes = 0;
                _entries.Enqueue((entry with { Number = ++_received }, size));
                _bytes += size;
                while (_entries.Count > limits.Logs || _bytes > limits.LogBytes)
                {
                    _bytes -= _entries.Dequeue().Size;
                    _forgotten++;
                }
            }
        }
    }

    /// <summary>Counts lines that could not be read.</summary>
    public void CountRefused(int entries)
    {
        lock (_access)
        {
            _refused += entries;
        }
    }

    /// <summary>The lines that are asked for, the newest first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="limit">How many at most.</param>
    /// <returns>The lines, and how many there are beyond the limit too.</returns>
    public (IReadOnlyList<LogEntry> Entries, int Total) Find(LogQuery query, int limit)
    {
        ArgumentNullException.ThrowIfNull(query);
        (LogEntry Entry, long Size)[] all;
        lock (_access)
        {
            all = [.. _entries];
        }

        var found = new List<LogEntry>();
        var total = 0;
        for (var i = all.Length - 1; i >= 0; i--)
        {
            if (query.Matches(all[i].Entry) && ++total <= limit)
            {
                found.Add(all[i].Entry);
            }
        }

        return (found, total);
    }
}

/// <summary>Which log lines are asked for. What is null does not matter.</summary>
/// <param name="Service">Whose.</param>
/// <param name="AtLeast">How grave at least.</param>
/// <param name="TraceId">Of which trace.</param>
/// <param name="Text">What stands in them: see <see cref="LogEntry.Contains"/>.</param>
public sealed record LogQuery(string? Service = null, LogLevel AtLeast = LogLevel.Trace, string? TraceId = null, string? Text = null)
{
    internal bool Matches(LogEntry entry) =>
        entry.Level >= AtLeast
        && (Service is null || entry.Source.Service == Service)
        && (TraceId is null || entry.TraceId == TraceId)
        && (string.IsNullOrEmpty(Text) || entry.Contains(Text));
}

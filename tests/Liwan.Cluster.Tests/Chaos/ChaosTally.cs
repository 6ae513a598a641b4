using System.Collections.Concurrent;

namespace Liwan.Cluster.Tests.Chaos;

/// <summary>What a run counts, and what it saw that must not be.</summary>
internal sealed class ChaosTally
{
    private readonly ConcurrentDictionary<string, int> _counts = new();

    /// <summary>What must not be, in words.</summary>
    public ConcurrentQueue<string> Wrong { get; } = new();

    public void Count(string what, int times = 1) => _counts.AddOrUpdate(what, times, (_, before) => before + times);

    public int Of(string what) => _counts.GetValueOrDefault(what);

    public override string ToString() => string.Join(", ", _counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Key} {count.Value}"));
}

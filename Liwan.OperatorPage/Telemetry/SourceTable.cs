namespace Liwan.OperatorPage.Telemetry;

/// <summary>
/// Gives the same object for processes that say the same about themselves: a process repeats that with each of its messages.
/// </summary>
internal sealed class SourceTable
{
    // More processes than a cluster has in a day of restarts; the one that was new longest ago is forgotten first.
    private const int Known = 256;

    private readonly Dictionary<string, TelemetrySource> _known = [];
    private readonly Queue<string> _order = new();
    private readonly Lock _access = new();

    /// <returns>The process, and whether it was not known: then whoever holds on to it answers for its size.</returns>
    public (TelemetrySource Source, bool IsNew) Share(TelemetrySource source)
    {
        var key = string.Join('\n', source.Attributes.Select(attribute => $"{attribute.Name}={attribute.Value}"));
        lock (_access)
        {
            if (_known.TryGetValue(key, out var known))
            {
                return (known, false);
            }

            _known.Add(key, source);
            _order.Enqueue(key);
            if (_order.Count > Known)
            {
                _known.Remove(_order.Dequeue());
            }

            return (source, true);
        }
    }
}

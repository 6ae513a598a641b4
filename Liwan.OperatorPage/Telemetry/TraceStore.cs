namespace Liwan.OperatorPage.Telemetry;

/// <summary>The newest traces. Where one more span would not fit, the trace that began to arrive first is forgotten as a whole.</summary>
/// <remarks>All members can be called at the same time.</remarks>
public sealed class TraceStore(TelemetryLimits limits)
{
    private readonly Dictionary<string, HeldTrace> _traces = [];
    // The trace whose first span came first is at the front.
    private readonly LinkedList<HeldTrace> _order = new();
    private readonly Lock _access = new();
    private int _count;
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
                return new StoreUsage(_count, limits.Spans, _bytes, limits.SpanBytes, _received, _forgotten, _refused);
            }
        }
    }

    /// <summary>The services that spans are held of, in order.</summary>
    public IReadOnlyList<string> Services
    {
        get
        {
            lock (_access)
            {
                return [.. _order.SelectMany(trace => trace.Spans).Select(held => held.Span.Source.Service).Distinct().Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Takes spans.</summary>
    /// <param name="spans">The spans.</param>
    /// <param name="extraBytes">What they hold on to beside themselves.</param>
    /// <returns>How many were refused because their trace has as many as it can have.</returns>
    public int Add(IReadOnlyList<Span> spans, long extraBytes = 0)
    {
        ArgumentNullException.ThrowIfNull(spans);
        var refused = 0;
        lock (_access)
        {
            foreach (var span in spans)
            {
                if (!TryAdd(new HeldSpan(span, EstimatedSize.Of(span) + extraBytes)))
                {
                    refused++;
                }

                extraBytes = 0;
            }

            _refused += refused;
        }

        return refused;
    }

    /// <summary>Counts spans that could not be read.</summary>
    public void CountRefused(int spans)
    {
        lock (_access)
        {
            _refused += spans;
        }
    }

    /// <summary>The trace with an id; null if nothing of it is held.</summary>
    public Trace? Get(string traceId)
    {
        lock (_access)
        {
            return _traces.TryGetValue(traceId, out var held) ? held.ToTrace() : null;
        }
    }

    /// <summary>The traces that are asked for, those that began to arrive last first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="limit">How many at most.</param>
    /// <returns>The traces, and how many there are beyond the limit too.</returns>
    public (IReadOnlyList<Trace> Traces, int Total) Find(TraceQuery query, int limit)
    {
        ArgumentNullException.ThrowIfNull(query);
        var found = new List<Trace>();
        var total = 0;
        lock (_access)
        {
            for (var node = _order.Last; node is not null; node = node.Previous)
            {
                if (!node.Value.Matches(query))
                {
                    continue;
                }

                total++;
                if (found.Count < limit)
                {
                    found.Add(node.Value.ToTrace());
                }
            }
        }

        return (found, total);
    }

    private bool TryAdd(HeldSpan span)
    {
        if (!_traces.TryGetValue(span.Span.TraceId, out var trace))
        {
            trace = new HeldTrace(span.Span.TraceId);
            span = span with { Size = span.Size + HeldTrace.OwnSize };
            _traces.Add(trace.TraceId, trace);
            trace.Place = _order.AddLast(trace);
        }
        else if (trace.Spans.Count >= limits.SpansOfTrace)
        {
            return false;
        }

        trace.Spans.Add(span);
        _count++;
        _bytes += span.Size;
        _received++;
        while ((_count > limits.Spans || _bytes > limits.SpanBytes) && _order.First is { } oldest)
        {
            Forget(oldest.Value);
        }

        return true;
    }

    private void Forget(HeldTrace trace)
    {
        _traces.Remove(trace.TraceId);
        _order.Remove(trace.Place!);
        _count -= trace.Spans.Count;
        _bytes -= trace.Spans.Sum(span => span.Size);
        _forgotten += trace.Spans.Count;
    }

    private readonly record struct HeldSpan(Span Span, long Size);

    private sealed class HeldTrace(string traceId)
    {
        public const int OwnSize = 256;

        public string TraceId { get; } = traceId;

        public List<HeldSpan> Spans { get; } = [];

        public LinkedListNode<HeldTrace>? Place { get; set; }

        public Trace ToTrace() => new(TraceId, [.. Spans.Select(held => held.Span).OrderBy(span => span.Start)]);

        public bool Matches(TraceQuery query) =>
            (query.Service is null || Spans.Exists(held => held.Span.Source.Service == query.Service))
            && (!query.ErrorsOnly || Spans.Exists(held => held.Span.IsError))
            && (query.AtLeast is not { } shortest || Spans.Max(held => held.Span.End) - Spans.Min(held => held.Span.Start) >= shortest)
            && (string.IsNullOrEmpty(query.Text) || Spans.Exists(held => held.Span.Contains(query.Text)));
    }
}

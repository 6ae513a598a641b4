namespace Liwan.OperatorPage.Telemetry;

/// <summary>What belongs to one request or event, through all processes.</summary>
/// <param name="TraceId">32 hexadecimal digits.</param>
/// <param name="Spans">Its spans, in the order they start.</param>
public sealed record Trace(string TraceId, IReadOnlyList<Span> Spans)
{
    /// <summary>The span that all begins with: the first without a parent, or else the first that is here.</summary>
    public Span Root => Spans.FirstOrDefault(span => span.ParentId is null) ?? Spans[0];

    /// <summary>How many of its spans are part of no other that is here: several where the caller's own span has not come.</summary>
    public int TopSpans
    {
        get
        {
            var known = Spans.Select(span => span.SpanId).ToHashSet();
            return Spans.Count(span => span.ParentId is null || !known.Contains(span.ParentId));
        }
    }

    /// <summary>When its first span began.</summary>
    public DateTimeOffset Start => Spans[0].Start;

    /// <summary>From its first beginning to its last end.</summary>
    public TimeSpan Duration => Spans.Max(span => span.End) - Start;

    /// <summary>How many of its spans failed.</summary>
    public int Errors => Spans.Count(span => span.IsError);

    /// <summary>The services that took part and the number of their spans, in the order they come in.</summary>
    public IReadOnlyList<(string Service, int Spans)> Services =>
        [.. Spans.GroupBy(span => span.Source.Service).Select(service => (service.Key, service.Count()))];

    /// <summary>
    /// The spans as a tree, each after its parent and with its depth. A span whose parent has not come, or comes never, is at
    /// depth 0; so is one of a circle.
    /// </summary>
    public IReadOnlyList<(Span Span, int Depth)> Tree()
    {
        var known = new HashSet<string>(Spans.Select(span => span.SpanId));
        var children = Spans.Where(span => span.ParentId is not null && known.Contains(span.ParentId)).ToLookup(span => span.ParentId!);
        var placed = new HashSet<Span>(ReferenceEqualityComparer.Instance);
        var tree = new List<(Span, int)>(Spans.Count);
        // Those without a parent first; what is left then is in circles.
        foreach (var root in Spans.Where(span => span.ParentId is null || !known.Contains(span.ParentId)).Concat(Spans))
        {
            var open = new Stack<(Span Span, int Depth)>([(root, 0)]);
            while (open.TryPop(out var next))
            {
                if (!placed.Add(next.Span))
                {
                    continue;
                }

                tree.Add(next);
                foreach (var child in children[next.Span.SpanId].Reverse())
                {
                    open.Push((child, next.Depth + 1));
                }
            }
        }

        return tree;
    }
}

/// <summary>Which traces are asked for. What is null or false does not matter.</summary>
/// <param name="Service">A service that took part.</param>
/// <param name="AtLeast">The shortest duration.</param>
/// <param name="ErrorsOnly">Only those in which something failed.</param>
/// <param name="Text">What stands in one of their spans: see <see cref="Span.Contains"/>.</param>
public sealed record TraceQuery(string? Service = null, TimeSpan? AtLeast = null, bool ErrorsOnly = false, string? Text = null);

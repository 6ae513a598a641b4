namespace Liwan.OperatorPage.Telemetry;

/// <summary>What objects need in memory, to within some ten per cent: 64-bit, UTF-16, no sharing of texts.</summary>
internal static class EstimatedSize
{
    private const int ObjectHeader = 24;
    private const int ArrayHeader = 32;

    public static long Of(string? text) => text is null ? 0 : ObjectHeader + (2L * text.Length);

    public static long Of(IReadOnlyList<NamedValue> attributes)
    {
        long size = ArrayHeader;
        foreach (var attribute in attributes)
        {
            size += 16 + Of(attribute.Name) + Of(attribute.Value);
        }

        return size;
    }

    public static long Of(Span span)
    {
        var size = 160 + Of(span.TraceId) + Of(span.SpanId) + Of(span.ParentId) + Of(span.Name) + Of(span.StatusMessage) + Of(span.Scope) + Of(span.Attributes);
        foreach (var happened in span.Events)
        {
            size += 64 + Of(happened.Name) + Of(happened.Attributes);
        }

        foreach (var link in span.Links)
        {
            size += 48 + Of(link.TraceId) + Of(link.SpanId) + Of(link.Attributes);
        }

        return size;
    }

    public static long Of(LogEntry entry) =>
        120 + Of(entry.Message) + Of(entry.Category) + Of(entry.TraceId) + Of(entry.SpanId) + Of(entry.Attributes);

    public static long Of(TelemetrySource source) => 64 + Of(source.Service) + Of(source.Instance) + Of(source.Attributes);
}

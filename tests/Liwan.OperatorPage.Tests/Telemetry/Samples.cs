using Liwan.OperatorPage.Telemetry;

namespace Liwan.OperatorPage.Tests.Telemetry;

/// <summary>Telemetry as a test wants it.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    public static TelemetrySource Source(string service = "reports", string instance = "reports-1") =>
        new(service, instance, [new("service.name", service), new("service.instance.id", instance)]);

    public static string TraceId(int number) => $"{number:x32}";

    public static string SpanId(int number) => $"{number:x16}";

    public static Span Span(
        int trace = 1, int span = 1, int? parent = null, string name = "work", string service = "reports", int startMs = 0, int ms = 10,
        SpanStatus status = SpanStatus.Unset, params NamedValue[] attributes) => new(
            TraceId(trace), SpanId(span), parent is { } id ? SpanId(id) : null, name, SpanKind.Internal, Noon.AddMilliseconds(startMs), TimeSpan.FromMilliseconds(ms),
            status, null, Source(service), "test", attributes, [], []);

    public static LogEntry Log(string message = "line", LogLevel level = LogLevel.Information, string service = "reports", int? trace = null, int? span = null, params NamedValue[] attributes) =>
        new(Noon, level, message, "Liwan.Test", trace is { } t ? TraceId(t) : null, span is { } s ? SpanId(s) : null, Source(service), attributes);

    public static Measurement Gauge(string name, double value, string service = "reports", params NamedValue[] attributes) =>
        new(new Metric(name, "", "", MetricKind.Gauge, "test"), Source(service), attributes, value, 0, [], [], IsDelta: false);

    public static Measurement Counter(string name, double value, string service = "reports", bool isDelta = false) =>
        new(new Metric(name, "", "", MetricKind.Counter, "test"), Source(service), [], value, 0, [], [], isDelta);

    public static Measurement Histogram(string name, double[] bounds, long[] buckets, string service = "reports", bool isDelta = false, params NamedValue[] attributes) =>
        new(new Metric(name, "s", "", MetricKind.Histogram, "test"), Source(service), attributes, 0, buckets.Sum(), bounds, buckets, isDelta);
}

/// <summary>A clock that stands until the test moves it.</summary>
internal sealed class StandingClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = Samples.Noon;

    public override DateTimeOffset GetUtcNow() => Now;
}

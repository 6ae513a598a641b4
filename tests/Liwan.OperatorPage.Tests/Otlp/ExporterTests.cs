using System.Diagnostics;
using System.Diagnostics.Metrics;
using Liwan.OperatorPage.Telemetry;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using LogLevel = Liwan.OperatorPage.Telemetry.LogLevel;
using Metric = Liwan.OperatorPage.Telemetry.Metric;
using SpanKind = Liwan.OperatorPage.Telemetry.SpanKind;

namespace Liwan.OperatorPage.Tests.Otlp;

/// <summary>What OpenTelemetry's own exporter sends, as every service does, arrives whole.</summary>
public class ExporterTests
{
    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task Export_OfATrace_ArrivesWithAttributesEventsAndLinks(OtlpExportProtocol protocol)
    {
        await using var page = await RunningPage.StartAsync();
        var name = $"test-{protocol}";
        using var source = new ActivitySource(name);
        var linked = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        string traceId;
        using (var provider = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(Process("reports", "reports-1"))
            .AddSource(name)
            .AddOtlpExporter(options => Configure(options, page, protocol, "traces"))
            .Build())
        {
            using (var parent = source.StartActivity("submit", ActivityKind.Server, default(ActivityContext), links: [new ActivityLink(linked)])!)
            {
                traceId = parent.TraceId.ToHexString();
                parent.SetTag("liwan.report", "departments/npc-office/reports/2021").SetTag("liwan.year", 2021).SetTag("flag", true).SetTag("list", (long[])[1, 2]);
                parent.AddEvent(new ActivityEvent("checked", tags: new ActivityTagsCollection { ["findings"] = 3 }));
                using var child = source.StartActivity("render")!;
                child.SetStatus(ActivityStatusCode.Error, "no font");
            }

            Assert.True(provider.ForceFlush(10_000));
        }

        var trace = page.Server.Telemetry.Traces.Get(traceId);
        Assert.NotNull(trace);
        Assert.Equal([("submit", 0), ("render", 1)], trace.Tree().Select(node => (node.Span.Name, node.Depth)));
        var (submit, render) = (trace.Spans[0], trace.Spans[1]);
        Assert.Equal(("reports", "reports-1"), (submit.Source.Service, submit.Source.Instance));
        Assert.Equal((SpanKind.Server, SpanStatus.Unset, name), (submit.Kind, submit.Status, submit.Scope));
        Assert.Equal(
            [new("liwan.report", "departments/npc-office/reports/2021"), new("liwan.year", "2021"), new("flag", "true"), new("list", "[1, 2]")],
            submit.Attributes);
        var happened = Assert.Single(submit.Events);
        Assert.Equal("checked", happened.Name);
        Assert.Equal([new NamedValue("findings", "3")], happened.Attributes);
        var link = Assert.Single(submit.Links);
        Assert.Equal((linked.TraceId.ToHexString(), linked.SpanId.ToHexString()), (link.TraceId, link.SpanId));
        Assert.Equal((SpanStatus.Error, "no font", submit.SpanId), (render.Status, render.StatusMessage, render.ParentId));
        Assert.InRange(render.Duration, TimeSpan.FromTicks(1), submit.Duration);
        Assert.Equal(1, trace.Errors);
    }

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task Export_OfALogLine_ArrivesWithItsTraceAndValues(OtlpExportProtocol protocol)
    {
        await using var page = await RunningPage.StartAsync();
        using var activity = new Activity("outside").Start();
        using (var logging = LoggerFactory.Create(builder => builder.AddOpenTelemetry(options =>
        {
            options.IncludeFormattedMessage = true;
            options.SetResourceBuilder(Process("budgets", "budgets-2"));
            options.AddOtlpExporter((exporter, processor) =>
            {
                Configure(exporter, page, protocol, "logs");
                processor.ExportProcessorType = ExportProcessorType.Simple;
            });
        })))
        {
            var logger = logging.CreateLogger("Liwan.Budgets.Rows");
            LogLate(logger, "npc-office", 3);
        }

        var (entries, total) = page.Server.Telemetry.Logs.Find(new LogQuery(TraceId: activity.TraceId.ToHexString()), 10);
        Assert.Equal(1, total);
        var entry = Assert.Single(entries);
        Assert.Equal("npc-office is late by 3 days", entry.Message);
        Assert.Equal((LogLevel.Warning, "Liwan.Budgets.Rows", "budgets"), (entry.Level, entry.Category, entry.Source.Service));
        Assert.Equal(activity.SpanId.ToHexString(), entry.SpanId);
        Assert.Contains(new NamedValue("Department", "npc-office"), entry.Attributes);
        Assert.Contains(new NamedValue("Days", "3"), entry.Attributes);
    }

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task Export_OfMetrics_ArrivesWithFiguresAndBuckets(OtlpExportProtocol protocol)
    {
        await using var page = await RunningPage.StartAsync();
        var name = $"metrics-{protocol}";
        using var meter = new Meter(name);
        var sent = meter.CreateCounter<long>("liwan.outbox.sent", "{event}", "Events delivered");
        var delay = meter.CreateHistogram<double>("liwan.outbox.delay", "s", null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        _ = meter.CreateObservableGauge("liwan.outbox.unsent", () => 7);
        using (var provider = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(Process("reports", "reports-1"))
            .AddMeter(name)
            .AddOtlpExporter(options => Configure(options, page, protocol, "metrics"))
            .Build())
        {
            sent.Add(2, new("b", "2"), new KeyValuePair<string, object?>("a", "1"));
            delay.Record(0.05);
            delay.Record(0.5);
            delay.Record(5);
            Assert.True(provider.ForceFlush(10_000));
        }

        var series = page.Server.Telemetry.Metrics.GetAll().ToDictionary(one => one.Metric.Name);
        var counter = series["liwan.outbox.sent"];
        Assert.Equal(new Metric("liwan.outbox.sent", "{event}", "Events delivered", MetricKind.Counter, name), counter.Metric);
        Assert.Equal([new("a", "1"), new("b", "2")], counter.Attributes);
        Assert.Equal(2, counter.Last.Value);
        Assert.Equal((MetricKind.Gauge, 7), (series["liwan.outbox.unsent"].Metric.Kind, series["liwan.outbox.unsent"].Last.Value));
        var histogram = series["liwan.outbox.delay"];
        Assert.Equal([0.1, 1], histogram.Bounds);
        Assert.Equal([1, 1, 1], histogram.Last.Buckets);
        Assert.Equal((3, 5.55), (histogram.Last.Count, Math.Round(histogram.Last.Value, 10)));
    }

    private static readonly Action<Microsoft.Extensions.Logging.ILogger, string, int, Exception?> LateMessage =
        LoggerMessage.Define<string, int>(Microsoft.Extensions.Logging.LogLevel.Warning, new EventId(1, "Late"), "{Department} is late by {Days} days");

    private static void LogLate(Microsoft.Extensions.Logging.ILogger logger, string department, int days) => LateMessage(logger, department, days, null);

    private static ResourceBuilder Process(string service, string instance) => ResourceBuilder.CreateEmpty().AddService(service, serviceInstanceId: instance);

    private static void Configure(OtlpExporterOptions options, RunningPage page, OtlpExportProtocol protocol, string signal)
    {
        options.Protocol = protocol;
        options.Endpoint = protocol == OtlpExportProtocol.Grpc ? page.GrpcAddress : new Uri(page.Otlp.BaseAddress!, $"/v1/{signal}");
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using Liwan.ServiceDefaults.Telemetry;
using Liwan.Testing;

namespace Liwan.Messaging.Tests;

public sealed class TraceTests : BrokerTest
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivitySource _source = new("Liwan.Messaging.Tests");
    private readonly ActivityListener _listener;

    public TraceTests(BrokerFixture broker)
        : base(broker)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is TelemetryNames.MessagingSource or "Liwan.Messaging.Tests",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [RabbitMqFact]
    public async Task OneChange_OverTheBroker_IsOneTrace()
    {
        await using var reports = await TestService.StartReportsAsync(Databases["reports"], Logs, WithBroker);
        await using var budgets = await StartConsumerAsync("budgets");

        await AssertOneTraceAsync(reports, budgets, "rabbitmq");
    }

    [RabbitMqFact]
    public async Task OneChange_OverTheSink_IsOneTrace()
    {
        await using var budgets = await TestService.StartAsync("budgets", Databases["budgets"], Logs);
        await using var reports = await TestService.StartReportsAsync(
            Databases["reports"], Logs, new Dictionary<string, string?> { ["services:budgets:grpc:0"] = budgets.Address });

        await AssertOneTraceAsync(reports, budgets, "grpc");
    }

    public override void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
        base.Dispose();
    }

    private async Task AssertOneTraceAsync(TestService reports, TestService budgets, string system)
    {
        ActivityTraceId inHandler = default;
        budgets.Handler.Before = _ =>
        {
            inHandler = Activity.Current!.TraceId;
            return Task.CompletedTask;
        };
        var submitted = SampleEvents.Submitted(SampleEvents.Report(1), 2);
        Activity change;
        using (change = _source.StartActivity("change", ActivityKind.Server)!)
        {
            change.TraceStateString = "vendor=1";
            await reports.AddAsync(submitted);
        }

        await Wait.UntilAsync("the spans are complete", () => Process() is { } process && _spans.Any(span => span.SpanId == process.ParentSpanId));
        var process = Process()!;
        var send = _spans.Single(span => span.SpanId == process.ParentSpanId);
        Assert.Equal((ActivityKind.Producer, system), (send.Kind, send.GetTagItem("messaging.system")));
        Assert.Equal(change.SpanId, send.ParentSpanId);
        Assert.Equal([change.TraceId, change.TraceId, change.TraceId], [send.TraceId, process.TraceId, inHandler]);
        Assert.Equal("vendor=1", process.TraceStateString);
        Assert.Equal("Applied", process.GetTagItem("liwan.event.outcome"));

        Activity? Process() => _spans.SingleOrDefault(span => span.Kind == ActivityKind.Consumer
            && Equals(span.GetTagItem("messaging.message.id"), submitted.MessageId.ToString())
            && Equals(span.GetTagItem("messaging.destination.name"), "budgets"));
    }
}

using FsCheck.Xunit;
using Liwan.OperatorPage.Telemetry;
using static Liwan.OperatorPage.Tests.Telemetry.Samples;

namespace Liwan.OperatorPage.Tests.Telemetry;

public class TraceStoreTests
{
    [Fact]
    public void Add_FarBeyondTheNumber_StaysWithinItAndKeepsTheNewest()
    {
        var store = new TraceStore(new TelemetryLimits { Spans = 100 });
        for (var number = 1; number <= 5_000; number++)
        {
            store.Add([Span(trace: number, span: 1), Span(trace: number, span: 2, parent: 1)]);
            Assert.InRange(store.Usage.Count, 2, 100);
        }

        Assert.Equal(Enumerable.Range(4_951, 50).Reverse().Select(TraceId), store.Find(new TraceQuery(), 1_000).Traces.Select(trace => trace.TraceId));
        var usage = store.Usage;
        Assert.Equal((100, 10_000, 9_900, 0), (usage.Count, usage.Received, usage.Forgotten, usage.Refused));
    }

    [Fact]
    public void Add_FarBeyondTheBytes_StaysWithinThemAndKeepsTheNewest()
    {
        const long limit = 200_000;
        var store = new TraceStore(new TelemetryLimits { SpanBytes = limit });
        for (var number = 1; number <= 500; number++)
        {
            store.Add([Span(trace: number, attributes: new NamedValue("text", new string('x', 10_000)))]);
            Assert.InRange(store.Usage.Bytes, 20_000, limit);
        }

        // An estimate that counted too little would let more in.
        Assert.Equal(9, store.Usage.Count);
        Assert.Equal(TraceId(500), store.Find(new TraceQuery(), 1).Traces[0].TraceId);
        Assert.Null(store.Get(TraceId(1)));
    }

    [Fact]
    public void Add_WhenATraceNeverEnds_RefusesWhatIsBeyondItsShare()
    {
        var store = new TraceStore(new TelemetryLimits { SpansOfTrace = 10 });
        Assert.Equal(5, store.Add([.. Enumerable.Range(1, 15).Select(span => Span(span: span))]));

        Assert.Equal((10, 5), (store.Usage.Count, store.Usage.Refused));
        Assert.Equal(10, store.Get(TraceId(1))!.Spans.Count);
    }

    [Fact]
    public void Add_OfOneSpanLargerThanAll_HoldsNothingAndGoesOn()
    {
        var store = new TraceStore(new TelemetryLimits { SpanBytes = 5_000 });
        store.Add([Span(trace: 1, attributes: new NamedValue("text", new string('x', 10_000)))]);
        store.Add([Span(trace: 2)]);

        Assert.Equal([TraceId(2)], store.Find(new TraceQuery(), 10).Traces.Select(trace => trace.TraceId));
    }

    [Fact]
    public async Task Add_FromManySidesWhileOthersRead_LosesNothing()
    {
        var store = new TraceStore(new TelemetryLimits { Spans = 1_000 });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(side => Task.Run(() =>
        {
            for (var number = 0; number < 1_000; number++)
            {
                store.Add([Span(trace: 1 + (side * 1_000) + number)]);
                Assert.InRange(store.Find(new TraceQuery(), 5).Traces.Count, 1, 5);
            }
        })));

        var usage = store.Usage;
        Assert.Equal((1_000, 4_000, 3_000), (usage.Count, usage.Received, usage.Forgotten));
    }

    [Fact]
    public void Find_ByServiceDurationErrorAndText_GivesThoseTheyAllHoldFor()
    {
        var store = new TraceStore(new TelemetryLimits());
        store.Add([Span(trace: 1, service: "reports", ms: 500), Span(trace: 1, span: 2, parent: 1, service: "budgets", status: SpanStatus.Error)]);
        store.Add([Span(trace: 2, service: "reports", ms: 20, attributes: new NamedValue("liwan.report", "departments/npc-office/reports/2021"))]);
        store.Add([Span(trace: 3, service: "departments", startMs: 0, ms: 10), Span(trace: 3, span: 2, name: "Render PDF", service: "departments", startMs: 90, ms: 10)]);

        Assert.Equal([3, 2, 1], Found(new TraceQuery()));
        Assert.Equal([2, 1], Found(new TraceQuery(Service: "reports")));
        Assert.Equal([1], Found(new TraceQuery(Service: "budgets")));
        Assert.Equal([1], Found(new TraceQuery(ErrorsOnly: true)));
        Assert.Equal([3, 1], Found(new TraceQuery(AtLeast: TimeSpan.FromMilliseconds(100))));
        Assert.Equal([2], Found(new TraceQuery(Text: "NPC-office/reports/2021")));
        Assert.Equal([3], Found(new TraceQuery(Text: "render")));
        Assert.Equal([2], Found(new TraceQuery(Text: TraceId(2))));
        Assert.Empty(Found(new TraceQuery(Service: "reports", Text: "render")));

        int[] Found(TraceQuery query) => [.. store.Find(query, 10).Traces.Select(trace => int.Parse(trace.TraceId, System.Globalization.NumberStyles.HexNumber, null))];
    }

    [Fact]
    public void Find_WhenThereAreMoreThanWanted_SaysHowManyThereAre()
    {
        var store = new TraceStore(new TelemetryLimits());
        store.Add([.. Enumerable.Range(1, 30).Select(number => Span(trace: number))]);

        var (traces, total) = store.Find(new TraceQuery(), 10);
        Assert.Equal((10, 30), (traces.Count, total));
    }

    [Fact]
    public void Tree_PutsSpansUnderTheirParentsAndThoseWithoutOneInFront()
    {
        var trace = new Trace(TraceId(1), [
            Span(span: 1, startMs: 0), Span(span: 2, parent: 1, startMs: 1), Span(span: 3, parent: 1, startMs: 2),
            Span(span: 4, parent: 2, startMs: 3), Span(span: 5, parent: 99, startMs: 4)]);

        Assert.Equal([(1, 0), (2, 1), (4, 2), (3, 1), (5, 0)], Shape(trace));
        Assert.Equal(SpanId(1), trace.Root.SpanId);
    }

    [Property(MaxTest = 200)]
    public void Tree_OfAnyParents_HasEachSpanOnce(byte[] parents)
    {
        // Circles, spans that are their own parents and parents that never came among them.
        var spans = parents.Select((parent, index) => Span(span: index + 1, parent: parent % (parents.Length + 3), startMs: index)).ToList();
        var tree = new Trace(TraceId(1), spans).Tree();

        Assert.Equal(spans.Select(span => span.SpanId), tree.Select(node => node.Span.SpanId).Order(StringComparer.Ordinal));
        Assert.All(tree, node => Assert.InRange(node.Depth, 0, spans.Count));
    }

    private static List<(int, int)> Shape(Trace trace) =>
        [.. trace.Tree().Select(node => (int.Parse(node.Span.SpanId, System.Globalization.NumberStyles.HexNumber, null), node.Depth))];
}

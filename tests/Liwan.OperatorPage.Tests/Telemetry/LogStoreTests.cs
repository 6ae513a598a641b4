using Liwan.OperatorPage.Telemetry;
using static Liwan.OperatorPage.Tests.Telemetry.Samples;

namespace Liwan.OperatorPage.Tests.Telemetry;

public class LogStoreTests
{
    [Fact]
    public void Add_FarBeyondTheNumber_StaysWithinItAndKeepsTheNewest()
    {
        var store = new LogStore(new TelemetryLimits { Logs = 50 });
        for (var number = 1; number <= 3_000; number++)
        {
            store.Add([Log($"line {number}")]);
        }

        Assert.Equal(Enumerable.Range(2_951, 50).Reverse().Select(number => $"line {number}"), store.Find(new LogQuery(), 100).Entries.Select(entry => entry.Message));
        var usage = store.Usage;
        Assert.Equal((50, 3_000, 2_950), (usage.Count, usage.Received, usage.Forgotten));
    }

    [Fact]
    public void Add_FarBeyondTheBytes_StaysWithinThemAndKeepsTheNewest()
    {
        const long limit = 100_000;
        var store = new LogStore(new TelemetryLimits { LogBytes = limit });
        for (var number = 1; number <= 300; number++)
        {
            store.Add([Log(new string('x', 5_000) + number)]);
            Assert.InRange(store.Usage.Bytes, 10_000, limit);
        }

        Assert.Equal(9, store.Usage.Count);
        Assert.EndsWith("x300", store.Find(new LogQuery(), 1).Entries[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_ByServiceLevelTraceAndText_GivesThoseTheyAllHoldFor()
    {
        var store = new LogStore(new TelemetryLimits());
        store.Add([
            Log("submitted", trace: 1, attributes: new NamedValue("Report", "departments/npc-office/reports/2021")),
            Log("late", LogLevel.Warning, "budgets", trace: 1),
            Log("broken", LogLevel.Error, "budgets", trace: 2)]);

        Assert.Equal(["broken", "late", "submitted"], Found(new LogQuery()));
        Assert.Equal(["broken", "late"], Found(new LogQuery(Service: "budgets")));
        Assert.Equal(["broken"], Found(new LogQuery(AtLeast: LogLevel.Error)));
        Assert.Equal(["late", "submitted"], Found(new LogQuery(TraceId: TraceId(1))));
        Assert.Equal(["submitted"], Found(new LogQuery(Text: "NPC-OFFICE")));
        Assert.Empty(Found(new LogQuery(Service: "reports", AtLeast: LogLevel.Warning)));

        IEnumerable<string> Found(LogQuery query) => store.Find(query, 10).Entries.Select(entry => entry.Message);
    }
}

namespace Liwan.Messaging.Tests;

public sealed class TopologyTests
{
    private static readonly string[] Moves =
        ["ReportAccepted", "ReportPublished", "ReportRecalled", "ReportReturned", "ReportStarted", "ReportSubmitted", "ReportUnpublished"];

    public static TheoryData<string, string[]> Bindings => new()
    {
        { "departments", [.. Moves.Append("ReportArchived").Order(StringComparer.Ordinal)] },
        { "budgets", Moves },
        { "taskindicators", Moves },
        { "reports", ["ReportSubmitted"] },
    };

    [Theory]
    [MemberData(nameof(Bindings))]
    public void Consumers_AreBoundToWhatTheyFollowAndNothingElse(string consumer, string[] events) =>
        Assert.Equal(events, Topology.Of(consumer).Events.Select(contract => contract.Type.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Consumers_AreThoseOfTheTheory() => Assert.Equal(Bindings.Select(row => (string)row[0]), Topology.Consumers.Select(queue => queue.Consumer));

    [Fact]
    public void ListenersOf_EveryEvent_IsHowManyQueuesItReaches() =>
        Assert.Equal(
            [("ReportAccepted", 3), ("ReportArchived", 1), ("ReportPublished", 3), ("ReportRecalled", 3), ("ReportReturned", 3), ("ReportStarted", 3), ("ReportSubmitted", 4), ("ReportUnpublished", 3)],
            EventContract.All.Select(contract => (contract.Type.Name, Topology.ListenersOf(contract.Name))).OrderBy(pair => pair.Name, StringComparer.Ordinal));
}

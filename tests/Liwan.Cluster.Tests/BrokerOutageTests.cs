using Liwan.Departments.V1;
using Liwan.Testing;

namespace Liwan.Cluster.Tests;

/// <summary>The suite does its whole job while the broker is down, and outsiders miss nothing.</summary>
[Collection(SharedCluster.Name)]
public sealed class BrokerOutageTests(ClusterFixture fixture)
{
    private const string Queue = "outsider-outage";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [RabbitMqFact]
    public async Task Filing_WhileTheBrokerIsDown_IsArchivedAndHeardOnceWhenItIsBack()
    {
        // The queue is durable: it is there before the outage, and hears what happened during it.
        await (await EventListener.ListenAsync(fixture.Broker.AmqpUri, Queue)).DisposeAsync();
        await fixture.Broker.StopAsync();

        var report = await fixture.FileCopyAsync("outage-office");
        await fixture.Liwan.RunAsync("submit", "--department", "outage-office", "--year", "2021");
        await fixture.ArchivedAsync(report, limit: Patience);
        await Wait.UntilAsync(
            "the form is filed and archived without a broker",
            async () => await IsFiledAndArchivedAsync("outage-office"),
            Patience);

        await fixture.Broker.StartAgainAsync();
        await using var outsider = await EventListener.ListenAsync(fixture.Broker.AmqpUri, Queue);
        await Wait.UntilAsync("the outsider has heard of the archive", () => outsider.Heard.Any(heard => heard.Report == report && heard.Sequence == 3), Patience);

        Assert.Equal([1L, 2L, 3L], outsider.Heard.Where(heard => heard.Report == report).Select(heard => heard.Sequence));
        await fixture.Cluster.WaitUntilRunningAsync();
    }

    private async Task<bool> IsFiledAndArchivedAsync(string department)
    {
        var filings = await fixture.Rounds.ListFilingsAsync(new ListFilingsRequest { Parent = "rounds/2021", PageSize = 1000 });
        return filings.Filings.SingleOrDefault(filing => filing.Department == $"departments/{department}") is { Filed: true, Archived: true };
    }
}

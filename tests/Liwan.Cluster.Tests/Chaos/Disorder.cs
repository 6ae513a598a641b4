using System.Diagnostics;
using System.Globalization;

namespace Liwan.Cluster.Tests.Chaos;

/// <summary>Breaks a cluster again and again: kills services and the broker, cuts connections, and once lets the outbox's database be full.</summary>
internal sealed class Disorder(ChaosCluster cluster, Random random, ChaosTally tally, Action<string> say)
{
    private static readonly TimeSpan FullLimit = TimeSpan.FromSeconds(30);

    /// <summary>Goes on for a time, and leaves everything running.</summary>
    public async Task RunAsync(TimeSpan duration)
    {
        var elapsed = Stopwatch.StartNew();
        var blows = new Queue<Func<Task>>();
        var full = false;
        while (elapsed.Elapsed < duration)
        {
            // Not a wait for something: the moment of the next blow is what varies.
            await Task.Delay(random.Next(100, 1500));
            if (!full && elapsed.Elapsed > duration / 3)
            {
                full = true;
                await FillAsync();
                continue;
            }

            if (blows.Count == 0)
            {
                blows = new Queue<Func<Task>>(Round());
            }

            await blows.Dequeue()();
            say(string.Create(CultureInfo.InvariantCulture, $"{elapsed.Elapsed.TotalSeconds:0} of {duration.TotalSeconds:0} s: {tally}"));
        }
    }

    // Each in turn, in an order by chance: none is left out of a short run.
    private Func<Task>[] Round()
    {
        Func<Task>[] blows = [.. cluster.Services.Select(service => (Func<Task>)(() => KillAsync(service))), KillBrokerAsync, CutAsync, () => KillAsync(cluster.Reports), CutAsync];
        random.Shuffle(blows);
        return blows;
    }

    private Task CutAsync()
    {
        tally.Count("connections cut", cluster.CutConnections());
        return Task.CompletedTask;
    }

    private async Task KillBrokerAsync()
    {
        tally.Count("kills of the broker");
        await cluster.Broker.KillAsync();
        await Task.Delay(random.Next(0, 4000));
        await cluster.Broker.StartAgainAsync();
    }

    private async Task KillAsync(ServiceProcess service)
    {
        tally.Count($"kills of {service.Name}");
        await service.KillAsync();
        await Task.Delay(random.Next(0, 1000));
        await cluster.StartAgainAsync(service);
    }

    // The file may not grow by a page; it has room again after the next start.
    private async Task FillAsync()
    {
        var before = tally.Of("refused by a full database");
        await cluster.Reports.KillAsync();
        await cluster.StartAgainAsync(cluster.Reports, "--Liwan:Storage:Sqlite:MaxPageCount=1");
        var waited = Stopwatch.StartNew();
        while (tally.Of("refused by a full database") < before + 20 && waited.Elapsed < FullLimit)
        {
            await Task.Delay(50);
        }

        say(string.Create(CultureInfo.InvariantCulture, $"the database of the outbox was full for {waited.Elapsed.TotalSeconds:0} s: {tally}"));
        await cluster.Reports.KillAsync();
        tally.Count($"kills of {cluster.Reports.Name}", 2);
        await cluster.StartAgainAsync(cluster.Reports);
    }
}

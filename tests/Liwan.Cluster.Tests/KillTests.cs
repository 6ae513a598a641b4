using Grpc.Core;
using Liwan.Reports.V1;
using Liwan.Testing;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Cluster.Tests;

/// <summary>Reports is killed at random moments between submission and archive; nothing that was answered OK is lost.</summary>
[Collection(SharedCluster.Name)]
public sealed class KillTests(ClusterFixture fixture)
{
    private const int Seed = 440103;
    private static readonly int Kills = Environment.GetEnvironmentVariable("LIWAN_TEST_FULL") == "1" ? 20 : 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [RabbitMqFact]
    public async Task Reports_KilledBetweenSubmitAndArchive_LosesNothingAndArchivesEachRevisionOnce()
    {
        await using var outsider = await EventListener.ListenAsync(fixture.Broker.AmqpUri, "outsider-kills");
        var random = new Random(Seed);
        var reports = new List<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            var report = await fixture.FileCopyAsync($"kill-{kill:00}-office");
            var etag = (await fixture.Reports.CheckReportAsync(new CheckReportRequest { Name = report })).Etag;
            await fixture.Reports.SubmitReportAsync(new SubmitReportRequest { Name = report, Etag = etag });
            // Not a wait for something to happen: the moment of the kill is what the test varies.
            await Task.Delay(random.Next(0, 120));
            fixture.Cluster.Kill("reports");
            reports.Add(report);
            await Wait.UntilAsync("the AppHost has started Reports again", IsServingAsync, Patience);
        }

        foreach (var report in reports)
        {
            await fixture.ArchivedAsync(report, limit: Patience);
            var revision = Assert.Single((await fixture.Reports.ListRevisionsAsync(new ListRevisionsRequest { Parent = report })).Revisions);
            Assert.NotNull(revision.Archive);
            await Wait.UntilAsync("all events of the report are heard", () => outsider.Heard.Any(heard => heard.Report == report && heard.Sequence == 3), Patience);
            var heard = outsider.Heard.Where(heard => heard.Report == report).ToList();
            // A kill between publish and mark sends an event again, with the same id and sequence: once in effect.
            Assert.Equal([1L, 2L, 3L], heard.DistinctBy(e => e.MessageId).Select(e => e.Sequence));
            Assert.Single(heard.Where(e => e.Exchange.EndsWith("ReportArchived", StringComparison.Ordinal)).Select(e => e.MessageId).Distinct());
        }

        // No kill has torn the audit trail: who submitted each of them is in the chain, which holds in all four services.
        await fixture.Liwan.RunAsync("audit", "verify");
        var trail = await fixture.Liwan.RunAsync("audit", "export", "--service", "reports", "-o", "-");
        Assert.All(reports, report => Assert.Contains(
            trail.Split('\n'), line => line.Contains($"\"{report}\"", StringComparison.Ordinal) && line.Contains("ReportService/SubmitReport", StringComparison.Ordinal)));
    }

    private async Task<bool> IsServingAsync()
    {
        try
        {
            await fixture.Reports.ListReportsAsync(new ListReportsRequest { Parent = "departments/-", PageSize = 1 });
            return true;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
        {
            return false;
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Liwan.Access.V1;
using Liwan.Events.V1;
using Liwan.Testing;
using Xunit.Abstractions;

namespace Liwan.Cluster.Tests.Chaos;

/// <summary>
/// Forms are moved at full speed while everything is killed and cut; in the end every change that was answered OK is in exactly
/// one event in effect everywhere, and no event tells of any other. <c>eng/chaos.sh</c> runs it for longer.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Forms = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly int Seed = Setting("LIWAN_CHAOS_SEED", 440103);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(Setting("LIWAN_CHAOS_SECONDS", Environment.GetEnvironmentVariable("LIWAN_TEST_FULL") == "1" ? 600 : 60));

    [RabbitMqFact]
    public async Task Changes_WhileEverythingIsKilled_AreInEffectExactlyOnceEverywhere()
    {
        var tally = new ChaosTally();
        Say($"seed {Seed}, {Duration.TotalSeconds} s, {Forms} forms");
        await using var cluster = await ChaosCluster.StartAsync();
        await using var listener = new OutsideListener(cluster.Broker.AmqpUri, tally);
        await listener.StartAsync();
        await using var reader = new FeedReader(new EventFeedService.EventFeedServiceClient(cluster.Channel("reports", Role.Auditor)), tally);
        reader.Start();
        var forms = new ChaosForms(cluster);
        var departments = Enumerable.Range(0, Forms).Select(i => $"chaos-{i:00}-office").ToList();
        await forms.PrepareAsync(departments);

        var actors = new ChaosActors(forms.Clerk, forms.Reviewer);
        var lives = departments.Select((department, i) => new FormLife(department, actors, new Random(Seed + i), tally)).ToList();
        using var stop = new CancellationTokenSource();
        var living = Task.WhenAll(lives.Select(life => Task.Run(() => life.RunAsync(stop.Token))));
        await new Disorder(cluster, new Random(Seed), tally, Say).RunAsync(Duration);
        await stop.CancelAsync();
        await living.WaitAsync(Patience);
        Say("all calls are answered; waiting until everything has had its effect");

        await SettleAsync(forms, lives.Zip(departments).ToList(), listener, reader, tally);
        foreach (var life in lives)
        {
            Compare(life, listener.Taken(life.Name), tally);
        }

        Say(string.Create(CultureInfo.InvariantCulture, $"{tally}; events {listener.Count}, longest delay {listener.LongestDelay.TotalSeconds:0.0} s"));
        if (!tally.Wrong.IsEmpty)
        {
            Assert.Fail($"seed {Seed}:\n{string.Join('\n', tally.Wrong.Take(50))}\n{await TraceAsync(cluster)}");
        }

        Assert.True(tally.Of("submissions") > 0 && tally.Of("kills of reports") > 0 && tally.Of("refused by a full database") > 0, $"Nothing much happened: {tally}");
    }

    private static async Task SettleAsync(ChaosForms forms, List<(FormLife Life, string Department)> lives, OutsideListener listener, FeedReader reader, ChaosTally tally)
    {
        var waited = Stopwatch.StartNew();
        foreach (var (life, department) in lives)
        {
            string? difference;
            do
            {
                try
                {
                    difference = await forms.FindDifferenceAsync(life, department)
                        ?? Missing("listener", life, listener.Taken(life.Name).Count)
                        ?? Missing("feed", life, reader.SequenceOf(life.Name));
                }
                catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
                {
                    difference = e.Status.Detail;
                }

                await Task.Delay(difference is null ? 0 : 200);
            }
            while (difference is not null && waited.Elapsed < Patience);
            if (difference is not null)
            {
                tally.Wrong.Enqueue($"After {waited.Elapsed.TotalSeconds:0} s: {difference}.");
            }
        }
    }

    // Each submission is archived, and each archived document is an event too.
    private static string? Missing(string who, FormLife life, long taken) =>
        taken < life.Acknowledged.Count + life.Submissions ? $"{life.Name}: the {who} has {taken} events of {life.Acknowledged.Count + life.Submissions}" : null;

    private static void Compare(FormLife life, IReadOnlyList<TakenEvent> taken, ChaosTally tally)
    {
        if (!taken.Select(e => e.Sequence).SequenceEqual(Enumerable.Range(1, taken.Count).Select(i => (long)i)))
        {
            tally.Wrong.Enqueue($"{life.Name}: the sequences in effect are {string.Join(' ', taken.Select(e => e.Sequence))}.");
        }

        var moves = taken.Where(e => e.Type != "ReportArchived").Select(e => e.Type).ToList();
        if (!moves.SequenceEqual(life.Acknowledged))
        {
            tally.Wrong.Enqueue($"{life.Name}: acknowledged were {string.Join(' ', life.Acknowledged)}; in effect are {string.Join(' ', moves)}.");
        }

        var archived = taken.Where(e => e.Type == "ReportArchived").Select(e => e.ArchivedRevision).Order().ToList();
        if (!archived.SequenceEqual(Enumerable.Range(1, life.Submissions)))
        {
            tally.Wrong.Enqueue($"{life.Name}: {life.Submissions} submissions; archived revisions are {string.Join(' ', archived)}.");
        }
    }

    // What waits in the outbox and why, and what each service said last: the next run with the seed may go well.
    private static async Task<string> TraceAsync(ChaosCluster cluster)
    {
        var waiting = await new OutboxService.OutboxServiceClient(cluster.Channel("reports", Role.Operator)).ListOutboxEventsAsync(new ListOutboxEventsRequest { PageSize = 1000 });
        var events = waiting.OutboxEvents.Where(e => e.State != OutboxEvent.Types.State.Sent)
            .Select(e => $"{e.Report} {e.Sequence} {e.EventType}: {e.State}, {e.Attempts} attempts, again {e.RetryTime}, applied by {string.Join(' ', e.AppliedSinks)}; {e.Error}");
        return string.Join('\n', events.Take(40).Concat(cluster.Services.Select(service => $"-- {service.Name}:\n{service.Output}")));
    }

    private static int Setting(string name, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : fallback;

    // eng/chaos.sh shows the file while the test runs; a test's own output comes at its end.
    private void Say(string text)
    {
        var line = $"chaos: {text}";
        output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("LIWAN_CHAOS_LOG") is { Length: > 0 } log)
        {
            File.AppendAllText(log, line + "\n");
        }
    }
}

using System.Globalization;
using Liwan.Reports.V1;
using Liwan.Testing;
using State = Liwan.Reports.V1.Report.Types.State;

namespace Liwan.Reports.Tests.Life;

/// <summary>The life of forms against <see cref="FormModel"/>: sequences of calls by chance, of several actors, some at once.</summary>
public abstract class LifeTests(ReportsFixture fixture)
{
    private const int Steps = 12;
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("LIWAN_TEST_FULL") == "1";
    private static readonly int Sequences = IsFull ? 3000 : 60;
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("LIWAN_LIFE_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : 20211231;

    private sealed record SentEvent
    {
        public required string EventType { get; init; }

        public required long Sequence { get; init; }
    }

    [DatabaseFact]
    public async Task AnySequenceOfCalls_LeavesTheFormWhereTheTableOfStatesSays()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, Sequences), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) =>
        {
            var steps = new List<Step>();
            try
            {
                await LiveAsync(new Random(Seed + i), steps);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"LIWAN_LIFE_SEED={Seed}, sequence {i}:\n{string.Join('\n', steps)}\n{e.Message}", e);
            }
        });
    }

    private async Task LiveAsync(Random random, List<Step> steps)
    {
        var form = new LivingForm(fixture, await fixture.NewFormAsync());
        var model = new FormModel();
        for (var i = 0; i < Steps; i++)
        {
            var step = Step.Random(random);
            steps.Add(step);
            // Whether the archivist has come by already is not for the table of states to say.
            if (step.Wish == Wish.Publish && model.State == State.Accepted)
            {
                await fixture.ArchivedAsync(form.Name, model.Revisions);
            }

            await StepAsync(form, model, step);
        }

        var report = await fixture.Reports.GetReportAsync(new GetReportRequest { Name = form.Name });
        Assert.Equal((model.State, model.Revisions), (report.State, report.Revision));
        for (var number = 1; number <= model.Revisions; number++)
        {
            await fixture.ArchivedAsync(form.Name, number);
        }

        var changes = (await fixture.Reports.ListReportChangesAsync(new ListReportChangesRequest { Parent = form.Name, PageSize = 1000 })).Changes;
        Assert.Equal(Enumerable.Range(1, changes.Count).Select(number => $"{form.Name}/changes/{number}"), changes.Select(change => change.Name));
        Assert.Equal(model.Changes, changes.Where(change => change.Action != "archive").Select(change => change.Action));
        Assert.Equal(model.Revisions, changes.Count(change => change.Action == "archive"));

        var events = await fixture.ReadReportsAsync(session => session.QueryAsync<SentEvent>(
            $"SELECT event_type AS {nameof(SentEvent.EventType)}, sequence AS {nameof(SentEvent.Sequence)} FROM messaging_outbox WHERE report = @report ORDER BY sequence",
            new { report = form.Name }));
        Assert.Equal(Enumerable.Range(1, events.Count).Select(number => (long)number), events.Select(sent => sent.Sequence));
        var types = events.Select(sent => sent.EventType["liwan.events.v1.".Length..]).ToList();
        Assert.Equal(model.Events, types.Where(type => type != "ReportArchived"));
        Assert.Equal(model.Revisions, types.Count(type => type == "ReportArchived"));
    }

    private static async Task StepAsync(LivingForm form, FormModel model, Step step)
    {
        var etag = await form.EtagAsync(step);
        var ids = Enumerable.Range(0, step.Callers).Select(_ => Guid.NewGuid().ToString()).ToList();
        var expected = model.Refusal(step);
        var outcomes = await Task.WhenAll(ids.Select(id => form.AskAsync(step, etag, id)));
        if (expected is not null)
        {
            Assert.All(outcomes, outcome => Assert.Equal(expected, outcome.Refusal));
            return;
        }

        // An edit without an etag overwrites the other one: that is what it is for.
        var granted = outcomes.Count(outcome => outcome.Refusal is null);
        Assert.True(granted == 1 || (step is { Wish: Wish.Edit, Seen: Seen.Nothing } && granted >= 1), $"{granted} of {step.Callers} were granted {step}.");
        Assert.All(outcomes.Where(outcome => outcome.Refusal is not null), outcome => Assert.Contains(outcome.Refusal, (string[])["STATE_FORBIDS", "ETAG_MISMATCH"]));
        for (var i = 0; i < granted; i++)
        {
            model.Apply(step.Wish);
        }

        if (step.Repeats)
        {
            // A refused call was not done, and is judged anew: the state has moved on, or its etag is old by now.
            foreach (var (outcome, id) in outcomes.Zip(ids).Where(pair => pair.First.Refusal is null))
            {
                Assert.Equal(outcome, await form.AskAsync(step, etag, id));
            }
        }
    }
}

public sealed class LifeOnSqlite(ReportsFixture<OnSqlite> fixture) : LifeTests(fixture), IClassFixture<ReportsFixture<OnSqlite>>;

[SqlServer]
public sealed class LifeOnSqlServer(ReportsFixture<OnSqlServer> fixture) : LifeTests(fixture), IClassFixture<ReportsFixture<OnSqlServer>>;

using Liwan.Bulk.V1;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Outcome = Liwan.TaskIndicators.V1.Judgement.Types.Outcome;
using Task = System.Threading.Tasks.Task;

namespace Liwan.TaskIndicators.Tests.Judgements;

public abstract class StoredJudgementTests(TaskIndicatorsFixture fixture)
{
    [DatabaseFact]
    public async Task Update_OfOneIndicator_JudgesThatOneAnewAndKeepsTheJudgementsOfTheOthers()
    {
        var plan = await CreateAsync(("参与率", "≥95%", "98%"), ("满意度", "≥95%", "98%"), ("覆盖率", "≥95%", "98%"));
        await MarkAsync(plan);
        plan.Tasks[0].Indicators[1].Actual = "90%";
        plan.Tasks[0].Indicators[2].DeviationReason = "另有说明";

        var after = await fixture.UpdateAsync(plan);

        Assert.Equal([(Outcome.Qualitative, 7), (Outcome.NotMet, 1), (Outcome.Qualitative, 7)], Judgements(after));
        Assert.Equal(after, await fixture.GetAsync(plan.Name));
    }

    [DatabaseTheory]
    [InlineData("display_name")]
    [InlineData("definition")]
    [InlineData("target")]
    [InlineData("actual")]
    public async Task Update_OfAnyOfTheWords_JudgesAnew(string field)
    {
        var plan = await CreateAsync(("参与率", "≥95%", "98%"));
        await MarkAsync(plan);
        Indicator.Descriptor.FindFieldByName(field).Accessor.SetValue(plan.Tasks[0].Indicators[0], "99%");

        Assert.Equal(1, (await fixture.UpdateAsync(plan)).Indicators()[0].Judgement.ReaderVersion);
    }

    [DatabaseFact]
    public async Task Update_ThatMovesIndicators_KeepsTheirJudgements()
    {
        var plan = await CreateAsync(("参与率", "≥95%", "98%"), ("满意度", "≥95%", "90%"));
        await MarkAsync(plan);
        var moved = plan.Tasks[0].Indicators[0];
        plan.Tasks[0].Indicators.RemoveAt(0);
        plan.Tasks.Insert(0, new V1.Task { Expected = "乙", Indicators = { new Indicator { DisplayName = "参与率", Target = "≥95%", Actual = "98%" }, moved } });

        var after = await fixture.UpdateAsync(plan);

        Assert.Equal([(Outcome.Exceeded, 1), (Outcome.Qualitative, 7), (Outcome.Qualitative, 7)], Judgements(after));
    }

    [DatabaseFact]
    public async Task RowsFromBeforeThereWereJudgements_AreJudgedAsTheyAreRead_AndStoredWithTheNextUpdate()
    {
        var plan = await CreateAsync(("参与率", "≥95%", "98%"), ("满意度", "显著提升", "显著提升"));
        await EachAsync(plan, null);
        await fixture.RestartAsync();

        Assert.Equal(plan, await fixture.GetAsync(plan.Name));
        Assert.Equal(plan, Assert.Single((await fixture.Plans.ListTaskPlansAsync(new ListTaskPlansRequest { Parent = plan.Name[..plan.Name.IndexOf("/task", StringComparison.Ordinal)] })).TaskPlans));

        var after = await fixture.UpdateAsync(plan);
        Assert.Equal(plan.Tasks, after.Tasks);
        await fixture.RestartAsync();
        Assert.Equal(after, await fixture.GetAsync(plan.Name));
    }

    [DatabaseFact]
    public async Task Import_OfAPlanThatIsThere_KeepsTheJudgementsOfWhatSaysTheSame()
    {
        var plan = await CreateAsync(("参与率", "≥95%", "98%"), ("满意度", "≥95%", "98%"));
        await MarkAsync(plan);
        var file = JudgedPlans.Of(("参与率", "≥95%", "98%"), ("满意度", "≥95%", "90%"));
        file.Name = plan.Name;

        using var import = new ImportDialogue<ImportTaskPlansRequest>(fixture.Plans.ImportTaskPlans());
        await import.SendAsync(new ImportTaskPlansRequest { Settings = NewImport.Settings(), Items = { new ImportTaskPlansRequest.Types.Item { TaskPlan = file } } });
        await import.FinishAsync();

        Assert.Equal([ImportOutcome.Types.Result.Replaced], import.Outcomes.Select(outcome => outcome.Result));
        Assert.Equal([(Outcome.Qualitative, 7), (Outcome.NotMet, 1)], Judgements(await fixture.GetAsync(plan.Name)));
    }

    [DatabaseFact]
    public async Task CarryOver_OfWhatWasReached_HasNothingReportedYet()
    {
        var plan = await CreateAsync(("参与率", "≥95%", "98%"));
        var department = plan.Name[..plan.Name.IndexOf("/task", StringComparison.Ordinal)];

        var carried = await fixture.Plans.CarryOverTaskPlanAsync(new CarryOverTaskPlanRequest { Parent = department, TaskPlanId = "2022", Source = plan.Name });

        Assert.Equal([(Outcome.NotReported, 1)], Judgements(carried));
        Assert.Equal(carried, await fixture.GetAsync(carried.Name));
    }

    [DatabaseFact]
    public async Task Judgement_ThatACallerSends_IsNotTaken()
    {
        var plan = JudgedPlans.Of(("参与率", "≥95%", "90%"));
        plan.Tasks[0].Indicators[0].Judgement = new Judgement { Outcome = Outcome.Met, Override = new OutcomeOverride { Outcome = Outcome.Met, Reason = "自评" } };

        var created = await fixture.CreateAsync(await fixture.NewDepartmentAsync(), "2021", plan);

        Assert.Equal((Outcome.NotMet, (OutcomeOverride?)null), (created.Indicators()[0].Judgement.Outcome, created.Indicators()[0].Judgement.Override));
    }

    [DatabaseFact]
    public async Task Etag_DoesNotCoverWhatTheReaderMadeOfAPlan()
    {
        var plan = await CreateAsync(("参与率", "≥95%", "98%"));
        await MarkAsync(plan);
        await fixture.RestartAsync();

        var marked = await fixture.GetAsync(plan.Name);

        Assert.Equal((plan.Etag, 7), (marked.Etag, marked.Indicators()[0].Judgement.ReaderVersion));
        Assert.Equal("旧的判断。", marked.Indicators()[0].Judgement.Reason);
    }

    private static IEnumerable<(Outcome Outcome, int ReaderVersion)> Judgements(TaskPlan plan) =>
        plan.Indicators().Select(indicator => (indicator.Judgement.Outcome, indicator.Judgement.ReaderVersion));

    private async Task<TaskPlan> CreateAsync(params (string Name, string Target, string Actual)[] indicators) =>
        await fixture.CreateAsync(await fixture.NewDepartmentAsync(), "2021", JudgedPlans.Of(indicators));

    private Task MarkAsync(TaskPlan plan) => EachAsync(plan, JudgedPlans.Marked);

    private async Task EachAsync(TaskPlan plan, string? judgement)
    {
        foreach (var indicator in plan.Indicators())
        {
            await fixture.StoreJudgementAsync(indicator.Uid, judgement);
        }
    }
}

public sealed class StoredJudgementOnSqlite(TaskIndicatorsFixture<OnSqlite> fixture) : StoredJudgementTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlite>>;

[SqlServer]
public sealed class StoredJudgementOnSqlServer(TaskIndicatorsFixture<OnSqlServer> fixture) : StoredJudgementTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlServer>>;

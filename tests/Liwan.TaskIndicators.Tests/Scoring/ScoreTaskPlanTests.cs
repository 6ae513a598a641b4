using Grpc.Core;
using Liwan.TaskIndicators.Tests.Judgements;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Outcome = Liwan.TaskIndicators.V1.Judgement.Types.Outcome;
using Task = System.Threading.Tasks.Task;

namespace Liwan.TaskIndicators.Tests.Scoring;

public abstract class ScoreTaskPlanTests(TaskIndicatorsFixture fixture)
{
    private const string National = "ruleSets/national-2020";

    [DatabaseFact]
    public async Task ScoreTaskPlan_OfAWholePlan_GivesPointsReasonsAndGradeAcrossARestart()
    {
        var plan = await CreateAsync();
        await fixture.RestartAsync();
        Assert.Equal(plan, await fixture.GetAsync(plan.Name));

        var score = await fixture.Plans.ScoreTaskPlanAsync(new ScoreTaskPlanRequest { Name = plan.Name, BudgetExecutionRate = "98.50" });

        Assert.Equal(
            (plan.Name, National, "89.85", "89.85", "良", true),
            (score.Name, score.RuleSet, score.Score, score.HighestScore, score.Grade, score.Complete));
        Assert.Equal([("", "9.85"), ("output", "40.00"), ("benefit", "30.00"), ("satisfaction", "10.00")], score.Parts.Select(part => (part.Level, part.Score)));
        Assert.Equal(
            new TaskPlanScore.Types.IndicatorScore
            {
                IndicatorUid = plan.Indicators()[0].Uid,
                DisplayName = "培训次数",
                Weight = "50.00",
                Score = "40.00",
                Outcome = Outcome.NotMet,
                Reason = "完成值为目标值的 80%，得分率 80%。",
            },
            Assert.Single(score.Parts[1].Indicators));
    }

    [DatabaseFact]
    public async Task ScoreTaskPlan_AfterAReviewersWord_FollowsIt()
    {
        var plan = await CreateAsync(("健全", "健全"));
        var before = await fixture.Plans.ScoreTaskPlanAsync(new ScoreTaskPlanRequest { Name = plan.Name, BudgetExecutionRate = "100" });
        await fixture.Plans.OverrideOutcomeAsync(new OverrideOutcomeRequest
        {
            Name = plan.Name,
            IndicatorUid = plan.Indicators()[0].Uid,
            Outcome = Outcome.Met,
            Reason = "制度齐全",
            ScoreRate = "92.5",
        });

        var after = await fixture.Plans.ScoreTaskPlanAsync(new ScoreTaskPlanRequest { Name = plan.Name, BudgetExecutionRate = "100" });

        Assert.Equal(("50.00", "100.00", "", false), (before.Score, before.HighestScore, before.Grade, before.Complete));
        Assert.Equal(("96.25", "96.25", "优", true), (after.Score, after.HighestScore, after.Grade, after.Complete));
    }

    [DatabaseFact]
    public async Task ScoreTaskPlan_OfWeightsThatDoNotSum_SaysByHowMuchInEachPart()
    {
        var plan = await CreateAsync();
        plan.Indicators()[0].Weight = "45.5";
        plan.Indicators()[1].Weight = "32";
        await fixture.UpdateAsync(plan);

        var error = await RpcError.OfAsync(() => fixture.Plans.ScoreTaskPlanAsync(new ScoreTaskPlanRequest { Name = plan.Name }));

        Assert.Equal((StatusCode.FailedPrecondition, "WEIGHTS_DO_NOT_SUM"), (error.Code, error.Reason));
        Assert.Equal(
            "产出指标（output）各指标的分值合计 45.5，应为 50，还差 4.5。效益指标（benefit）各指标的分值合计 32，应为 30，多出 2。", error.Metadata["detail"]);
    }

    [DatabaseFact]
    public async Task ScoreTaskPlan_WithoutARuleSet_SaysSo()
    {
        var plan = await fixture.CreateAsync(await fixture.NewDepartmentAsync(), "2021", JudgedPlans.Of(("参与率", "≥95%", "98%")));

        var error = await RpcError.OfAsync(() => fixture.Plans.ScoreTaskPlanAsync(new ScoreTaskPlanRequest { Name = plan.Name }));

        Assert.Equal((StatusCode.FailedPrecondition, "RULE_SET_NOT_CHOSEN"), (error.Code, error.Reason));
    }

    [DatabaseTheory]
    [InlineData("-1")]
    [InlineData("98.505")]
    [InlineData("１")]
    [InlineData("98%")]
    [InlineData("10001")]
    public async Task ScoreTaskPlan_WithARateThatIsNone_NamesIt(string rate)
    {
        var error = await RpcError.OfAsync(() => fixture.Plans.ScoreTaskPlanAsync(new ScoreTaskPlanRequest { Name = "departments/nobody/taskPlans/2021", BudgetExecutionRate = rate }));

        Assert.Equal([("budget_execution_rate", "VALUE_NOT_ACCEPTED")], error.Fields);
    }

    [DatabaseFact]
    public async Task CreateTaskPlan_WithLevelsAndWeightsThatDoNotBelong_NamesEach()
    {
        var plan = JudgedPlans.Of(("参与率", "≥95%", "98%"), ("满意度", "≥95%", "98%"));
        plan.Tasks[0].Indicators[0].Level = "output";
        plan.Tasks[0].Indicators[1].Weight = "12.5";
        var unchosen = await RpcError.OfAsync(() => fixture.CreateAsync("departments/nobody", "2021", plan));
        plan.RuleSet = National;
        plan.Tasks[0].Indicators[0].Level = "magic";
        plan.Tasks[0].Indicators[1].Weight = "12.505";
        var unknown = await RpcError.OfAsync(() => fixture.CreateAsync("departments/nobody", "2021", plan));
        plan.RuleSet = "ruleSets/mine";
        var missing = await RpcError.OfAsync(() => fixture.CreateAsync("departments/nobody", "2021", plan));

        Assert.Equal([("task_plan.tasks[0].indicators[0].level", "VALUE_NOT_ACCEPTED"), ("task_plan.tasks[0].indicators[1].weight", "VALUE_NOT_ACCEPTED")], unchosen.Fields);
        Assert.Equal(
            new[] { ("task_plan.tasks[0].indicators[0].level", "VALUE_NOT_ACCEPTED"), ("task_plan.tasks[0].indicators[1].weight", "VALUE_NOT_ACCEPTED") }.Order(), unknown.Fields.Order());
        Assert.Contains(("task_plan.rule_set", "VALUE_NOT_ACCEPTED"), missing.Fields);
    }

    [DatabaseFact]
    public async Task CarryOver_OfAScoredPlan_KeepsRuleSetLevelsAndWeights()
    {
        var plan = await CreateAsync();
        var parent = plan.Name.Split("/taskPlans/")[0];

        var carried = await fixture.Plans.CarryOverTaskPlanAsync(new CarryOverTaskPlanRequest { Parent = parent, TaskPlanId = "2022", Source = plan.Name });

        Assert.Equal(National, carried.RuleSet);
        Assert.Equal(plan.Indicators().Select(indicator => (indicator.Level, indicator.Weight)), carried.Indicators().Select(indicator => (indicator.Level, indicator.Weight)));
    }

    [DatabaseFact]
    public async Task ListRuleSets_GivesThoseThatAPlanMayChoose()
    {
        var answer = await fixture.Plans.ListRuleSetsAsync(new ListRuleSetsRequest());

        Assert.Equal([National, "ruleSets/process-and-result"], answer.RuleSets.Select(rules => rules.Name));
        Assert.Equal(
            [("", "10"), ("output", "50"), ("benefit", "30"), ("satisfaction", "10")], answer.RuleSets[0].Parts.Select(part => (part.Level, part.Weight)));
    }

    private async Task<TaskPlan> CreateAsync(params (string Target, string Actual)[] output)
    {
        var (target, actual) = output.Length > 0 ? output[0] : ("≥10次", "8次");
        var plan = JudgedPlans.Of(("培训次数", target, actual), ("就业人数", "≥100人", "100人"), ("满意度", "≥95%", "96%"));
        plan.RuleSet = National;
        foreach (var (indicator, (level, weight)) in plan.Indicators().Zip([("output/quantity", "50"), ("benefit", "30"), ("satisfaction", "10")]))
        {
            (indicator.Level, indicator.Weight) = (level, weight);
        }

        return await fixture.CreateAsync(await fixture.NewDepartmentAsync(), "2021", plan);
    }
}

public sealed class ScoreTaskPlanOnSqlite(TaskIndicatorsFixture<OnSqlite> fixture) : ScoreTaskPlanTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlite>>;

[SqlServer]
public sealed class ScoreTaskPlanOnSqlServer(TaskIndicatorsFixture<OnSqlServer> fixture) : ScoreTaskPlanTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlServer>>;

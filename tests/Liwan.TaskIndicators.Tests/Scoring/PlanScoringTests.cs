using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Liwan.IndicatorReading;
using Liwan.ServiceDefaults.Requests;
using Liwan.TaskIndicators.Judgements;
using Liwan.TaskIndicators.Scoring;
using Liwan.TaskIndicators.TaskPlans;
using Outcome = Liwan.IndicatorReading.Outcome;

namespace Liwan.TaskIndicators.Tests.Scoring;

public sealed class PlanScoringTests
{
    private static readonly RuleSet National = new RuleSetCatalogue().Find("ruleSets/national-2020")!;
    private static readonly RuleSet Process = new RuleSetCatalogue().Find("ruleSets/process-and-result")!;

    [Theory]
    [InlineData("≥10次", "8次", 40)]
    [InlineData("≥10次", "10次", 50)]
    [InlineData("10次", "3次", 15)]
    [InlineData("≥3次", "1次", 16.67)]
    [InlineData("≤10次", "16次", 31.25)]
    [InlineData("≤10次", "3次", 50)]
    [InlineData("=10次", "8次", 40)]
    [InlineData("=10次", "10次", 50)]
    [InlineData("2021年6月底前", "2021年9月", 0)]
    [InlineData("5至8次", "2次", 0)]
    [InlineData("10次", "", 0)]
    [InlineData("10次", "未完成", 0)]
    // 130% is not beyond it; 150% loses a tenth, and nothing loses more than a fifth.
    [InlineData("10次", "13次", 50)]
    [InlineData("10次", "15次", 45)]
    [InlineData("10次", "150次", 40)]
    public void Score_OfTheNationalRules_FollowsTheFormulaOfTheTarget(string target, string actual, double points)
    {
        var score = PlanScoring.Score(Plan(Of("output", 50, target, actual), Met("benefit", 30), Met("satisfaction", 10)), National, executionRate: 100);

        Assert.Equal((decimal)points, score.Parts[1].Indicators[0].Score);
        Assert.Equal((50 + (decimal)points, score.Score), (score.HighestScore, score.HighestScore));
    }

    [Fact]
    public void Score_OfFarMoreThanWasWanted_WithAReason_LosesNothing()
    {
        var indicator = Of("output", 50, "10次", "30次") with { DeviationReason = "上级临时增加任务" };

        Assert.Equal(100, PlanScoring.Score(Plan(indicator, Met("benefit", 30), Met("satisfaction", 10)), National, 100).Score);
    }

    [Theory]
    [InlineData(100, "优", 100)]
    [InlineData(105, "优", 100)]
    [InlineData(0, "优", 90)]
    public void Score_TakesTheRateOfExecution_AndNoMoreThanAllOfIt(int rate, string grade, int points)
    {
        var score = PlanScoring.Score(Plan(Met("output", 50), Met("benefit", 30), Met("satisfaction", 10)), National, rate);

        Assert.Equal((points, grade, true), (score.Score, score.Grade?.DisplayName, score.IsComplete));
    }

    [Fact]
    public void Score_WithoutTheRateOfExecution_IsPending()
    {
        var score = PlanScoring.Score(Plan(Met("output", 50), Met("benefit", 30), Met("satisfaction", 10)), National, executionRate: null);

        Assert.Equal((90m, 100m, null, true), (score.Score, score.HighestScore, score.Grade, score.Parts[0].IsPending));
    }

    [Fact]
    public void Score_OfWordsOfABand_WaitsForAPersonWithinIt()
    {
        var plan = Plan(Of("output", 50, "健全", "部分达成预期指标"), Met("benefit", 30), Met("satisfaction", 10));

        var score = PlanScoring.Score(plan, National, 100);

        var indicator = score.Parts[1].Indicators[0];
        Assert.Equal((null, 40m, "填报“部分达成预期指标”，得分率应在 60% 至 80% 之间，需人工评定。"), (indicator.Score, indicator.HighestScore, indicator.Reason));
        Assert.Equal((50m, 90m, null), (score.Score, score.HighestScore, score.Grade));
    }

    [Fact]
    public void Score_OfAPersonsRate_IsThatRate()
    {
        var judged = Of("output", 50, "健全", "健全");
        var said = judged with { Judgement = judged.Judgement! with { Override = new OutcomeOverride(Outcome.Met, "资料齐全", 9250, "alice", default) } };

        var score = PlanScoring.Score(Plan(said, Met("benefit", 30), Met("satisfaction", 10)), National, 100);

        Assert.Equal((46.25m, "人工评定得分率 92.5%。", 96.25m), (score.Parts[1].Indicators[0].Score, score.Parts[1].Indicators[0].Reason, score.Score));
    }

    [Fact]
    public void Score_OfWhatIsExempt_GoesToTheOthersOfItsPart_AndOfAWholePartToTheOtherParts()
    {
        var within = PlanScoring.Score(Plan(Of("output", 20, "/", "/"), Of("output", 30, "10次", "5次"), Met("benefit", 30), Met("satisfaction", 10)), National, 100);
        var whole = PlanScoring.Score(Plan(Met("output", 50), Met("benefit", 30), Of("satisfaction", 10, "/", "/")), National, 50);

        Assert.Equal((0m, 50m, 25m), (within.Parts[1].Indicators[0].Weight, within.Parts[1].Indicators[1].Weight, within.Parts[1].Indicators[1].Score));
        Assert.Equal(75m, within.Score);
        // 5.56 of 11.11, 55.56 and 33.33.
        Assert.Equal(94.45m, whole.Score);
    }

    [Fact]
    public void Score_OfAnotherRuleSet_NeedsNoOtherCode()
    {
        var plan = Plan(Of("process", 20, "健全", "良"), Of("output/quantity", 40, "10次", "9次"), Met("effect/benefit", 20));

        var score = PlanScoring.Score(plan, Process, 100);

        Assert.Equal((54m, "不合格"), (score.Score, score.Grade?.DisplayName));
        Assert.Equal([14m, 0m, 20m], score.Parts.Skip(1).Select(part => part.Score));
    }

    [Fact]
    public void Gaps_SayByHowMuchAPartIsShortOrOver()
    {
        var gaps = PlanScoring.GapsOf(Plan(Met("output", 30), Met("output/quality", 15.5m), Met("benefit/social", 32), Met("satisfaction", 10)), National);

        Assert.Equal([("output", 45.5m, 4.5m), ("benefit", 32m, -2m)], gaps.Select(gap => (gap.Part.Level, gap.Sum, gap.Missing)));
    }

    [Property(MaxTest = 500, Replay = "20260110,31")]
    public Property Score_LiesBetweenNothingAndAll_AndGrowsWithEachActual()
    {
        var cases =
            from weights in Gen.Choose(1, 100).NonEmptyListOf()
            from actuals in Gen.Choose(0, 30).ListOf(weights.Count)
            from better in Gen.Choose(0, weights.Count - 1)
            select (weights, actuals, better);
        return Prop.ForAll(Arb.From(cases), c =>
        {
            var sum = c.weights.Sum();
            var shares = c.weights.Select(weight => decimal.Round(50m * weight / sum, 2)).ToList();
            shares[0] += 50m - shares.Sum();
            var (worse, better) = (Score(shares, c.actuals), Score(shares, [.. c.actuals.Select((actual, i) => i == c.better ? actual + 1 : actual)]));
            return (worse is >= 0 and <= 100 && better >= worse).Label($"{worse} {better}");
        });

        // Nothing beyond 130%, which loses points.
        static decimal Score(IReadOnlyList<decimal> shares, IReadOnlyList<int> actuals) => PlanScoring.Score(
            Plan([.. shares.Zip(actuals, (share, actual) => Of("output", share, "≥30次", $"{actual}次")), Met("benefit", 30), Met("satisfaction", 10)]), National, 100).Score;
    }

    private static TaskPlans.Indicator Met(string level, decimal weight) => Of(level, weight, "≥95%", "95%");

    private static TaskPlans.Indicator Of(string level, decimal weight, string target, string actual) =>
        new(Guid.NewGuid().ToString(), "培训次数", string.Empty, target, actual, string.Empty)
        {
            Level = level,
            Weight = weight,
            Judgement = IndicatorJudgement.Of(new IndicatorText("培训次数", string.Empty, target, actual)),
        };

    private static TaskPlans.TaskPlan Plan(params IReadOnlyList<TaskPlans.Indicator> indicators) => new()
    {
        Key = new DepartmentYear("npc-office", 2021),
        Objective = null,
        Tasks = [new PlanTask("t", "任务1", string.Empty, string.Empty, null, indicators)],
        CreateTime = default,
        UpdateTime = default,
    };
}

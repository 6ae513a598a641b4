using Grpc.Core;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.TaskIndicators.Scoring;
using Liwan.TaskIndicators.V1;

namespace Liwan.TaskIndicators.TaskPlans;

/// <summary>Scores and the rule sets they follow.</summary>
internal sealed partial class TaskPlanGrpcService
{
    public override Task<ListRuleSetsResponse> ListRuleSets(ListRuleSetsRequest request, ServerCallContext context) =>
        System.Threading.Tasks.Task.FromResult(new ListRuleSetsResponse { RuleSets = { ruleSets.All.Select(ScoreMapping.Write) } });

    public override async Task<TaskPlanScore> ScoreTaskPlan(ScoreTaskPlanRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var key = ResourceNames.DepartmentYear(violations, "name", request.Name, TaskPlanMapping.Collection);
        var executionRate = ScoreMapping.ReadRate(violations, request.BudgetExecutionRate);
        violations.ThrowIfAny();
        var plan = await plans.FindAsync(key, context.CancellationToken) ?? throw NotFound(key);
        var name = key.In(TaskPlanMapping.Collection);
        var rules = ruleSets.Find(plan.RuleSet) ?? throw new ServiceException(ErrorCatalogue.RuleSetNotChosen, ("name", name));
        ThrowIfGaps(name, PlanScoring.GapsOf(plan, rules));
        return ScoreMapping.Write(name, rules, PlanScoring.Score(plan, rules, executionRate));
    }

    private static void ThrowIfGaps(string name, IReadOnlyList<WeightGap> gaps)
    {
        if (gaps.Count > 0)
        {
            throw new ServiceException(
                ErrorCatalogue.WeightsDoNotSum,
                [.. gaps.Select(gap => new UnmetPrecondition("weights", gap.Part.Level!, Describe(gap)))],
                ("name", name), ("detail", string.Concat(gaps.Select(Describe))));
        }
    }

    private static string Describe(WeightGap gap) =>
        $"{gap.Part.DisplayName}（{gap.Part.Level}）各指标的分值合计 {ScoreMapping.Write(gap.Sum)}，应为 {ScoreMapping.Write(gap.Part.Weight)}，"
        + (gap.Missing > 0 ? $"还差 {ScoreMapping.Write(gap.Missing)}。" : $"多出 {ScoreMapping.Write(-gap.Missing)}。");
}

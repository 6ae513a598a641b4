using Liwan.Storage;
using Liwan.TaskIndicators.Judgements;

namespace Liwan.TaskIndicators.TaskPlans;

/// <summary>What reviewers say of indicators.</summary>
internal sealed partial class TaskPlanRepository
{
    /// <summary>Writes a reviewer's word on one indicator, or that there is none. The transaction holds the plan's row.</summary>
    public static async Task OverrideAsync(DbSession session, TaskPlan plan, string etagBefore, string uid, OutcomeOverride? word, int contentBytes)
    {
        await session.ExecuteAsync(
            """
            UPDATE indicator SET override_outcome = @Outcome, override_reason = @Reason, override_score_rate = @ScoreRate,
                override_reviewer = @Reviewer, override_time = @Time
            WHERE uid = @uid
            """,
            new { Outcome = (int?)word?.Outcome, word?.Reason, word?.ScoreRate, word?.Reviewer, word?.Time, uid });
        await session.ExecuteAsync(
            "UPDATE task_plan SET etag = @Etag, content_bytes = @contentBytes WHERE department = @Department AND year = @Year",
            new { plan.Key.Department, plan.Key.Year, plan.Etag, contentBytes });
        session.Changed(plan.Key.In(TaskPlanMapping.Collection), etagBefore, plan.Etag);
    }
}

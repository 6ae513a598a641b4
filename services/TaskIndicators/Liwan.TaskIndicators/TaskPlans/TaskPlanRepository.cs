using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Caching;
using Liwan.Storage.Paging;
using Liwan.Storage.Rows;
using Liwan.TaskIndicators.Judgements;
using Liwan.YearLocks;

namespace Liwan.TaskIndicators.TaskPlans;

/// <summary>Task plans in the database, each with its tasks and their indicators.</summary>
internal sealed partial class TaskPlanRepository(Database database)
{
    private static readonly string SelectPlans =
        $"""
        SELECT department AS {nameof(PlanRecord.Department)}, year AS {nameof(PlanRecord.Year)},
            objective_expected AS {nameof(PlanRecord.ObjectiveExpected)}, objective_achieved AS {nameof(PlanRecord.ObjectiveAchieved)},
            etag AS {nameof(PlanRecord.Etag)}, rule_set AS {nameof(PlanRecord.RuleSet)}, create_time AS {nameof(PlanRecord.CreateTime)},
            update_time AS {nameof(PlanRecord.UpdateTime)}, {YearLock.IsLocked("task_plan")} AS {nameof(PlanRecord.Locked)}
        FROM task_plan
        """;

    // Plans can be large: their keys and sizes decide what a page holds before any of them is fetched.
    private static readonly string SelectKeys =
        $"""
        SELECT department AS {nameof(KeyRecord.Department)}, year AS {nameof(KeyRecord.Year)}, content_bytes AS {nameof(KeyRecord.ContentBytes)}
        FROM task_plan
        """;

    private static readonly string SelectTasks =
        $"""
        SELECT department AS {nameof(TaskRecord.Department)}, year AS {nameof(TaskRecord.Year)}, position AS {nameof(TaskRecord.Position)},
            uid AS {nameof(TaskRecord.Uid)}, label AS {nameof(TaskRecord.Label)}, expected AS {nameof(TaskRecord.Expected)},
            achieved AS {nameof(TaskRecord.Achieved)}, funds_fen AS {nameof(TaskRecord.Funds)}
        FROM task
        """;

    private static readonly string SelectIndicators =
        $"""
        SELECT department AS {nameof(IndicatorRecord.Department)}, year AS {nameof(IndicatorRecord.Year)},
            task_position AS {nameof(IndicatorRecord.TaskPosition)}, uid AS {nameof(IndicatorRecord.Uid)},
            display_name AS {nameof(IndicatorRecord.DisplayName)}, definition AS {nameof(IndicatorRecord.Definition)},
            target AS {nameof(IndicatorRecord.Target)}, actual AS {nameof(IndicatorRecord.Actual)},
            deviation_reason AS {nameof(IndicatorRecord.DeviationReason)}, judgement AS {nameof(IndicatorRecord.Judgement)},
            override_outcome AS {nameof(IndicatorRecord.OverrideOutcome)}, override_reason AS {nameof(IndicatorRecord.OverrideReason)},
            override_score_rate AS {nameof(IndicatorRecord.OverrideScoreRate)}, override_reviewer AS {nameof(IndicatorRecord.OverrideReviewer)},
            override_time AS {nameof(IndicatorRecord.OverrideTime)}, score_level AS {nameof(IndicatorRecord.Level)},
            weight_hundredths AS {nameof(IndicatorRecord.Weight)}
        FROM indicator
        """;

    private static readonly RowInsert<(TaskPlan Plan, int ContentBytes)> PlanInsert = new RowInsert<(TaskPlan Plan, int ContentBytes)>("task_plan")
        .Text("department", row => row.Plan.Key.Department)
        .Number("year", row => row.Plan.Key.Year)
        .Text("objective_expected", row => row.Plan.Objective?.Expected)
        .Text("objective_achieved", row => row.Plan.Objective?.Achieved)
        .Text("etag", row => row.Plan.Etag)
        .Text("rule_set", row => row.Plan.RuleSet)
        .Time("create_time", row => row.Plan.CreateTime)
        .Time("update_time", row => row.Plan.UpdateTime)
        .BigNumber("content_bytes", row => row.ContentBytes);

    private static readonly RowInsert<PlacedTask> TaskInsert = new RowInsert<PlacedTask>("task")
        .Text("uid", placed => placed.Task.Uid)
        .Text("department", placed => placed.Key.Department)
        .Number("year", placed => placed.Key.Year)
        .Number("position", placed => placed.Position)
        .Text("label", placed => placed.Task.Label)
        .Text("expected", placed => placed.Task.Expected)
        .Text("achieved", placed => placed.Task.Achieved)
        .BigNumber("funds_fen", placed => placed.Task.Funds);

    private static readonly RowInsert<PlacedIndicator> IndicatorInsert = new RowInsert<PlacedIndicator>("indicator")
        .Text("uid", placed => placed.Indicator.Uid)
        .Text("department", placed => placed.Key.Department)
        .Number("year", placed => placed.Key.Year)
        .Number("task_position", placed => placed.TaskPosition)
        .Number("position", placed => placed.Position)
        .Text("display_name", placed => placed.Indicator.DisplayName)
        .Text("definition", placed => placed.Indicator.Definition)
        .Text("target", placed => placed.Indicator.Target)
        .Text("actual", placed => placed.Indicator.Actual)
        .Text("deviation_reason", placed => placed.Indicator.DeviationReason)
        .Text("score_level", placed => placed.Indicator.Level)
        .BigNumber("weight_hundredths", placed => (long?)(placed.Indicator.Weight * 100))
        .Text("judgement", placed => placed.Indicator.Judgement is { } judgement ? JudgementJson.Write(judgement) : null)
        .BigNumber("override_outcome", placed => (long?)placed.Override?.Outcome)
        .Text("override_reason", placed => placed.Override?.Reason)
        .BigNumber("override_score_rate", placed => placed.Override?.ScoreRate)
        .Text("override_reviewer", placed => placed.Override?.Reviewer)
        .BigNumber("override_time", placed => placed.Override is { } word ? UnixMicroseconds.From(word.Time) : null);

    private static readonly string SelectStamp =
        $"""
        SELECT etag AS {nameof(ResourceStamp.Etag)}, {YearLock.IsLocked("task_plan")} AS {nameof(ResourceStamp.Locked)}
        FROM task_plan WHERE department = @Department AND year = @Year
        """;

    public Task<ResourceStamp?> FindStampAsync(DepartmentYear key, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<ResourceStamp>(SelectStamp, new { key.Department, key.Year }), cancellationToken);

    public Task<TaskPlan?> FindAsync(DepartmentYear key, CancellationToken cancellationToken) =>
        database.ReadSnapshotAsync(session => FindAsync(session, key), cancellationToken);

    /// <summary>Finds two plans as they stood at one moment.</summary>
    public Task<(TaskPlan? First, TaskPlan? Second)> FindTwoAsync(DepartmentYear first, DepartmentYear second, CancellationToken cancellationToken) =>
        database.ReadSnapshotAsync(
            async session =>
            {
                var found = await FindManyAsync(session, [first, second]);
                return (found.GetValueOrDefault(first), found.GetValueOrDefault(second));
            },
            cancellationToken);

    /// <summary>Finds a plan in the transaction that is about to change it.</summary>
    public static async Task<TaskPlan?> FindAsync(DbSession session, DepartmentYear key) =>
        (await FindManyAsync(session, [key])).GetValueOrDefault(key);

    /// <summary>
    /// Finds a plan and keeps others from changing it until the transaction ends: what is read without being changed must
    /// not be put together from before and after another writer.
    /// </summary>
    public static async Task<TaskPlan?> HoldAsync(DbSession session, DepartmentYear key)
    {
        // Every database takes the row's lock for an update, whatever it writes.
        await session.ExecuteAsync("UPDATE task_plan SET etag = etag WHERE department = @Department AND year = @Year", new { key.Department, key.Year });
        return await FindAsync(session, key);
    }

    public Task<Page<TaskPlan>> ListAsync(ListQuery<TaskPlan> query, CancellationToken cancellationToken) =>
        database.ReadSnapshotAsync(
            async session =>
            {
                var found = await query.FetchAsync<KeyRecord>(session, SelectKeys);
                var page = Page.Cut(found, query.Size, plan => plan.ContentBytes);
                var plans = await FindManyAsync(session, page.Rows.Select(row => row.Key));
                return new Page<TaskPlan>([.. page.Rows.Select(row => plans[row.Key])], page.HasMore);
            },
            cancellationToken);

    /// <exception cref="ServiceException">ALREADY_EXISTS.</exception>
    public static async Task InsertAsync(DbSession session, TaskPlan plan, int contentBytes)
    {
        try
        {
            await session.InsertAsync(PlanInsert, [(plan, contentBytes)]);
        }
        catch (Exception e) when (session.Dialect.IsUniqueViolation(e))
        {
            throw new ServiceException(ErrorCatalogue.AlreadyExists, ("name", plan.Key.In(TaskPlanMapping.Collection)));
        }

        await InsertPartsAsync(session, plan);
        session.Changed(plan.Key.In(TaskPlanMapping.Collection), string.Empty, plan.Etag);
    }

    /// <summary>Replaces a plan unless another writer has changed it since <paramref name="etag"/> was read.</summary>
    public static async Task<bool> TryUpdateAsync(DbSession session, TaskPlan plan, string etag, int contentBytes)
    {
        var updated = await session.ExecuteAsync(
            """
            UPDATE task_plan SET objective_expected = @Expected, objective_achieved = @Achieved, etag = @Etag,
                rule_set = @RuleSet, update_time = @UpdateTime, content_bytes = @contentBytes
            WHERE department = @Department AND year = @Year AND etag = @oldEtag
            """,
            Parameters(plan, contentBytes, etag));
        if (updated == 0)
        {
            return false;
        }

        await session.ExecuteAsync("DELETE FROM indicator WHERE department = @Department AND year = @Year", plan.Key);
        await session.ExecuteAsync("DELETE FROM task WHERE department = @Department AND year = @Year", plan.Key);
        await InsertPartsAsync(session, plan);
        session.Changed(plan.Key.In(TaskPlanMapping.Collection), etag, plan.Etag);
        return true;
    }

    private static async Task InsertPartsAsync(DbSession session, params IReadOnlyList<TaskPlan> plans)
    {
        await session.InsertAsync(
            TaskInsert, [.. plans.SelectMany(plan => plan.Tasks.Select((task, position) => new PlacedTask(plan.Key, position, task)))]);
        await session.InsertAsync(
            IndicatorInsert,
            [.. plans.SelectMany(plan => plan.Tasks.SelectMany((task, taskPosition) =>
                task.Indicators.Select((indicator, position) => new PlacedIndicator(plan.Key, taskPosition, position, indicator))))]);
    }

    private static object Parameters(TaskPlan plan, int contentBytes, string oldEtag) => new
    {
        plan.Key.Department,
        plan.Key.Year,
        plan.Objective?.Expected,
        plan.Objective?.Achieved,
        plan.Etag,
        plan.RuleSet,
        plan.CreateTime,
        plan.UpdateTime,
        contentBytes,
        oldEtag,
    };

    // Plans before their parts: if another writer comes between, the etags read are the old ones and a change fails.
    private static async Task<IReadOnlyList<TaskPlan>> FetchAsync(DbSession session, string condition, object parameters)
    {
        var plans = await session.QueryAsync<PlanRecord>($"{SelectPlans} WHERE {condition}", parameters);
        if (plans.Count == 0)
        {
            return [];
        }

        var tasks = await session.QueryAsync<TaskRecord>(
            $"{SelectTasks} WHERE {condition} ORDER BY position", parameters);
        var indicators = await session.QueryAsync<IndicatorRecord>(
            $"{SelectIndicators} WHERE {condition} ORDER BY position", parameters);
        var tasksOf = tasks.ToLookup(task => task.Key);
        var indicatorsOf = indicators.ToLookup(indicator => (indicator.Key, indicator.TaskPosition));
        return [.. plans.Select(plan => plan.ToPlan(tasksOf[plan.Key].Select(task => task.ToTask(indicatorsOf[(plan.Key, task.Position)]))))];
    }

    /// <summary>A task and where it stands.</summary>
    private sealed record PlacedTask(DepartmentYear Key, int Position, PlanTask Task);

    /// <summary>An indicator and where it stands.</summary>
    private sealed record PlacedIndicator(DepartmentYear Key, int TaskPosition, int Position, Indicator Indicator)
    {
        public OutcomeOverride? Override => Indicator.Judgement?.Override;
    }
}

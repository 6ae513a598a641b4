using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Liwan.ServiceDefaults.Clients;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Bulk;
using Liwan.Storage.Caching;
using Liwan.Storage.Ledger;
using Liwan.Storage.Paging;
using Liwan.TaskIndicators.Judgements;
using Liwan.TaskIndicators.Scoring;
using Liwan.TaskIndicators.V1;
using Liwan.YearLocks;

namespace Liwan.TaskIndicators.TaskPlans;

/// <summary>The methods of <c>liwan.taskindicators.v1.TaskPlanService</c>.</summary>
internal sealed partial class TaskPlanGrpcService(
    TaskPlanRepository plans, ReadCache<V1.TaskPlan> cache, DepartmentRegister departments, RequestLedger ledger, ImportRunner imports, PageTokens tokens, RuleSetCatalogue ruleSets, TimeProvider time)
    : TaskPlanService.TaskPlanServiceBase
{
    private const int MostBytes = 4_000_000;

    public override async Task<V1.TaskPlan> GetTaskPlan(GetTaskPlanRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var key = ResourceNames.DepartmentYear(violations, "name", request.Name, TaskPlanMapping.Collection);
        violations.ThrowIfAny();
        return await cache.GetAsync(key, () => plans.FindStampAsync(key, context.CancellationToken), ReadAsync) ?? throw NotFound(key);

        async Task<(ResourceStamp, V1.TaskPlan)?> ReadAsync() => await plans.FindAsync(key, context.CancellationToken) is { } found
            ? (new ResourceStamp { Etag = found.Etag, Locked = found.Locked }, TaskPlanMapping.Write(found))
            : null;
    }

    public override async Task<ListTaskPlansResponse> ListTaskPlans(ListTaskPlansRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var department = ResourceNames.DepartmentOrAll(violations, "parent", request.Parent);
        violations.ThrowIfAny();
        var list = new ListRequest(context.Method, request.Parent, request.Filter, request.OrderBy, request.PageSize, request.PageToken);
        var query = await TaskPlanList.Method.ReadAsync(tokens, list, DepartmentYearLists.Scope(department), context.CancellationToken);

        var page = await plans.ListAsync(query, context.CancellationToken);
        return new ListTaskPlansResponse
        {
            TaskPlans = { page.Rows.Select(TaskPlanMapping.Write) },
            NextPageToken = await tokens.NextAsync(query, page, context.CancellationToken),
        };
    }

    public override Task<V1.TaskPlan> CreateTaskPlan(CreateTaskPlanRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var key = new DepartmentYear(
            ResourceNames.Department(violations, "parent", request.Parent),
            ResourceNames.Year(violations, "task_plan_id", request.TaskPlanId));
        if (request.TaskPlan is null)
        {
            violations.Add("task_plan", ErrorCatalogue.FieldRequired);
        }

        var now = time.Present();
        var blank = new TaskPlan { Key = key, Objective = null, Tasks = [], CreateTime = now, UpdateTime = now };
        var plan = TaskPlanMapping.Read(violations, request.TaskPlan ?? new V1.TaskPlan(), blank, new ItemUids([]), ruleSets);
        violations.ThrowIfAny();
        return ledger.ExecuteAsync(
            LedgerCall.Of(context, request, request.RequestId),
            () => departments.RequireAsync("parent", request.Parent, context.CancellationToken),
            async (session, _) =>
            {
                await YearLock.RequireOpenAsync(session, key, key.In(TaskPlanMapping.Collection));
                var created = TaskPlanMapping.WithEtag(PlanJudging.Judge(plan, current: null));
                var answer = TaskPlanMapping.Write(created);
                await TaskPlanRepository.InsertAsync(session, created, RequireFitting(answer));
                return answer;
            },
            context.CancellationToken);
    }

    public override Task<V1.TaskPlan> UpdateTaskPlan(UpdateTaskPlanRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var key = ResourceNames.DepartmentYear(violations, "task_plan.name", request.TaskPlan?.Name ?? string.Empty, TaskPlanMapping.Collection);
        violations.ThrowIfAny();
        return ledger.ExecuteAsync(
            LedgerCall.Of(context, request, request.RequestId),
            session => UpdateAsync(session, key, request),
            context.CancellationToken);
    }

    private async Task<V1.TaskPlan> UpdateAsync(DbSession session, DepartmentYear key, UpdateTaskPlanRequest request)
    {
        var current = await TaskPlanRepository.FindAsync(session, key) ?? throw NotFound(key);
        await YearLock.RequireOpenAsync(session, key, key.In(TaskPlanMapping.Collection));
        if (request.TaskPlan.Etag.Length > 0 && request.TaskPlan.Etag != current.Etag)
        {
            throw Changed(current);
        }

        var violations = new Violations();
        var merged = UpdateMasks.Apply(request.UpdateMask, request.TaskPlan, TaskPlanMapping.Write(current));
        var plan = TaskPlanMapping.Read(violations, merged, current with { UpdateTime = time.PresentAfter(current.UpdateTime) }, new ItemUids(current.Uids), ruleSets);
        violations.ThrowIfAny();

        plan = TaskPlanMapping.WithEtag(PlanJudging.Judge(plan, current));
        var answer = TaskPlanMapping.Write(plan);
        return await TaskPlanRepository.TryUpdateAsync(session, plan, current.Etag, RequireFitting(answer)) ? answer : throw Changed(current);
    }

    // A request of 4 MB grows by the uids; an answer beyond 4 MB no client would take.
    internal static int RequireFitting(V1.TaskPlan answer) => RequireFitting("task_plan", answer);

    private static int RequireFitting(string field, IMessage answer)
    {
        var size = answer.CalculateSize();
        if (size > MostBytes)
        {
            throw new ServiceException(new Violations().Add(
                field,
                ErrorCatalogue.ResourceTooLarge,
                ("value", size.ToString(CultureInfo.InvariantCulture)),
                ("limit", MostBytes.ToString(CultureInfo.InvariantCulture))));
        }

        return size;
    }

    private static ServiceException NotFound(DepartmentYear key) =>
        new(ErrorCatalogue.NotFound, ("name", key.In(TaskPlanMapping.Collection)));

    internal static ServiceException Changed(TaskPlan current) =>
        new(ErrorCatalogue.EtagMismatch, ("name", current.Key.In(TaskPlanMapping.Collection)), ("changed", "任务与指标"), ("etag", current.Etag));
}

using Grpc.Core;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Ledger;
using Liwan.TaskIndicators.CarryOver;
using Liwan.TaskIndicators.Judgements;
using Liwan.TaskIndicators.V1;
using Liwan.YearLocks;

namespace Liwan.TaskIndicators.TaskPlans;

internal sealed partial class TaskPlanGrpcService
{
    public override Task<V1.TaskPlan> CarryOverTaskPlan(CarryOverTaskPlanRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var key = new DepartmentYear(
            ResourceNames.Department(violations, "parent", request.Parent),
            ResourceNames.Year(violations, "task_plan_id", request.TaskPlanId));
        var source = ResourceNames.DepartmentYear(violations, "source", request.Source, TaskPlanMapping.Collection);
        if (violations.Items.Count == 0 && source == key)
        {
            violations.Add("source", ErrorCatalogue.ValueNotAccepted, ("value", request.Source), ("expected", "a task plan other than the new one"));
        }

        violations.ThrowIfAny();
        return ledger.ExecuteAsync(
            LedgerCall.Of(context, request, request.RequestId),
            () => departments.RequireAsync("parent", request.Parent, context.CancellationToken),
            async (session, _) =>
            {
                var earlier = await TaskPlanRepository.HoldAsync(session, source) ?? throw NotFound(source);
                await YearLock.RequireOpenAsync(session, key, key.In(TaskPlanMapping.Collection));
                var created = TaskPlanMapping.WithEtag(PlanJudging.Judge(CarriedOver.From(earlier, key, time.Present()), current: null));
                var answer = TaskPlanMapping.Write(created);
                await TaskPlanRepository.InsertAsync(session, created, RequireFitting(answer));
                return answer;
            },
            context.CancellationToken);
    }
}

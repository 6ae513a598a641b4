using Grpc.Core;
using Liwan.Bulk.V1;
using Liwan.Storage.Bulk;
using Liwan.Storage.Paging;
using Liwan.TaskIndicators.Bulk;
using Liwan.TaskIndicators.V1;
using Task = System.Threading.Tasks.Task;

namespace Liwan.TaskIndicators.TaskPlans;

/// <summary>Import and export.</summary>
internal sealed partial class TaskPlanGrpcService
{
    private const int ExportBatch = 200;

    public override Task ImportTaskPlans(
        IAsyncStreamReader<ImportTaskPlansRequest> requestStream, IServerStreamWriter<ImportProgress> responseStream, ServerCallContext context) =>
        imports.RunAsync(
            _ => new TaskPlanImport(departments, ruleSets, time),
            requestStream,
            request => new ImportRequest<V1.TaskPlan>(request.Settings, [.. request.Items.Select(item => (item.Index, (V1.TaskPlan?)item.TaskPlan))]),
            responseStream,
            context);

    public override async Task ExportTaskPlans(ExportTaskPlansRequest request, IServerStreamWriter<ExportTaskPlansResponse> responseStream, ServerCallContext context)
    {
        var (department, start) = ExportRange.Read(request.Parent, request.StartAfter, TaskPlanMapping.Collection);
        var after = start is { } key ? DepartmentYearLists.KeyOf(key) : null;

        // A page at a time, each in a transaction of its own: a slow reader holds up nobody.
        Page<TaskPlan> page;
        do
        {
            page = await plans.ListAsync(TaskPlanList.Method.Whole(DepartmentYearLists.Scope(department), after, ExportBatch), context.CancellationToken);
            if (page.Rows.Count > 0)
            {
                after = DepartmentYearLists.KeyOf(page.Rows[^1].Key);
                await responseStream.WriteAsync(new ExportTaskPlansResponse { TaskPlans = { page.Rows.Select(TaskPlanMapping.Write) } }, context.CancellationToken);
            }
        }
        while (page.HasMore);
    }
}

using Grpc.Core;
using Liwan.Budgets.Bulk;
using Liwan.Budgets.V1;
using Liwan.Bulk.V1;
using Liwan.Storage.Bulk;
using Liwan.Storage.Paging;

namespace Liwan.Budgets.Budgets;

/// <summary>Import and export.</summary>
internal sealed partial class BudgetGrpcService
{
    private const int ExportBatch = 500;

    public override Task ImportBudgets(
        IAsyncStreamReader<ImportBudgetsRequest> requestStream, IServerStreamWriter<ImportProgress> responseStream, ServerCallContext context) =>
        imports.RunAsync(
            _ => new BudgetImport(departments, time),
            requestStream,
            request => new ImportRequest<V1.Budget>(request.Settings, [.. request.Items.Select(item => (item.Index, (V1.Budget?)item.Budget))]),
            responseStream,
            context);

    public override async Task ExportBudgets(ExportBudgetsRequest request, IServerStreamWriter<ExportBudgetsResponse> responseStream, ServerCallContext context)
    {
        var (department, start) = ExportRange.Read(request.Parent, request.StartAfter, BudgetMapping.Collection);
        var after = start is { } key ? DepartmentYearLists.KeyOf(key) : null;

        // A page at a time, each in a transaction of its own: a slow reader holds up nobody.
        Page<Budget> page;
        do
        {
            page = await budgets.ListAsync(BudgetList.Method.Whole(DepartmentYearLists.Scope(department), after, ExportBatch), context.CancellationToken);
            if (page.Rows.Count > 0)
            {
                after = DepartmentYearLists.KeyOf(page.Rows[^1].Key);
                await responseStream.WriteAsync(new ExportBudgetsResponse { Budgets = { page.Rows.Select(BudgetMapping.Write) } }, context.CancellationToken);
            }
        }
        while (page.HasMore);
    }
}

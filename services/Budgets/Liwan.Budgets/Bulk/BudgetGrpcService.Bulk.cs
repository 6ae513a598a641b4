using Grpc.Core;
using Liwan.Budgets.Bulk;
using Liwan.Budgets.V1;
using Liwan.Bulk.V1;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage.Imports;
using Liwan.Storage.Paging;

namespace Liwan.Budgets.Budgets;

/// <summary>Import and export.</summary>
internal sealed partial class BudgetGrpcService
{
    private const int ExportBatch = 500;

    public override Task ImportBudgets(
        IAsyncStreamReader<ImportBudgetsRequest> requestStream, IServerStreamWriter<ImportProgress> responseStream, ServerCallContext context) =>
        imports.RunAsync(
            new BudgetImport(departments, time),
            requestStream,
            request => new ImportRequest<V1.Budget>(request.Settings, [.. request.Items.Select(item => (item.Index, (V1.Budget?)item.Budget))]),
            responseStream,
            context);

    public override async Task ExportBudgets(ExportBudgetsRequest request, IServerStreamWriter<ExportBudgetsResponse> responseStream, ServerCallContext context)
    {
        var violations = new Violations();
        var department = ResourceNames.DepartmentOrAll(violations, "parent", request.Parent);
        var after = request.StartAfter.Length == 0
            ? null
            : DepartmentYearWindow.KeyOf(ResourceNames.DepartmentYear(violations, "start_after", request.StartAfter, BudgetMapping.Collection));
        violations.ThrowIfAny();

        // A page at a time, each in a transaction of its own: a slow reader holds up nobody.
        Page<Budget> page;
        do
        {
            page = await budgets.ListAsync(new DepartmentYearWindow(department, after, ExportBatch), context.CancellationToken);
            if (page.Rows.Count > 0)
            {
                after = DepartmentYearWindow.KeyOf(page.Rows[^1].Key);
                await responseStream.WriteAsync(new ExportBudgetsResponse { Budgets = { page.Rows.Select(BudgetMapping.Write) } }, context.CancellationToken);
            }
        }
        while (page.HasMore);
    }
}

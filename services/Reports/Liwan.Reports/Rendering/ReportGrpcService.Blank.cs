using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Liwan.Budgets.V1;
using Liwan.Documents.Xlsx;
using Liwan.Reports.Drafts;
using Liwan.Reports.Rendering;
using Liwan.Reports.V1;
using Liwan.ServiceDefaults.Clients;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.TaskIndicators.V1;
using Report = Liwan.Reports.Drafts.Report;

namespace Liwan.Reports;

internal sealed partial class ReportGrpcService
{
    public override async Task<HttpBody> RenderBlankForm(RenderBlankFormRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var key = ResourceNames.DepartmentYear(violations, "name", request.Name, Collection);
        var prefill = request.PrefillFrom.Length == 0 ? (DepartmentYear?)null : ResourceNames.DepartmentYear(violations, "prefill_from", request.PrefillFrom, "taskPlans");
        violations.ThrowIfAny();
        var department = await departments.RequireAsync("name", key.DepartmentName, context.CancellationToken);
        var name = department.OfficialNameOn(new DateOnly(key.Year, 12, 31));
        var report = await database.ReadAsync(session => ReportRepository.FindAsync(session, key), context.CancellationToken)
            ?? ReportMapping.Start(new Violations(), new V1.Report(), key, name, time.GetUtcNow());
        var (budget, plan) = prefill is { } from ? await composer.FindPartsAsync(from, context.CancellationToken) : (null, null);
        if (prefill is not null && plan is null)
        {
            throw new ServiceException(ErrorCatalogue.NotFound, ("name", request.PrefillFrom));
        }

        return new HttpBody
        {
            ContentType = DocumentRenderer.ContentType(RenderReportRequest.Types.Format.Xlsx),
            Data = UnsafeByteOperations.UnsafeWrap(XlsxBlankForm.Write(Blank(report, name, budget, plan))),
        };
    }

    private static BlankForm Blank(Report report, string departmentName, Budget? budget, TaskPlan? plan) => new()
    {
        Template = report.Template,
        Title = report.Title,
        Year = report.Year,
        YearLine = report.YearLine,
        AttachmentLabel = report.AttachmentLabel,
        SealLine = report.SealLine,
        DepartmentName = departmentName,
        DepartmentCellText = report.DepartmentCellText,
        FundingSources = budget is { FundingRows.Count: > 0 } ? [.. budget.FundingRows.Select(row => row.Source)] : BlankForm.UsualSources,
        Tasks = [.. (plan?.Tasks ?? []).Select(task => new BlankTask(
            task.Label, [.. task.Indicators.Select(indicator => new BlankIndicator(indicator.DisplayName, indicator.Definition, indicator.Target))]))],
    };
}

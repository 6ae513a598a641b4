using Grpc.Core;
using Liwan.Budgets.V1;
using Liwan.Departments.V1;
using Liwan.Documents.Forms;
using Liwan.Reports.Drafts;
using Liwan.ServiceDefaults.Clients;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.TaskIndicators.V1;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Reports.Composition;

/// <summary>Gathers department, budget and task plan of a report, at the same time, and composes its form.</summary>
internal sealed class FormComposer(
    DepartmentRegister departments,
    BudgetService.BudgetServiceClient budgets,
    TaskPlanService.TaskPlanServiceClient taskPlans)
{
    /// <exception cref="ServiceException">SERVICE_UNAVAILABLE if a service does not answer.</exception>
    public async Task<ComposedForm> ComposeAsync(Report report, CancellationToken cancellationToken)
    {
        var key = new DepartmentYear(report.Department, report.Year);
        var department = departments.RequireAsync("name", key.DepartmentName, cancellationToken);
        var parts = FindPartsAsync(key, cancellationToken);
        await Task.WhenAll(department, parts);
        var (budget, taskPlan) = await parts;
        return Compose(report, await department, budget, taskPlan);
    }

    /// <summary>The budget and the task plan of a department's year, at the same time; null for what does not exist.</summary>
    /// <exception cref="ServiceException">SERVICE_UNAVAILABLE if a service does not answer.</exception>
    public async Task<(Budget? Budget, TaskPlan? TaskPlan)> FindPartsAsync(DepartmentYear key, CancellationToken cancellationToken)
    {
        var budget = FindAsync(
            "budgets",
            () => budgets.GetBudgetAsync(new GetBudgetRequest { Name = key.In("budgets") }, cancellationToken: cancellationToken));
        var taskPlan = FindAsync(
            "taskindicators",
            () => taskPlans.GetTaskPlanAsync(new GetTaskPlanRequest { Name = key.In("taskPlans") }, cancellationToken: cancellationToken));
        await Task.WhenAll(budget, taskPlan);
        return (await budget, await taskPlan);
    }

    private static ComposedForm Compose(Report report, Department department, Budget? budget, TaskPlan? taskPlan)
    {
        var total = budget?.Total ?? new FundingTotal();
        var content = new FormContent
        {
            Template = report.Template,
            Title = report.Title,
            Year = report.Year,
            YearLine = report.YearLine,
            AttachmentLabel = report.AttachmentLabel,
            AmountUnit = report.AmountUnit,
            SealLine = report.SealLine,
            DepartmentName = department.OfficialNameOn(new DateOnly(report.Year, 12, 31)),
            DepartmentCellText = report.DepartmentCellText,
            FundingTotal = new FundingLine(
                "合计",
                Fen(total.InitialBudget),
                Fen(total.Adjustment),
                Fen(total.ActualExpenditure),
                total.HasCompletionRateBasisPoints ? total.CompletionRateBasisPoints : null,
                total.HasAdjustmentRateBasisPoints ? total.AdjustmentRateBasisPoints : null),
            Funding = [.. (budget?.FundingRows ?? []).Select(LineOf)],
            ExpectedObjective = taskPlan?.AnnualObjective?.Expected ?? string.Empty,
            AchievedObjective = taskPlan?.AnnualObjective?.Achieved ?? string.Empty,
            Tasks = [.. (taskPlan?.Tasks ?? []).Select(TaskOf)],
            Problems = report.Problems,
            Improvements = report.Improvements,
        };
        var etag = new FormEtag(report.Etag, department.Etag, budget?.Etag ?? FormEtag.Absent, taskPlan?.Etag ?? FormEtag.Absent);
        return new ComposedForm(content, JudgementMapping.Read(taskPlan), etag);
    }

    private static FundingLine LineOf(FundingRow row) => new(
        row.Source,
        Fen(row.InitialBudget),
        Fen(row.Adjustment),
        Fen(row.ActualExpenditure),
        row.HasCompletionRateBasisPoints ? row.CompletionRateBasisPoints : null,
        row.HasAdjustmentRateBasisPoints ? row.AdjustmentRateBasisPoints : null);

    private static FormTask TaskOf(TaskIndicators.V1.Task task) => new(
        task.Label,
        task.Expected,
        task.Achieved,
        Fen(task.Funds),
        [.. task.Indicators.Select(indicator => new FormIndicator(
            indicator.DisplayName, indicator.Definition, indicator.Target, indicator.Actual, indicator.DeviationReason))]);

    private static long? Fen(Google.Type.Money? money) => FormMoney.Read(new Violations(), "amount", money);

    private static async Task<T?> FindAsync<T>(string service, Func<AsyncUnaryCall<T>> get)
        where T : class
    {
        try
        {
            return await get();
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
        catch (RpcException e) when (e.IsOutage())
        {
            throw new ServiceException(ErrorCatalogue.ServiceUnavailable, e, ("service", service));
        }
    }
}

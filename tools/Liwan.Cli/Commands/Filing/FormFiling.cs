using Liwan.Budgets.V1;
using Liwan.Cli.Commands.Registration;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Services;
using Liwan.Departments.V1;
using Liwan.Reports.V1;
using Liwan.TaskIndicators.V1;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Cli.Commands.Filing;

/// <summary>Makes the services hold what a form file says: creates what is missing, writes only what differs.</summary>
internal sealed class FormFiling(ServiceClients clients)
{
    private const int LongestShown = 60;

    private static readonly TimeSpan UnlockPause = TimeSpan.FromMilliseconds(200);

    /// <summary>How long the unlocking of a form that was returned a moment ago is waited for.</summary>
    private static readonly TimeSpan UnlockLimit = TimeSpan.FromSeconds(15);

    /// <summary>Files a form.</summary>
    /// <exception cref="ServiceException">A service refuses, or the form is locked and differs; what came before is written.</exception>
    public async Task<FilingResult> FileAsync(Form form, CancellationToken cancellationToken)
    {
        using var operation = Tracing.Operation("file", form.Name);
        var held = await HeldForm.ReadAsync(clients, form.Name, cancellationToken);
        var differences = FormFields.Differences(held.ToForm(), form);
        if (held.Report is { } report && ReportStates.IsLocked(report.State))
        {
            return differences.Count == 0 ? Unchanged(form, held) : throw new ServiceException(LockedError(report, differences));
        }

        var department = held.Department ?? (await new DepartmentRegistration(clients).CreateAsync(form, cancellationToken)).Department;
        var budget = await FileBudgetAsync(form, held.Budget, differences, cancellationToken);
        var plan = await FileTaskPlanAsync(form, held.TaskPlan, differences, cancellationToken);
        var filed = await FileReportAsync(form, held.Report, differences, cancellationToken);
        return new FilingResult
        {
            Name = form.Name,
            Department = held.Department is null ? PartOutcome.Created : PartOutcome.Unchanged,
            Budget = budget.Outcome,
            TaskPlan = plan,
            ReportOutcome = filed.Outcome,
            Report = filed.Report,
            Warnings = [.. Warnings(form, department, budget.Budget)],
        };
    }

    private async Task<(PartOutcome Outcome, Budget Budget)> FileBudgetAsync(
        Form form, Budget? held, IReadOnlyList<FieldDifference> differences, CancellationToken cancellationToken)
    {
        var budget = FormMessages.ToBudget(form);
        if (held is null)
        {
            var create = new CreateBudgetRequest
            {
                Parent = form.Name.DepartmentResource,
                BudgetId = form.Name.YearId,
                Budget = budget,
                RequestId = ServiceClients.NewRequestId(),
            };
            return (PartOutcome.Created, await clients.BudgetsAsync((c, o) => c.CreateBudgetAsync(create, o), cancellationToken));
        }

        if (differences.All(difference => difference.Part != FormPart.Budget))
        {
            return (PartOutcome.Unchanged, held);
        }

        held = await UnlockedAsync(
            held,
            b => b.Locked,
            () => clients.BudgetsAsync((c, o) => c.GetBudgetAsync(new() { Name = form.Name.Budget }, o), cancellationToken),
            cancellationToken);
        UidCarrying.Carry(held, budget);
        budget.Etag = held.Etag;
        var update = new UpdateBudgetRequest
        {
            Budget = budget,
            UpdateMask = FormMessages.UpdateMask(FormPart.Budget, differences),
            RequestId = ServiceClients.NewRequestId(),
        };
        return (PartOutcome.Updated, await clients.BudgetsAsync((c, o) => c.UpdateBudgetAsync(update, o), cancellationToken));
    }

    private async Task<PartOutcome> FileTaskPlanAsync(
        Form form, TaskPlan? held, IReadOnlyList<FieldDifference> differences, CancellationToken cancellationToken)
    {
        var plan = FormMessages.ToTaskPlan(form);
        if (held is null)
        {
            var create = new CreateTaskPlanRequest
            {
                Parent = form.Name.DepartmentResource,
                TaskPlanId = form.Name.YearId,
                TaskPlan = plan,
                RequestId = ServiceClients.NewRequestId(),
            };
            await clients.TaskPlansAsync((c, o) => c.CreateTaskPlanAsync(create, o), cancellationToken);
            return PartOutcome.Created;
        }

        if (differences.All(difference => difference.Part != FormPart.TaskPlan))
        {
            return PartOutcome.Unchanged;
        }

        held = await UnlockedAsync(
            held,
            p => p.Locked,
            () => clients.TaskPlansAsync((c, o) => c.GetTaskPlanAsync(new() { Name = form.Name.TaskPlan }, o), cancellationToken),
            cancellationToken);
        UidCarrying.Carry(held, plan);
        plan.Etag = held.Etag;
        var update = new UpdateTaskPlanRequest
        {
            TaskPlan = plan,
            UpdateMask = FormMessages.UpdateMask(FormPart.TaskPlan, differences),
            RequestId = ServiceClients.NewRequestId(),
        };
        await clients.TaskPlansAsync((c, o) => c.UpdateTaskPlanAsync(update, o), cancellationToken);
        return PartOutcome.Updated;
    }

    private async Task<(PartOutcome Outcome, Report Report)> FileReportAsync(
        Form form, Report? held, IReadOnlyList<FieldDifference> differences, CancellationToken cancellationToken)
    {
        if (held is not null)
        {
            return differences.Any(difference => difference.Part == FormPart.Report)
                ? (PartOutcome.Updated, await UpdateReportAsync(form, held, differences, cancellationToken))
                : (PartOutcome.Unchanged, held);
        }

        var create = new CreateReportRequest
        {
            Parent = form.Name.DepartmentResource,
            ReportId = form.Name.YearId,
            Report = FormMessages.ToReport(form),
            RequestId = ServiceClients.NewRequestId(),
        };
        var created = await clients.ReportsAsync((c, o) => c.CreateReportAsync(create, o), cancellationToken);

        // A header line that the file wants blank was filled in by the template.
        var filledIn = FormFields.Differences(FormMessages.ToForm(form.Name, null, null, null, created), form)
            .Where(difference => difference.Part == FormPart.Report).ToList();
        return (PartOutcome.Created, filledIn.Count == 0 ? created : await UpdateReportAsync(form, created, filledIn, cancellationToken));
    }

    private async Task<Report> UpdateReportAsync(
        Form form, Report held, IReadOnlyList<FieldDifference> differences, CancellationToken cancellationToken)
    {
        var report = FormMessages.ToReport(form);
        report.Etag = held.Etag;
        var update = new UpdateReportRequest
        {
            Report = report,
            UpdateMask = FormMessages.UpdateMask(FormPart.Report, differences),
            RequestId = ServiceClients.NewRequestId(),
        };
        return await clients.ReportsAsync((c, o) => c.UpdateReportAsync(update, o), cancellationToken);
    }

    /// <summary>A returned form unlocks by an event, shortly after; an edit that comes sooner waits for it.</summary>
    private static async Task<T> UnlockedAsync<T>(T held, Func<T, bool> locked, Func<Task<T>> read, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; locked(held) && waited < UnlockLimit; waited += UnlockPause)
        {
            await Task.Delay(UnlockPause, cancellationToken);
            held = await read();
        }

        return held;
    }

    private static FilingResult Unchanged(Form form, HeldForm held) => new()
    {
        Name = form.Name,
        Report = held.Report!,
        Warnings = [.. Warnings(form, held.Department, held.Budget)],
    };

    private static IEnumerable<FilingWarning> Warnings(Form form, Department? department, Budget? budget)
    {
        if (department is not null && department.OfficialNames.All(name => name.Text != form.DepartmentName))
        {
            yield return new FilingWarning(
                "$.departmentName",
                $"登记的部门名称是“{department.DisplayName}”，表上写的是“{form.DepartmentName}”；登记未改动");
        }

        foreach (var disagreement in budget is null ? [] : PrintedFigures.Compare(form.Funding, budget))
        {
            yield return new FilingWarning(disagreement.Path, disagreement.Message);
        }
    }

    private static ServiceError LockedError(Report report, IReadOnlyList<FieldDifference> differences) => new()
    {
        ExitCode = ExitCode.Refused,
        Status = "FAILED_PRECONDITION",
        Reason = "FORM_LOCKED",
        Message = $"此表{ReportStates.InChinese(report.State)}（第 {report.Revision} 版），不能再改，而文件有 {differences.Count} 处与之不同；请先由区财政局退回",
        Fields = [.. differences.Select(difference => new FieldError(difference.Path, $"现为“{Shown(difference.Held)}”，文件为“{Shown(difference.Filed)}”"))],
    };

    /// <summary>A text of the form on one line, shortened.</summary>
    private static string Shown(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= LongestShown ? line : string.Concat(line.AsSpan(0, LongestShown), "…");
    }
}

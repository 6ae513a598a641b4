using Liwan.Cli.FormFiles;
using Liwan.Cli.Services;
using Liwan.Reports.V1;
using Liwan.TaskIndicators.V1;

namespace Liwan.Cli.Commands.Status;

/// <summary>Where a form stands. Without a revision it was never submitted; findings are those of its state.</summary>
internal sealed record FormOverview(
    FormName Name, Report Report, long? CompletionRateBasisPoints, long? AdjustmentRateBasisPoints, IReadOnlyList<Finding>? Findings, Revision? Revision, TaskPlan? Plan)
{
    /// <summary>What a list of reports tells of one.</summary>
    public static FormOverview Listed(Report report) => new(FormName.OfReport(report.Name), report, null, null, null, null, null);

    /// <summary>Reads everything about one form.</summary>
    /// <exception cref="ServiceException">There is no such form, or a service does not answer.</exception>
    public static async Task<FormOverview> ReadAsync(ServiceClients clients, FormName name, CancellationToken cancellationToken)
    {
        var report = await clients.ReportsAsync((c, o) => c.GetReportAsync(new() { Name = name.Report }, o), cancellationToken);
        var total = TotalAsync(clients, name, cancellationToken);
        var plan = PlanAsync(clients, name, cancellationToken);
        var revision = report.Revision == 0 ? null : await ReadRevisionAsync(clients, name, report.Revision, cancellationToken);
        IReadOnlyList<Finding> findings = ReportStates.IsLocked(report.State) && revision is not null
            ? revision.Findings
            : (await clients.ReportsAsync((c, o) => c.CheckReportAsync(new() { Name = name.Report }, o), cancellationToken)).Findings;
        var figures = await total;
        return new FormOverview(
            name,
            report,
            figures is { HasCompletionRateBasisPoints: true } ? figures.CompletionRateBasisPoints : null,
            figures is { HasAdjustmentRateBasisPoints: true } ? figures.AdjustmentRateBasisPoints : null,
            findings,
            revision,
            await plan);
    }

    /// <summary>Reads one revision.</summary>
    public static Task<Revision> ReadRevisionAsync(ServiceClients clients, FormName name, int revision, CancellationToken cancellationToken) =>
        clients.ReportsAsync((c, o) => c.GetRevisionAsync(new() { Name = $"{name.Report}/revisions/{revision}" }, o), cancellationToken);

    private static async Task<TaskPlan?> PlanAsync(ServiceClients clients, FormName name, CancellationToken cancellationToken)
    {
        try
        {
            return await clients.TaskPlansAsync((c, o) => c.GetTaskPlanAsync(new() { Name = name.TaskPlan }, o), cancellationToken);
        }
        catch (ServiceException e) when (e.Error.ExitCode == ExitCode.NotFound)
        {
            return null;
        }
    }

    private static async Task<Liwan.Budgets.V1.FundingTotal?> TotalAsync(ServiceClients clients, FormName name, CancellationToken cancellationToken)
    {
        try
        {
            return (await clients.BudgetsAsync((c, o) => c.GetBudgetAsync(new() { Name = name.Budget }, o), cancellationToken)).Total;
        }
        catch (ServiceException e) when (e.Error.ExitCode == ExitCode.NotFound)
        {
            return null;
        }
    }
}

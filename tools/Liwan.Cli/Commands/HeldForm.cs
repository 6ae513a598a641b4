using Liwan.Budgets.V1;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Services;
using Liwan.Departments.V1;
using Liwan.Reports.V1;
using Liwan.TaskIndicators.V1;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Cli.Commands;

/// <summary>A form as the services hold it; a part that does not exist is null.</summary>
internal sealed record HeldForm(FormName Name, Department? Department, Budget? Budget, TaskPlan? TaskPlan, Report? Report)
{
    /// <summary>Asks the four services at the same time.</summary>
    /// <exception cref="ServiceException">A service does not answer or refuses.</exception>
    public static async Task<HeldForm> ReadAsync(ServiceClients clients, FormName name, CancellationToken cancellationToken)
    {
        var department = OrNull(clients.DepartmentsAsync((c, o) => c.GetDepartmentAsync(new() { Name = name.DepartmentResource }, o), cancellationToken));
        var budget = OrNull(clients.BudgetsAsync((c, o) => c.GetBudgetAsync(new() { Name = name.Budget }, o), cancellationToken));
        var plan = OrNull(clients.TaskPlansAsync((c, o) => c.GetTaskPlanAsync(new() { Name = name.TaskPlan }, o), cancellationToken));
        var report = OrNull(clients.ReportsAsync((c, o) => c.GetReportAsync(new() { Name = name.Report }, o), cancellationToken));
        await Task.WhenAll(department, budget, plan, report);
        return new HeldForm(name, await department, await budget, await plan, await report);
    }

    public Form ToForm() => FormMessages.ToForm(Name, Department, Budget, TaskPlan, Report);

    private static async Task<T?> OrNull<T>(Task<T> read)
        where T : class
    {
        try
        {
            return await read;
        }
        catch (ServiceException e) when (e.Error.ExitCode == ExitCode.NotFound)
        {
            return null;
        }
    }
}

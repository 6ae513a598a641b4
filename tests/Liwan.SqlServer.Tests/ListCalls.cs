using Liwan.Budgets.Budgets;
using Liwan.Budgets.V1;
using Liwan.Departments.Register;
using Liwan.Departments.Rounds;
using Liwan.Departments.V1;
using Liwan.Reports.Drafts;
using Liwan.Reports.Submission;
using Liwan.Reports.V1;
using Liwan.Storage.Filtering;
using Liwan.Storage.Paging;
using Liwan.TaskIndicators.TaskPlans;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Task = System.Threading.Tasks.Task;
using V1Budget = Liwan.Budgets.V1.Budget;
using V1TaskPlan = Liwan.TaskIndicators.V1.TaskPlan;

namespace Liwan.SqlServer.Tests;

/// <summary>Calls of the list methods that take every field with every operator, and every order, on two pages.</summary>
internal static class ListCalls
{
    public static async Task OfAsync(ServiceHost departments, ServiceHost budgets, ServiceHost plans, ServiceHost reports)
    {
        var register = new DepartmentService.DepartmentServiceClient(departments.Channel);
        await CallAsync(DepartmentList.Method, async (filter, order, token) => (await register.ListDepartmentsAsync(
            new ListDepartmentsRequest { Filter = filter, OrderBy = order, PageToken = token, PageSize = 1 })).NextPageToken);

        var rounds = new EvaluationRoundService.EvaluationRoundServiceClient(departments.Channel);
        await CallAsync(FilingList.Method, async (filter, order, token) => (await rounds.ListFilingsAsync(
            new ListFilingsRequest { Parent = "rounds/2021", Filter = filter, OrderBy = order, PageToken = token, PageSize = 1 })).NextPageToken);

        // Two of each, so that there is a second page.
        const string heir = "departments/heir";
        var money = new BudgetService.BudgetServiceClient(budgets.Channel);
        await money.CreateBudgetAsync(new CreateBudgetRequest { Parent = heir, BudgetId = "2021", Budget = new V1Budget() });
        await CallAsync(BudgetList.Method, async (filter, order, token) => (await money.ListBudgetsAsync(
            new ListBudgetsRequest { Parent = "departments/-", Filter = filter, OrderBy = order, PageToken = token, PageSize = 1 })).NextPageToken);

        var tasks = new TaskPlanService.TaskPlanServiceClient(plans.Channel);
        await tasks.CreateTaskPlanAsync(new CreateTaskPlanRequest { Parent = heir, TaskPlanId = "2021", TaskPlan = new V1TaskPlan() });
        await CallAsync(TaskPlanList.Method, async (filter, order, token) => (await tasks.ListTaskPlansAsync(
            new ListTaskPlansRequest { Parent = "departments/-", Filter = filter, OrderBy = order, PageToken = token, PageSize = 1 })).NextPageToken);

        var forms = new ReportService.ReportServiceClient(reports.Channel);
        await forms.CreateReportAsync(new CreateReportRequest { Parent = heir, ReportId = "2021" });
        await CallAsync(ReportList.Method, async (filter, order, token) => (await forms.ListReportsAsync(
            new ListReportsRequest { Parent = "departments/-", Filter = filter, OrderBy = order, PageToken = token, PageSize = 1 })).NextPageToken);
        await CallAsync(RevisionList.Method, async (filter, order, token) => (await forms.ListRevisionsAsync(
            new ListRevisionsRequest { Parent = "departments/npc-office/reports/2021", Filter = filter, OrderBy = order, PageToken = token, PageSize = 1 })).NextPageToken);
    }

    public static async Task CallAsync<TRow>(ListMethod<TRow> method, Func<string, string, string, Task<string>> list)
    {
        foreach (var filter in method.Fields.SelectMany(Comparisons).SelectMany(comparison => new[] { comparison, $"NOT {comparison}" }))
        {
            await list(filter, string.Empty, string.Empty);
        }

        foreach (var order in method.Orders.SelectMany(order => new[] { order.ToString(), order.Reversed().ToString() }))
        {
            await list(string.Empty, order, await list(string.Empty, order, string.Empty));
        }
    }

    private static IEnumerable<string> Comparisons(FilterField field) =>
        from known in field.Operators
        from value in Values(field.Expected(known))
        select $"{field.Path} {FilterOperators.Sign(known)} {value}";

    // What an error says that a value looks like is one.
    private static string[] Values(string expected) =>
        expected.Replace("{department}", "npc-office", StringComparison.Ordinal).Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
}

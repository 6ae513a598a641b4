using Google.Type;
using Liwan.Access.V1;
using Liwan.Budgets.V1;
using Liwan.Departments.V1;
using Liwan.Reports.V1;
using Liwan.TaskIndicators.V1;
using Date = Google.Type.Date;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Cluster.Tests.Chaos;

/// <summary>The clients of a run, and the forms that it moves: small, and fit to be submitted.</summary>
internal sealed class ChaosForms(ChaosCluster cluster)
{
    public ReportService.ReportServiceClient Clerk { get; } = new(cluster.Channel("reports", Role.Clerk));

    public ReportService.ReportServiceClient Reviewer { get; } = new(cluster.Channel("reports", Role.Reviewer));

    public EvaluationRoundService.EvaluationRoundServiceClient Rounds { get; } = new(cluster.Channel("departments", Role.Reviewer));

    public BudgetService.BudgetServiceClient Budgets { get; } = new(cluster.Channel("budgets", Role.Reviewer));

    public TaskPlanService.TaskPlanServiceClient TaskPlans { get; } = new(cluster.Channel("taskindicators", Role.Reviewer));

    /// <summary>Opens the round, and enters a department with budget and task plan for each form.</summary>
    public async Task PrepareAsync(IReadOnlyList<string> departments)
    {
        var register = new DepartmentService.DepartmentServiceClient(cluster.Channel("departments", Role.Reviewer));
        var budgets = new BudgetService.BudgetServiceClient(cluster.Channel("budgets", Role.Clerk));
        var taskPlans = new TaskPlanService.TaskPlanServiceClient(cluster.Channel("taskindicators", Role.Clerk));
        await Rounds.OpenRoundAsync(new OpenRoundRequest { RoundId = "2021", Round = new Round { Deadline = new Date { Year = 2099, Month = 12, Day = 31 } } });
        foreach (var department in departments)
        {
            var parent = $"departments/{department}";
            await register.CreateDepartmentAsync(new CreateDepartmentRequest
            {
                DepartmentId = department,
                Department = new Department { OfficialNames = { new OfficialName { Text = $"广州市荔湾区某局{department}" } } },
            });
            await budgets.CreateBudgetAsync(new CreateBudgetRequest
            {
                Parent = parent,
                BudgetId = "2021",
                Budget = new Budget { FundingRows = { new FundingRow { Source = "一般公共预算", InitialBudget = Yuan(1000), Adjustment = Yuan(0), ActualExpenditure = Yuan(990) } } },
            });
            await taskPlans.CreateTaskPlanAsync(new CreateTaskPlanRequest
            {
                Parent = parent,
                TaskPlanId = "2021",
                TaskPlan = new TaskPlan
                {
                    AnnualObjective = new AnnualObjective { Expected = "保障机关运转。", Achieved = "机关运转正常。" },
                    Tasks =
                    {
                        new TaskIndicators.V1.Task
                        {
                            Label = "任务1",
                            Expected = "召开会议。",
                            Achieved = "会议如期召开。",
                            Funds = Yuan(100),
                            Indicators = { new Indicator { DisplayName = "会议次数", Target = "≥4次", Actual = "5次" } },
                        },
                    },
                },
            });
        }
    }

    /// <summary>What the suite knows of a form in the end differs from what its callers were told; null while nothing does.</summary>
    public async Task<string?> FindDifferenceAsync(FormLife form, string department)
    {
        var report = (await Reviewer.ListReportsAsync(new ListReportsRequest { Parent = $"departments/{department}" })).Reports.Single();
        if (report.State != form.State)
        {
            return $"{form.Name} is {report.State}; its callers were told {form.State}";
        }

        var revisions = await AllRevisionsAsync(form.Name);
        if (revisions.Count != form.Submissions || revisions.Exists(revision => revision.Archive is null))
        {
            return $"{form.Name} has {revisions.Count} revisions, {revisions.Count(revision => revision.Archive is not null)} of them archived; {form.Submissions} were submitted";
        }

        var filing = await Rounds.GetFilingAsync(new GetFilingRequest { Name = $"rounds/2021/filings/{department}" });
        if ((int)filing.State != (int)report.State || filing.Sequence != report.Sequence || filing.Archived != (form.Submissions > 0))
        {
            return $"{form.Name} is {report.State} with sequence {report.Sequence}; the board says {filing.State}, {filing.Sequence}, archived {filing.Archived}";
        }

        var locked = report.State is Report.Types.State.Submitted or Report.Types.State.Accepted or Report.Types.State.Published;
        var budget = await Budgets.GetBudgetAsync(new GetBudgetRequest { Name = $"departments/{department}/budgets/2021" });
        var taskPlan = await TaskPlans.GetTaskPlanAsync(new GetTaskPlanRequest { Name = $"departments/{department}/taskPlans/2021" });
        return (budget.Locked, taskPlan.Locked) == (locked, locked)
            ? null
            : $"{form.Name} is {report.State}; its budget is {(budget.Locked ? "locked" : "open")}, its task plan {(taskPlan.Locked ? "locked" : "open")}";
    }

    private async Task<List<Revision>> AllRevisionsAsync(string report)
    {
        var all = new List<Revision>();
        var request = new ListRevisionsRequest { Parent = report, PageSize = 200 };
        do
        {
            var page = await Reviewer.ListRevisionsAsync(request);
            all.AddRange(page.Revisions);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return all;
    }

    private static Money Yuan(long units) => new() { CurrencyCode = "CNY", Units = units };
}

using Google.Type;
using Liwan.Budgets;
using Liwan.Budgets.V1;
using Liwan.Departments;
using Liwan.Departments.V1;
using Liwan.TaskIndicators;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Benchmarks;

/// <summary>Reads over real gRPC, beside a bare server that answers the same messages from memory.</summary>
internal static class Reads
{
    public static async Task RunAsync(ResultTable results)
    {
        using var databases = new OnSqlite();
        await using var departments = await Service.StartAsync("departments", DepartmentsApp.Build, databases["departments"]);
        await using var budgetHost = await Service.StartAsync("budgets", BudgetsApp.Build, databases["budgets"], departments);
        await using var planHost = await Service.StartAsync("taskindicators", TaskIndicatorsApp.Build, databases["taskindicators"], departments);
        var department = await new DepartmentService.DepartmentServiceClient(departments.Channel).CreateDepartmentAsync(new CreateDepartmentRequest
        {
            DepartmentId = "npc-office",
            Department = new Department { OfficialNames = { new OfficialName { Text = "荔湾区人大常委会办公室" } } },
        });
        var budgets = new BudgetService.BudgetServiceClient(budgetHost.Channel);
        var plans = new TaskPlanService.TaskPlanServiceClient(planHost.Channel);
        var budget = await budgets.CreateBudgetAsync(new CreateBudgetRequest { Parent = department.Name, BudgetId = "2021", Budget = SampleBudget() });
        var plan = await plans.CreateTaskPlanAsync(new CreateTaskPlanRequest { Parent = department.Name, TaskPlanId = "2021", TaskPlan = SamplePlan() });

        await using var echo = await Echo.StartAsync(budget, plan);
        var budgetEcho = new BudgetService.BudgetServiceClient(echo.Channel);
        var planEcho = new TaskPlanService.TaskPlanServiceClient(echo.Channel);
        var getBudget = new GetBudgetRequest { Name = budget.Name };
        var getPlan = new GetTaskPlanRequest { Name = plan.Name };
        results.Add(
            $"GetBudget, {budget.FundingRows.Count} rows, {budget.CalculateSize():N0} B",
            "bare gRPC echo of the same message",
            await Load.CompareAsync(_ => budgets.GetBudgetAsync(getBudget).ResponseAsync, _ => budgetEcho.GetBudgetAsync(getBudget).ResponseAsync),
            0.6);
        results.Add(
            $"GetTaskPlan, {plan.Tasks.Count} tasks with {plan.Tasks.Sum(task => task.Indicators.Count)} indicators, {plan.CalculateSize():N0} B",
            "bare gRPC echo of the same message",
            await Load.CompareAsync(_ => plans.GetTaskPlanAsync(getPlan).ResponseAsync, _ => planEcho.GetTaskPlanAsync(getPlan).ResponseAsync),
            0.6);
    }

    /// <summary>A budget of the size that departments file.</summary>
    public static Budget SampleBudget() => new()
    {
        FundingRows =
        {
            Row("一般公共预算", 1_234_567_89, 87_654_32, 1_300_000_00),
            Row("政府性基金预算", 100_000_00, 0, 99_000_00),
            Row("其他资金", 5_000_00, -1_000_00, 4_000_00),
        },
    };

    /// <summary>A plan of the size of the published forms.</summary>
    public static TaskPlan SamplePlan() => new()
    {
        AnnualObjective = new AnnualObjective { Expected = Text("完成全年各项工作任务，"), Achieved = Text("全年各项工作任务均已完成，") },
        Tasks =
        {
            Enumerable.Range(1, 5).Select(task => new TaskIndicators.V1.Task
            {
                Label = $"任务{task}",
                Expected = Text("按计划召开会议并组织代表视察，"),
                Achieved = Text("会议顺利召开，代表视察按计划完成，"),
                Funds = new Money { CurrencyCode = "CNY", Units = 94_9000 },
                Indicators =
                {
                    Enumerable.Range(1, 3).Select(indicator => new Indicator
                    {
                        DisplayName = $"会议出席率{indicator}",
                        Definition = "出席人数/应出席人数×100%",
                        Target = "85%以上",
                        Actual = "92%",
                    }),
                },
            }),
        },
    };

    private static string Text(string sentence) => string.Concat(Enumerable.Repeat(sentence, 10));

    private static FundingRow Row(string source, long initial, long adjustment, long actual) => new()
    {
        Source = source,
        InitialBudget = Fen(initial),
        Adjustment = Fen(adjustment),
        ActualExpenditure = Fen(actual),
    };

    private static Money Fen(long fen) => new() { CurrencyCode = "CNY", Units = fen / 100, Nanos = (int)(fen % 100) * 10_000_000 };
}

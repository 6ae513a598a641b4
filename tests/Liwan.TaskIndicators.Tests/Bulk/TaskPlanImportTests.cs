using Google.Rpc;
using Grpc.Core;
using Liwan.Bulk.V1;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Result = Liwan.Bulk.V1.ImportOutcome.Types.Result;
using Task = System.Threading.Tasks.Task;

namespace Liwan.TaskIndicators.Tests.Bulk;

public abstract class TaskPlanImportTests(TaskIndicatorsFixture fixture)
{
    [DatabaseFact]
    public async Task Import_OfPlansOfAnySize_KeepsThemWholeAndExportGivesThemBack()
    {
        var department = await fixture.NewDepartmentAsync();
        var plans = Enumerable.Range(2000, 10).Select(year => Plan(department, year, year % 3)).ToList();
        plans[4].AnnualObjective = null;
        // The most that 4 MB hold: 100 tasks of long text beyond the BMP.
        plans.Add(new TaskPlan { Name = $"{department}/taskPlans/2050", Tasks = { Enumerable.Repeat(new V1.Task { Expected = string.Concat(Enumerable.Repeat("𠮷", 9_900)) }, 100) } });

        var import = await ImportAsync(NewImport.Settings(), plans[..10], plans[10..]);

        Assert.Equal(Enumerable.Range(0, 11).Select(i => ((long)i, Result.Created)), import.Results);
        Assert.Equal(plans, (await ExportAsync(department)).Select(Stated));
        Assert.Equal(plans.Skip(6), (await ExportAsync(department, plans[5].Name)).Select(Stated));
    }

    [DatabaseFact]
    public async Task Import_OfTheSamePlans_KeepsThemAndTheUidsOfWhatStays()
    {
        var department = await fixture.NewDepartmentAsync();
        var plans = new List<TaskPlan> { Plan(department, 2021, 3), Plan(department, 2022, 3) };
        await ImportAsync(NewImport.Settings(), plans);
        var before = await ExportAsync(department);
        plans[1].Tasks[1].Indicators[0].Actual = "100%";
        plans[1].Tasks[2].Label = "另一任务";

        var import = await ImportAsync(NewImport.Settings(), plans);

        Assert.Equal([(0, Result.Unchanged), (1, Result.Replaced)], import.Results);
        var after = await ExportAsync(department);
        Assert.Equal(before[0], after[0]);
        Assert.Equal(Uids(before[1].Tasks[1]), Uids(after[1].Tasks[1]));
        Assert.Empty(Uids(before[1].Tasks[2]).Intersect(Uids(after[1].Tasks[2])));
    }

    [DatabaseFact]
    public async Task Import_WithABadItem_KeepsTheGoodOnesAndNamesIt()
    {
        var department = await fixture.NewDepartmentAsync();
        var plans = new List<TaskPlan> { Plan(department, 2021, 1), Plan(department, 2022, 1), Plan(department, 2023, 1), Plan(department, 2024, 1) };
        plans[1].Tasks[0].Indicators[0].DisplayName = "";
        plans[2].Tasks[0].Indicators[0].Uid = plans[0].Tasks[0].Indicators[0].Uid = $"{Guid.NewGuid()}";

        var import = await ImportAsync(NewImport.Settings(), plans);

        Assert.Equal([(0, Result.Created), (1, Result.Failed), (2, Result.Failed), (3, Result.Created)], import.Results);
        Assert.Equal(
            [("task_plan.tasks[0].indicators[0].display_name", "FIELD_REQUIRED"), ("task_plan.tasks[0].indicators[0].uid", "UID_TAKEN")],
            import.Outcomes.Where(outcome => outcome.Error is not null)
                .Select(outcome => outcome.Error.GetDetail<BadRequest>().FieldViolations.Single()).Select(wrong => (wrong.Field, wrong.Reason)));
        Assert.Equal(["2021", "2024"], (await ExportAsync(department)).Select(plan => plan.Name[^4..]));
    }

    [DatabaseFact]
    public async Task Import_AfterARestartOfTheService_GoesOnWhereItWas()
    {
        var department = await fixture.NewDepartmentAsync();
        var plans = Enumerable.Range(2000, 6).Select(year => Plan(department, year, 2)).ToList();
        var settings = NewImport.Settings(ImportSettings.Types.Mode.CreateOnly);
        await ImportAsync(settings, plans[..4]);

        await fixture.RestartAsync();
        var import = await ImportAsync(settings, plans[..3], plans[3..]);

        Assert.Equal(Enumerable.Range(0, 6).Select(i => ((long)i, Result.Created)), import.Results);
        Assert.Equal(plans, (await ExportAsync(department)).Select(Stated));
    }

    private static TaskPlan Plan(string department, int year, int tasks) => new()
    {
        Name = $"{department}/taskPlans/{year}",
        AnnualObjective = new AnnualObjective { Expected = "一\n二" },
        Tasks =
        {
            Enumerable.Range(0, tasks).Select(i => new V1.Task
            {
                Label = $"任务{i}",
                Indicators = { new Indicator { DisplayName = "覆盖率𠮷", Target = "≥95%" }, new Indicator { DisplayName = "覆盖率𠮷" } },
            }),
        },
    };

    private static IEnumerable<string> Uids(V1.Task task) => task.Indicators.Select(indicator => indicator.Uid).Prepend(task.Uid);

    private static TaskPlan Stated(TaskPlan plan)
    {
        var stated = plan.Clone();
        stated.CreateTime = stated.UpdateTime = null;
        stated.Etag = string.Empty;
        foreach (var task in stated.Tasks)
        {
            task.Uid = string.Empty;
            foreach (var indicator in task.Indicators)
            {
                indicator.Uid = string.Empty;
                indicator.Judgement = null;
            }
        }

        return stated;
    }

    private async Task<ImportDialogue<ImportTaskPlansRequest>> ImportAsync(ImportSettings settings, params IReadOnlyList<TaskPlan>[] batches)
    {
        using var import = new ImportDialogue<ImportTaskPlansRequest>(fixture.Plans.ImportTaskPlans());
        await import.SendAsync(new ImportTaskPlansRequest { Settings = settings });
        await import.ReachAsync();
        var index = 0;
        foreach (var batch in batches)
        {
            await import.SendAsync(new ImportTaskPlansRequest { Items = { batch.Select(plan => new ImportTaskPlansRequest.Types.Item { Index = index++, TaskPlan = plan }) } });
        }

        return await import.FinishAsync();
    }

    private async Task<List<TaskPlan>> ExportAsync(string parent, string startAfter = "")
    {
        using var call = fixture.Plans.ExportTaskPlans(new ExportTaskPlansRequest { Parent = parent, StartAfter = startAfter });
        return await call.ResponseStream.ReadAllAsync().SelectMany(answer => answer.TaskPlans).ToListAsync();
    }
}

public sealed class TaskPlanImportOnSqlite(TaskIndicatorsFixture<OnSqlite> fixture) : TaskPlanImportTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlite>>;

[SqlServer]
public sealed class TaskPlanImportOnSqlServer(TaskIndicatorsFixture<OnSqlServer> fixture)
    : TaskPlanImportTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlServer>>;

using Liwan.Budgets.V1;
using Liwan.Bulk.V1;
using Liwan.Departments.V1;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Task = System.Threading.Tasks.Task;

namespace Liwan.SqlServer.Tests;

/// <summary>Imports that create, replace and go on, so that every statement of theirs is sent.</summary>
internal static class BulkUse
{
    private static readonly string Uid = $"{Guid.NewGuid()}";

    public static async Task ImportAsync(DepartmentService.DepartmentServiceClient client)
    {
        foreach (var text in (string[])["甲", "乙"])
        {
            var department = new Department
            {
                Name = "departments/imported",
                BudgetUnitCode = "101003",
                ParentDepartment = "departments/npc-office",
                OfficialNames = { new OfficialName { Text = text } },
            };
            await RunAsync(client.ImportDepartments, settings => new ImportDepartmentsRequest
            {
                Settings = settings,
                Items = { new ImportDepartmentsRequest.Types.Item { Department = department } },
            });
        }
    }

    public static async Task ImportAsync(BudgetService.BudgetServiceClient client)
    {
        foreach (var source in (string[])["甲", "乙"])
        {
            var budget = new Budget { Name = "departments/npc-office/budgets/2030", FundingRows = { new FundingRow { Uid = Uid, Source = source } } };
            await RunAsync(client.ImportBudgets, settings => new ImportBudgetsRequest
            {
                Settings = settings,
                Items = { new ImportBudgetsRequest.Types.Item { Budget = budget } },
            });
        }
    }

    public static async Task ImportAsync(TaskPlanService.TaskPlanServiceClient client)
    {
        foreach (var label in (string[])["甲", "乙"])
        {
            var plan = new TaskPlan
            {
                Name = "departments/npc-office/taskPlans/2030",
                Tasks = { new TaskIndicators.V1.Task { Uid = Uid, Label = label, Indicators = { new Indicator { DisplayName = "覆盖率" } } } },
            };
            await RunAsync(client.ImportTaskPlans, settings => new ImportTaskPlansRequest
            {
                Settings = settings,
                Items = { new ImportTaskPlansRequest.Types.Item { TaskPlan = plan } },
            });
        }
    }

    private static async Task RunAsync<TRequest>(
        Func<Grpc.Core.Metadata?, DateTime?, CancellationToken, Grpc.Core.AsyncDuplexStreamingCall<TRequest, ImportProgress>> open, Func<ImportSettings, TRequest> make)
    {
        var settings = NewImport.Settings();
        for (var i = 0; i < 2; i++)
        {
            using var import = new ImportDialogue<TRequest>(open(null, null, CancellationToken.None));
            await import.SendAsync(make(settings));
            await import.FinishAsync();
            Assert.Equal(1, import.NextIndex);
            Assert.NotEqual(ImportOutcome.Types.Result.Failed, Assert.Single(import.Outcomes).Result);
        }
    }
}

using Liwan.Budgets.V1;
using Liwan.Bulk.V1;
using Liwan.Departments.V1;
using Liwan.Testing;
using static Liwan.Budgets.Tests.BudgetsFixture;

namespace Liwan.Budgets.Tests.Bulk;

/// <summary>Imports and exports of budgets, as a client makes them.</summary>
internal static class BudgetImports
{
    /// <summary>Opens a stream and sends the settings.</summary>
    public static async Task<ImportDialogue<ImportBudgetsRequest>> OpenAsync(BudgetService.BudgetServiceClient client, ImportSettings settings)
    {
        var stream = new ImportDialogue<ImportBudgetsRequest>(client.ImportBudgets());
        await stream.SendAsync(new ImportBudgetsRequest { Settings = settings });
        await stream.ReachAsync();
        return stream;
    }

    /// <summary>Imports budgets, their places being their indexes, in batches of a size.</summary>
    public static async Task<ImportDialogue<ImportBudgetsRequest>> ImportAsync(
        this BudgetService.BudgetServiceClient client, ImportSettings settings, IReadOnlyList<Budget> budgets, int size = 500)
    {
        using var stream = await OpenAsync(client, settings);
        for (var i = 0; i < budgets.Count; i += size)
        {
            await stream.SendAsync(Batch(budgets, i, size));
            await stream.NextAsync();
        }

        return await stream.FinishAsync();
    }

    public static ImportBudgetsRequest Batch(IReadOnlyList<Budget> budgets, int start, int count) => new()
    {
        Items = { budgets.Skip(start).Take(count).Select((budget, i) => new ImportBudgetsRequest.Types.Item { Index = start + i, Budget = budget }) },
    };

    public static async Task<List<Budget>> ExportAsync(this BudgetService.BudgetServiceClient client, string parent, string startAfter = "")
    {
        using var call = client.ExportBudgets(new ExportBudgetsRequest { Parent = parent, StartAfter = startAfter });
        var budgets = new List<Budget>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            budgets.AddRange(call.ResponseStream.Current.Budgets);
        }

        return budgets;
    }

    /// <summary>Budgets of departments and years in order, the text of each telling which it is.</summary>
    public static List<Budget> Make(IEnumerable<string> departments, int years, string source = "一般公共预算𠮷") =>
    [
        .. departments.SelectMany(department => Enumerable.Range(2000, years).Select(year => new Budget
        {
            Name = $"{department}/budgets/{year}",
            FundingRows = { Row($"{source} {department} {year}", year * 100_00, -year, 1), Row("其他资金") },
        })),
    ];

    /// <summary>The budget as a client states it: without what the service adds.</summary>
    public static Budget Stated(Budget budget)
    {
        var stated = budget.Clone();
        stated.Total = null;
        stated.CreateTime = stated.UpdateTime = null;
        stated.Etag = string.Empty;
        stated.Locked = false;
        foreach (var row in stated.FundingRows)
        {
            row.Uid = string.Empty;
            row.ClearCompletionRateBasisPoints();
            row.ClearAdjustmentRateBasisPoints();
        }

        return stated;
    }

    /// <summary>Enters departments by import.</summary>
    public static async Task<List<string>> NewDepartmentsAsync(this BudgetsFixture fixture, int count)
    {
        var prefix = $"bulk-{Guid.NewGuid():N}"[..20];
        var names = Enumerable.Range(0, count).Select(i => $"departments/{prefix}-{i:0000}").ToList();
        using var stream = new ImportDialogue<ImportDepartmentsRequest>(new DepartmentService.DepartmentServiceClient(fixture.Departments.Channel).ImportDepartments());
        await stream.SendAsync(new ImportDepartmentsRequest { Settings = NewImport.Settings() });
        foreach (var chunk in names.Index().Chunk(500))
        {
            await stream.SendAsync(new ImportDepartmentsRequest
            {
                Items =
                {
                    chunk.Select(item => new ImportDepartmentsRequest.Types.Item
                    {
                        Index = item.Index,
                        Department = new Department { Name = item.Item, OfficialNames = { new OfficialName { Text = "广州市荔湾区某局" } } },
                    }),
                },
            });
        }

        await stream.FinishAsync();
        Assert.All(stream.Outcomes, outcome => Assert.Equal(ImportOutcome.Types.Result.Created, outcome.Result));
        return names;
    }
}

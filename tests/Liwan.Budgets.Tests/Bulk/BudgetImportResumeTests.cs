using Grpc.Core;
using Liwan.Budgets.V1;
using Liwan.Bulk.V1;
using Liwan.Testing;
using static Liwan.Budgets.Tests.BudgetsFixture;
using Mode = Liwan.Bulk.V1.ImportSettings.Types.Mode;
using Result = Liwan.Bulk.V1.ImportOutcome.Types.Result;

namespace Liwan.Budgets.Tests.Bulk;

public abstract class BudgetImportResumeTests(BudgetsFixture fixture)
{
    private static ImportSettings Settings(Mode mode = Mode.CreateOrReplace) => NewImport.Settings(mode);

    [DatabaseFact]
    public async Task Import_CutInTheMiddle_GoesOnWhereItWasAndTellsTheOutcomesThatWereLost()
    {
        var budgets = BudgetImports.Make(await fixture.NewDepartmentsAsync(1), 40);
        budgets[13].FundingRows[0].Source = string.Empty;
        var settings = Settings(Mode.CreateOnly);
        using (var cut = await BudgetImports.OpenAsync(fixture.Budgets, settings))
        {
            await cut.SendAsync(BudgetImports.Batch(budgets, 0, 10));
            await cut.NextAsync();
            await cut.SendAsync(BudgetImports.Batch(budgets, 10, 10));
            await WaitForAsync(budgets[19].Name);
        }

        settings.FromIndex = 10;
        var stream = await fixture.Budgets.ImportAsync(settings, budgets, 15);

        Assert.Equal(40, stream.NextIndex);
        Assert.Equal(Enumerable.Range(10, 30).Select(i => ((long)i, i == 13 ? Result.Failed : Result.Created)), stream.Results);
        Assert.Equal("FIELD_REQUIRED", stream.Outcomes[3].Error.GetDetail<Google.Rpc.ErrorInfo>().Reason);
        settings.FromIndex = 0;
        var told = await fixture.Budgets.ImportAsync(settings, []);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => ((long)i, i == 13 ? Result.Failed : Result.Created)), told.Results);
    }

    [DatabaseFact]
    public async Task Import_OfOneIdByManyStreamsAtOnce_HasOneEffect()
    {
        var budgets = BudgetImports.Make(await fixture.NewDepartmentsAsync(1), 60);
        var settings = Settings(Mode.CreateOnly);

        var streams = await Task.WhenAll(Enumerable.Range(0, 8).Select(size => fixture.Budgets.ImportAsync(settings, budgets, 7 + size)));

        Assert.All(streams, stream => Assert.Equal(60, stream.NextIndex));
        // The outcomes of the stream that wrote them; CREATE_ONLY would fail whatever was written twice.
        Assert.Equal(
            Enumerable.Range(0, 60).Select(i => ((long)i, Result.Created)),
            (await fixture.Budgets.ImportAsync(settings, [])).Results);
        Assert.All(streams.SelectMany(stream => stream.Outcomes), outcome => Assert.Equal(Result.Created, outcome.Result));
    }

    [DatabaseFact]
    public async Task Import_UnderAnIdOfAnotherMode_IsRefused()
    {
        var settings = Settings(Mode.CreateOnly);
        await fixture.Budgets.ImportAsync(settings, BudgetImports.Make(await fixture.NewDepartmentsAsync(1), 1));

        settings.Mode = Mode.CreateOrReplace;
        var error = await RpcError.OfAsync(() => BudgetImports.OpenAsync(fixture.Budgets, settings));

        Assert.Equal((StatusCode.InvalidArgument, "REQUEST_ID_REUSED"), (error.Code, error.Reason));
    }

    [DatabaseFact]
    public async Task Import_By32ClientsOfTheSameBudgets_LeavesEachBudgetWholeAsOneOfThemSentIt()
    {
        var department = (await fixture.NewDepartmentsAsync(1))[0];
        var versions = Enumerable.Range(0, 32).Select(i => BudgetImports.Make([department], 20, $"第{i}版")).ToList();

        var streams = await Task.WhenAll(versions.Select(async (budgets, i) =>
        {
            var (client, ordered) = (fixture.Budgets, i % 2 == 0 ? budgets : Enumerable.Reverse(budgets).ToList());
            return await client.ImportAsync(Settings(), ordered, 10);
        }));

        Assert.All(streams.SelectMany(stream => stream.Outcomes), outcome => Assert.True(outcome.Result is Result.Created or Result.Replaced, $"{outcome}"));
        Assert.Equal(20, streams.SelectMany(stream => stream.Outcomes).Count(outcome => outcome.Result == Result.Created));
        var stored = (await fixture.Budgets.ExportAsync(department)).Select(BudgetImports.Stated).ToList();
        Assert.Equal(20, stored.Count);
        Assert.All(stored.Index(), item => Assert.Contains(item.Item, versions.Select(budgets => budgets[item.Index])));
    }

    [DatabaseFact]
    public async Task Import_WhileUnaryMethodsWriteTheSameBudgets_LosesNeither()
    {
        var department = (await fixture.NewDepartmentsAsync(1))[0];
        var budgets = BudgetImports.Make([department], 30);

        var importing = fixture.Budgets.ImportAsync(Settings(Mode.CreateOnly), budgets, 3);
        var creating = Task.WhenAll(Enumerable.Range(0, 30).Select(async i =>
        {
            try
            {
                await fixture.CreateAsync(department, 2000 + i, Row("单个新建"));
                return true;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.AlreadyExists)
            {
                return false;
            }
        }));
        var (stream, created) = (await importing, await creating);

        var stored = await fixture.Budgets.ExportAsync(department);
        Assert.Equal(30, stored.Count);
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(created[i] ? Result.Failed : Result.Created, stream.Outcomes[i].Result);
            Assert.Equal(created[i], stored[i].FundingRows[0].Source == "单个新建");
        }
    }

    [DatabaseFact]
    public async Task Export_WhileOthersWrite_GivesWhatWasThereThroughoutOnce()
    {
        var departments = await fixture.NewDepartmentsAsync(40);
        var there = BudgetImports.Make(departments, 30).ToList();
        await fixture.Budgets.ImportAsync(Settings(), there);
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                var more = BudgetImports.Make([departments[i % 40]], 31 + (i / 40), $"改{i}");
                await fixture.Budgets.ImportAsync(Settings(), [more[i % 30], more[^1]]);
            }
        });

        try
        {
            for (var round = 0; round < 3; round++)
            {
                var names = (await fixture.Budgets.ExportAsync("departments/-")).Select(budget => budget.Name).ToList();
                Assert.Equal(names.Count, names.Distinct().Count());
                Assert.Empty(there.Select(budget => budget.Name).Except(names));
                Assert.Equal(names.Order(StringComparer.Ordinal), names);
            }
        }
        finally
        {
            await enough.CancelAsync();
            await writing;
        }
    }

    [DatabaseTheory]
    [InlineData("departments/-", "nonsense", "start_after")]
    [InlineData("departments/npc-office", "departments/others/budgets/2021", "start_after")]
    [InlineData("nonsense", "", "parent")]
    public async Task Export_OfAWrongRange_IsRefused(string parent, string startAfter, string field)
    {
        var error = await RpcError.OfAsync(() => fixture.Budgets.ExportAsync(parent, startAfter));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.Equal([field], error.Fields.Select(wrong => wrong.Field));
    }

    private Task WaitForAsync(string name) => Wait.UntilAsync(
        $"{name} is there",
        async () =>
        {
            try
            {
                await fixture.Budgets.GetBudgetAsync(new GetBudgetRequest { Name = name });
                return true;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
            {
                return false;
            }
        });
}

public sealed class BudgetImportResumeTestsOnSqlite(BudgetsFixture<OnSqlite> fixture) : BudgetImportResumeTests(fixture), IClassFixture<BudgetsFixture<OnSqlite>>;

[SqlServer]
public sealed class BudgetImportResumeTestsOnSqlServer(BudgetsFixture<OnSqlServer> fixture)
    : BudgetImportResumeTests(fixture), IClassFixture<BudgetsFixture<OnSqlServer>>;

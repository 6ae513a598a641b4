using Google.Rpc;
using Grpc.Core;
using Liwan.Budgets.V1;
using Liwan.Bulk.V1;
using Liwan.Events.V1;
using Liwan.Testing;
using static Liwan.Budgets.Tests.BudgetsFixture;
using Mode = Liwan.Bulk.V1.ImportSettings.Types.Mode;
using Result = Liwan.Bulk.V1.ImportOutcome.Types.Result;

namespace Liwan.Budgets.Tests.Bulk;

public abstract class BudgetImportTests(BudgetsFixture fixture)
{
    private static ImportSettings Settings(Mode mode = Mode.CreateOrReplace) => NewImport.Settings(mode);

    [DatabaseFact]
    public async Task Import_Of1001NewBudgets_CreatesEachAsItWasSentAndExportGivesThemBack()
    {
        var departments = await fixture.NewDepartmentsAsync(143);
        var budgets = BudgetImports.Make(departments, 7);

        var stream = await fixture.Budgets.ImportAsync(Settings(), budgets);

        Assert.Equal(1001, stream.NextIndex);
        Assert.Equal(Enumerable.Range(0, 1001).Select(i => ((long)i, Result.Created)), stream.Results);
        var exported = (await fixture.Budgets.ExportAsync("departments/-", $"{departments[0]}/budgets/2000")).Where(budget => budget.Name.StartsWith(departments[0][..20], StringComparison.Ordinal));
        Assert.Equal(budgets.Skip(1), exported.Select(BudgetImports.Stated));
        var one = (await fixture.Budgets.ExportAsync(departments[5])).Select(budget => budget.Etag);
        Assert.Equal((await fixture.ListAsync(departments[5], 3)).SelectMany(page => page.Budgets).Select(budget => budget.Etag), one);
    }

    [DatabaseFact]
    public async Task Import_WithABadItem_KeepsTheGoodOnesAndNamesIt()
    {
        var department = await fixture.NewDepartmentAsync();
        var budgets = BudgetImports.Make([department], 5);
        budgets[1].FundingRows[1].Source = "合 计";
        budgets[2].Name = "departments/nobody/budgets/2021";
        budgets[3].Name = "departments/npc-office/budgets/1821";

        var stream = await fixture.Budgets.ImportAsync(Settings(), budgets);

        Assert.Equal([(0, Result.Created), (1, Result.Failed), (2, Result.Failed), (3, Result.Failed), (4, Result.Created)], stream.Results);
        Assert.Equal(
            [("budget.funding_rows[1].source", "VALUE_NOT_ACCEPTED"), ("budget.name", "NOT_FOUND"), ("budget.name", "YEAR_OUT_OF_RANGE")],
            stream.Outcomes.Where(outcome => outcome.Error is not null).Select(outcome => Field(outcome.Error)));
        var bad = stream.Outcomes[1].Error;
        Assert.Equal((int)Code.InvalidArgument, bad.Code);
        Assert.Equal("liwan.gov", bad.GetDetail<ErrorInfo>().Domain);
        Assert.Equal("zh-CN", bad.GetDetail<LocalizedMessage>().Locale);
        Assert.Equal([budgets[0], budgets[4]], (await fixture.Budgets.ExportAsync(department)).Select(BudgetImports.Stated));
    }

    [DatabaseFact]
    public async Task Import_OfWhatIsStored_LeavesItUnchangedAndReplacesWhatDiffers()
    {
        var department = await fixture.NewDepartmentAsync();
        var budgets = BudgetImports.Make([department], 3);
        await fixture.Budgets.ImportAsync(Settings(), budgets);
        var before = await fixture.Budgets.ExportAsync(department);

        budgets[1].FundingRows[0].InitialBudget = Fen(7);
        var stream = await fixture.Budgets.ImportAsync(Settings(), budgets);

        Assert.Equal([(0, Result.Unchanged), (1, Result.Replaced), (2, Result.Unchanged)], stream.Results);
        var after = await fixture.Budgets.ExportAsync(department);
        Assert.Equal((before[0], before[2]), (after[0], after[2]));
        Assert.Equal(budgets[1], BudgetImports.Stated(after[1]));
        // A row of the same place and name is the same row.
        Assert.Equal(before[1].FundingRows.Select(row => row.Uid), after[1].FundingRows.Select(row => row.Uid));
        Assert.Equal(before[1].CreateTime, after[1].CreateTime);
        Assert.True(after[1].UpdateTime > before[1].UpdateTime);
        Assert.NotEqual(before[1].Etag, after[1].Etag);
    }

    [DatabaseFact]
    public async Task Import_OfAnExport_IsWithoutEffectAndFailsWhatChangedSince()
    {
        var department = await fixture.NewDepartmentAsync();
        await fixture.Budgets.ImportAsync(Settings(), BudgetImports.Make([department], 3));
        var exported = await fixture.Budgets.ExportAsync(department);
        var changed = await fixture.Budgets.UpdateBudgetAsync(new UpdateBudgetRequest { Budget = new Budget { Name = exported[1].Name, FundingRows = { Row("新") } } });

        var stream = await fixture.Budgets.ImportAsync(Settings(), exported);

        Assert.Equal([(0, Result.Unchanged), (1, Result.Failed), (2, Result.Unchanged)], stream.Results);
        var error = stream.Outcomes[1].Error;
        Assert.Equal(((int)Code.Aborted, changed.Etag), (error.Code, error.GetDetail<ErrorInfo>().Metadata["etag"]));
        Assert.Equal([exported[0], changed, exported[2]], await fixture.Budgets.ExportAsync(department));
    }

    [DatabaseFact]
    public async Task Import_ThatOnlyCreates_FailsWhatExists()
    {
        var department = await fixture.NewDepartmentAsync();
        var budgets = BudgetImports.Make([department], 2);
        await fixture.Budgets.ImportAsync(Settings(), budgets[..1]);

        var stream = await fixture.Budgets.ImportAsync(Settings(Mode.CreateOnly), [.. budgets, budgets[1]]);

        Assert.Equal([(0, Result.Failed), (1, Result.Created), (2, Result.Failed)], stream.Results);
        Assert.Equal((int)Code.AlreadyExists, stream.Outcomes[0].Error.Code);
    }

    [DatabaseFact]
    public async Task Import_ThatNamesABudgetTwice_TakesTheItemsInTheirOrder()
    {
        var department = await fixture.NewDepartmentAsync();
        var (first, second) = (BudgetImports.Make([department], 1, "甲")[0], BudgetImports.Make([department], 1, "乙")[0]);

        var stream = await fixture.Budgets.ImportAsync(Settings(), [first, second, second]);

        Assert.Equal([(0, Result.Created), (1, Result.Replaced), (2, Result.Unchanged)], stream.Results);
        Assert.Equal([second], (await fixture.Budgets.ExportAsync(department)).Select(BudgetImports.Stated));
    }

    [DatabaseFact]
    public async Task Import_OfALockedYear_FailsUnlessNothingWouldChange()
    {
        var department = await fixture.NewDepartmentAsync();
        var budgets = BudgetImports.Make([department], 3);
        await fixture.Budgets.ImportAsync(Settings(), budgets[..2]);
        for (var year = 2000; year < 2003; year++)
        {
            await fixture.Events.ApplyAsync(new ApplyRequest { Events = { BudgetLockTests.Submitted($"{department}/reports/{year}", 1) } });
        }

        budgets[1].FundingRows.Clear();
        var stream = await fixture.Budgets.ImportAsync(Settings(), budgets);

        Assert.Equal([(0, Result.Unchanged), (1, Result.Failed), (2, Result.Failed)], stream.Results);
        Assert.Equal("YEAR_LOCKED", Assert.Single(stream.Outcomes[2].Error.GetDetail<PreconditionFailure>().Violations).Type);
        Assert.Equal(2, (await fixture.Budgets.ExportAsync(department)).Count);
    }

    [DatabaseFact]
    public async Task Import_WithUids_TakesThemOverUnlessAnotherBudgetHoldsThem()
    {
        var department = await fixture.NewDepartmentAsync();
        var budgets = BudgetImports.Make([department], 3);
        var uid = $"{Guid.NewGuid()}";
        budgets[0].FundingRows[1].Uid = uid;
        budgets[1].FundingRows[0].Uid = uid;
        budgets[2].FundingRows[0].Uid = uid.ToUpperInvariant();

        var stream = await fixture.Budgets.ImportAsync(Settings(), budgets);

        Assert.Equal([(0, Result.Created), (1, Result.Failed), (2, Result.Failed)], stream.Results);
        Assert.Equal(("budget.funding_rows[0].uid", "UID_TAKEN"), Field(stream.Outcomes[1].Error));
        Assert.Equal(("budget.funding_rows[0].uid", "UID_UNKNOWN"), Field(stream.Outcomes[2].Error));
        Assert.Equal(uid, (await fixture.Budgets.ExportAsync(department)).Single().FundingRows[1].Uid);
    }

    [DatabaseFact]
    public async Task Import_ThatOnlyValidates_WritesNothing()
    {
        var department = await fixture.NewDepartmentAsync();
        var budgets = BudgetImports.Make([department], 2);
        budgets[1].Name = "departments/nobody/budgets/2021";
        var settings = Settings();
        settings.ValidateOnly = true;

        var first = await fixture.Budgets.ImportAsync(settings, budgets);
        var second = await fixture.Budgets.ImportAsync(settings, budgets);

        Assert.Equal([(0, Result.Created), (1, Result.Failed)], first.Results);
        Assert.Equal(first.Outcomes, second.Outcomes);
        Assert.Empty(await fixture.Budgets.ExportAsync(department));
    }

    [DatabaseFact]
    public async Task Import_OfTheLargestItems_Succeeds()
    {
        var department = await fixture.NewDepartmentAsync();
        var budgets = BudgetImports.Make([department], 60);
        foreach (var budget in budgets)
        {
            budget.FundingRows.Clear();
            budget.FundingRows.Add(Enumerable.Range(0, 50).Select(_ => Row(string.Concat(Enumerable.Repeat("𠮷", 200)), 10_000_000_000_000_00, -1, 0)));
        }

        var stream = await fixture.Budgets.ImportAsync(Settings(), budgets, 60);

        Assert.All(stream.Outcomes, outcome => Assert.Equal(Result.Created, outcome.Result));
        Assert.Equal(budgets, (await fixture.Budgets.ExportAsync(department)).Select(BudgetImports.Stated));
    }

    [DatabaseFact]
    public async Task Import_OfNothingButWrongItems_ReportsAllOfThemInAnswersThatFit()
    {
        var budgets = BudgetImports.Make(["departments/nobody"], 100).SelectMany(budget => Enumerable.Repeat(budget, 5)).ToList();
        foreach (var budget in budgets)
        {
            budget.FundingRows.Clear();
            budget.FundingRows.Add(Enumerable.Repeat(Row(new string('a', 90) + '\u0001'), 20));
        }

        var stream = await fixture.Budgets.ImportAsync(Settings(), budgets);

        Assert.Equal(Enumerable.Range(0, 500).Select(i => ((long)i, Result.Failed)), stream.Results);
        Assert.All(stream.Outcomes, outcome => Assert.Equal(20, outcome.Error.GetDetail<BadRequest>().FieldViolations.Count));
    }

    [DatabaseTheory]
    [InlineData("no-uuid", Mode.CreateOnly, 0, "settings.import_id", "REQUEST_ID_INVALID")]
    [InlineData("0f8fad5b-d9cb-469f-a165-70867728950e", Mode.Unspecified, 0, "settings.mode", "VALUE_NOT_ACCEPTED")]
    [InlineData("0f8fad5b-d9cb-469f-a165-70867728950e", (Mode)7, 0, "settings.mode", "VALUE_NOT_ACCEPTED")]
    [InlineData("0f8fad5b-d9cb-469f-a165-70867728950e", Mode.CreateOnly, -1, "settings.from_index", "VALUE_NOT_ACCEPTED")]
    public async Task Import_WithWrongSettings_IsRefused(string id, Mode mode, long from, string field, string reason)
    {
        var error = await RpcError.OfAsync(() => BudgetImports.OpenAsync(
            fixture.Budgets, new ImportSettings { ImportId = id, Mode = mode, FromIndex = from }));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.Equal([(field, reason)], error.Fields);
    }

    [DatabaseFact]
    public async Task Import_WithoutSettings_IsRefused()
    {
        using var silent = new ImportDialogue<ImportBudgetsRequest>(fixture.Budgets.ImportBudgets());
        var error = await RpcError.OfAsync(silent.FinishAsync);
        Assert.Equal([("settings", "FIELD_REQUIRED")], error.Fields);
    }

    [DatabaseFact]
    public async Task Import_ThatBreaksTheRulesOfTheStream_EndsAndKeepsWhatCameBefore()
    {
        var department = await fixture.NewDepartmentAsync();
        var budgets = BudgetImports.Make([department], 3);
        var settings = Settings();

        async Task<RpcError> SendAsync(ImportBudgetsRequest wrong)
        {
            using var stream = await BudgetImports.OpenAsync(fixture.Budgets, settings);
            await stream.SendAsync(BudgetImports.Batch(budgets, 0, 2));
            await stream.NextAsync();
            await stream.SendAsync(wrong);
            return await RpcError.OfAsync(stream.NextAsync);
        }

        Assert.Equal([("items[0].index", "VALUE_NOT_ACCEPTED")], (await SendAsync(BudgetImports.Batch(budgets, 1, 2))).Fields);
        Assert.Equal([("settings", "VALUE_NOT_ACCEPTED")], (await SendAsync(new ImportBudgetsRequest { Settings = settings })).Fields);
        var many = BudgetImports.Batch([.. Enumerable.Repeat(budgets[2], 503)], 2, 501);
        Assert.Equal([("items", "TOO_MANY_ITEMS")], (await SendAsync(many)).Fields);
        Assert.Equal(budgets[..2], (await fixture.Budgets.ExportAsync(department)).Select(BudgetImports.Stated));
    }

    private static (string Field, string Reason) Field(Google.Rpc.Status error)
    {
        var field = Assert.Single(error.GetDetail<BadRequest>().FieldViolations);
        return (field.Field, field.Reason);
    }
}

public sealed class BudgetImportTestsOnSqlite(BudgetsFixture<OnSqlite> fixture) : BudgetImportTests(fixture), IClassFixture<BudgetsFixture<OnSqlite>>;

[SqlServer]
public sealed class BudgetImportTestsOnSqlServer(BudgetsFixture<OnSqlServer> fixture) : BudgetImportTests(fixture), IClassFixture<BudgetsFixture<OnSqlServer>>;

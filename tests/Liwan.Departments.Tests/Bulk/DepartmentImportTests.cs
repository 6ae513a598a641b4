using Google.Rpc;
using Grpc.Core;
using Liwan.Bulk.V1;
using Liwan.Departments.V1;
using Liwan.Testing;
using static Liwan.Departments.Tests.DepartmentsFixture;
using Result = Liwan.Bulk.V1.ImportOutcome.Types.Result;

namespace Liwan.Departments.Tests.Bulk;

public abstract class DepartmentImportTests(DepartmentsFixture fixture)
{
    [DatabaseFact]
    public async Task Import_OfDepartmentsThatLinkToOneAnother_TakesThemInAnyOrderOfAMessage()
    {
        var (a, b, c) = (New(), New(), New());
        a.ParentDepartment = c.Name;
        b.Successor = a.Name;
        c.Successor = a.Name;

        var import = await ImportAsync([a, b, c]);

        Assert.Equal([(0, Result.Created), (1, Result.Created), (2, Result.Created)], import.Results);
        foreach (var sent in (Department[])[a, b, c])
        {
            var stored = await fixture.GetAsync(sent.Name);
            Assert.Equal((sent.ParentDepartment, sent.Successor, sent.OfficialNames), (stored.ParentDepartment, stored.Successor, stored.OfficialNames));
        }
    }

    [DatabaseFact]
    public async Task Import_OfACircle_FailsTheLastOfItAndWhatRestsOnAMissingOne()
    {
        var (a, b, c, lost, child) = (New(), New(), New(), New(), New());
        a.ParentDepartment = b.Name;
        b.ParentDepartment = c.Name;
        c.ParentDepartment = a.Name;
        lost.ParentDepartment = "departments/nobody-knows";
        child.ParentDepartment = lost.Name;

        var import = await ImportAsync([child, a, lost, b, c]);

        Assert.Equal([(0, Result.Failed), (1, Result.Failed), (2, Result.Failed), (3, Result.Failed), (4, Result.Failed)], import.Results);
        Assert.Equal(
            ["NOT_FOUND", "NOT_FOUND", "NOT_FOUND", "NOT_FOUND", "VALUE_NOT_ACCEPTED"],
            import.Outcomes.Select(outcome => outcome.Error.GetDetail<ErrorInfo>().Reason));
        Assert.All(import.Outcomes, outcome => Assert.Equal("department.parent_department", outcome.Error.GetDetail<BadRequest>().FieldViolations.Single().Field));
    }

    [DatabaseFact]
    public async Task Import_ThatWouldCloseACircleWithWhatIsStored_FailsAndLeavesIt()
    {
        var (top, middle) = (New(), New());
        middle.ParentDepartment = top.Name;
        await ImportAsync([top, middle]);
        top.ParentDepartment = middle.Name;

        var import = await ImportAsync([top]);

        Assert.Equal((int)Code.InvalidArgument, Assert.Single(import.Outcomes).Error.Code);
        Assert.Empty((await fixture.GetAsync(top.Name)).ParentDepartment);
    }

    [DatabaseFact]
    public async Task Import_OfACodeThatIsTaken_FailsEvenWithinTheMessage()
    {
        var (a, b, c) = (New(), New(), New());
        a.BudgetUnitCode = b.BudgetUnitCode = c.BudgetUnitCode = $"9{Random.Shared.NextInt64(1_000_000_000):000000000}";

        var first = await ImportAsync([a, b]);
        var second = await ImportAsync([c, a]);

        Assert.Equal([(0, Result.Created), (1, Result.Failed)], first.Results);
        Assert.Equal([(0, Result.Failed), (1, Result.Unchanged)], second.Results);
        Assert.Equal("VALUE_TAKEN", second.Outcomes[0].Error.GetDetail<ErrorInfo>().Reason);
        Assert.Equal("department.budget_unit_code", second.Outcomes[0].Error.GetDetail<BadRequest>().FieldViolations.Single().Field);
    }

    [DatabaseFact]
    public async Task Import_ThatReplaces_WritesNamesAndCodesAnew()
    {
        var department = New();
        department.BudgetUnitCode = $"8{Random.Shared.NextInt64(1_000_000_000):000000000}";
        await ImportAsync([department]);
        var other = New();
        other.BudgetUnitCode = department.BudgetUnitCode;
        department.BudgetUnitCode = string.Empty;
        department.OfficialNames.Insert(0, Name("旧名", null, "2019-12-31"));
        department.OfficialNames[1].StartDate = new Google.Type.Date { Year = 2020, Month = 1, Day = 1 };

        var import = await ImportAsync([department], [other]);

        Assert.Equal([(0, Result.Replaced), (1, Result.Created)], import.Results);
        Assert.Equal(department.OfficialNames, (await fixture.GetAsync(department.Name)).OfficialNames);
    }

    [DatabaseFact]
    public async Task Import_ThatOnlyValidates_CountsEarlierMessagesAsWritten()
    {
        var (parent, child) = (New(), New());
        child.ParentDepartment = parent.Name;
        var settings = NewImport.Settings();
        settings.ValidateOnly = true;

        var import = await ImportAsync(settings, [parent], [child]);

        Assert.Equal([(0, Result.Created), (1, Result.Created)], import.Results);
        Assert.Equal(StatusCode.NotFound, (await RpcError.OfAsync(() => fixture.GetAsync(parent.Name))).Code);
    }

    [DatabaseFact]
    public async Task Import_ByManyThatWouldCloseACircleTogether_LetsNone()
    {
        for (var round = 0; round < 5; round++)
        {
            var ring = Enumerable.Range(0, 4).Select(_ => New()).ToList();
            await ImportAsync([.. ring]);
            for (var i = 0; i < ring.Count; i++)
            {
                ring[i].ParentDepartment = ring[(i + 1) % ring.Count].Name;
            }

            var imports = await Task.WhenAll(ring.Select(department => ImportAsync([department])));

            Assert.Single(imports.SelectMany(import => import.Outcomes), outcome => outcome.Result == Result.Failed);
        }
    }

    [DatabaseFact]
    public async Task Export_GivesEachOnceInOrder()
    {
        await ImportAsync([.. Enumerable.Range(0, 500).Select(_ => New())], [.. Enumerable.Range(0, 101).Select(_ => New())]);

        using var call = fixture.Departments.ExportDepartments(new ExportDepartmentsRequest());
        var all = await call.ResponseStream.ReadAllAsync().SelectMany(answer => answer.Departments).ToListAsync();

        Assert.True(all.Count > 600);
        Assert.Equal(all.Select(department => department.Name).Distinct().Order(StringComparer.Ordinal), all.Select(department => department.Name));
        Assert.Equal(all[300], await fixture.GetAsync(all[300].Name));
        using var rest = fixture.Departments.ExportDepartments(new ExportDepartmentsRequest { StartAfter = all[^3].Name });
        Assert.Equal(all[^2..], await rest.ResponseStream.ReadAllAsync().SelectMany(answer => answer.Departments).ToListAsync());
    }

    [DatabaseFact]
    public async Task BatchGetDepartments_GivesThemInTheOrderOfTheRequest()
    {
        var (first, second) = (await fixture.CreateAsync(), await fixture.CreateAsync());
        var request = new BatchGetDepartmentsRequest { Names = { second.Name, first.Name, second.Name } };

        Assert.Equal([second, first, second], (await fixture.Departments.BatchGetDepartmentsAsync(request)).Departments);

        request.Names.Insert(1, "departments/nobody-knows");
        var error = await RpcError.OfAsync(() => fixture.Departments.BatchGetDepartmentsAsync(request));
        Assert.Equal(StatusCode.NotFound, error.Code);
        Assert.Equal([("names[1]", "NOT_FOUND")], error.Fields);
        request.AllowMissing = true;
        Assert.Equal([second, first, second], (await fixture.Departments.BatchGetDepartmentsAsync(request)).Departments);
    }

    [DatabaseTheory]
    [InlineData(0, "departments/a1", "names", "FIELD_REQUIRED")]
    [InlineData(251, "departments/a1", "names", "TOO_MANY_ITEMS")]
    [InlineData(1, "nonsense", "names[0]", "NAME_MALFORMED")]
    public async Task BatchGetDepartments_WithBadInput_NamesTheField(int count, string name, string field, string reason)
    {
        var error = await RpcError.OfAsync(() => fixture.Departments.BatchGetDepartmentsAsync(
            new BatchGetDepartmentsRequest { Names = { Enumerable.Repeat(name, count) } }));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.Equal([(field, reason)], error.Fields);
    }

    private static Department New()
    {
        var department = Named("广州市荔湾区某局𠮷");
        department.Name = $"departments/bulk-{Guid.NewGuid():N}";
        return department;
    }

    private Task<ImportDialogue<ImportDepartmentsRequest>> ImportAsync(params IReadOnlyList<Department>[] batches) => ImportAsync(NewImport.Settings(), batches);

    private async Task<ImportDialogue<ImportDepartmentsRequest>> ImportAsync(ImportSettings settings, params IReadOnlyList<Department>[] batches)
    {
        using var import = new ImportDialogue<ImportDepartmentsRequest>(fixture.Departments.ImportDepartments());
        await import.SendAsync(new ImportDepartmentsRequest { Settings = settings });
        await import.ReachAsync();
        var index = 0;
        foreach (var batch in batches)
        {
            await import.SendAsync(new ImportDepartmentsRequest
            {
                Items = { batch.Select(department => new ImportDepartmentsRequest.Types.Item { Index = index++, Department = department }) },
            });
        }

        return await import.FinishAsync();
    }
}

public sealed class DepartmentImportOnSqlite(DepartmentsFixture<OnSqlite> fixture) : DepartmentImportTests(fixture), IClassFixture<DepartmentsFixture<OnSqlite>>;

[SqlServer]
public sealed class DepartmentImportOnSqlServer(DepartmentsFixture<OnSqlServer> fixture)
    : DepartmentImportTests(fixture), IClassFixture<DepartmentsFixture<OnSqlServer>>;

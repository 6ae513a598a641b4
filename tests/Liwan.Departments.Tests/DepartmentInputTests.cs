using Google.Type;
using Grpc.Core;
using Liwan.Departments.V1;
using Liwan.Testing;
using static Liwan.Departments.Tests.DepartmentsFixture;

namespace Liwan.Departments.Tests;

public abstract class DepartmentInputTests(DepartmentsFixture fixture)
{
    [DatabaseTheory]
    [InlineData("", "FIELD_REQUIRED")]
    [InlineData("a", "NAME_MALFORMED")]
    [InlineData("-ab", "NAME_MALFORMED")]
    [InlineData("Npc", "NAME_MALFORMED")]
    [InlineData("npc office", "NAME_MALFORMED")]
    [InlineData("区政协", "NAME_MALFORMED")]
    public async Task CreateDepartment_WithAnIdThatIsNone_NamesIt(string id, string reason)
    {
        var error = await RpcError.OfAsync(() => fixture.CreateAsync(id, Named("某局")));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.Equal([("department_id", reason)], error.Fields);
    }

    [DatabaseTheory]
    [InlineData("12", "", "department.budget_unit_code", "VALUE_NOT_ACCEPTED")]
    [InlineData("123456789012345678901", "", "department.budget_unit_code", "VALUE_NOT_ACCEPTED")]
    [InlineData("12a", "", "department.budget_unit_code", "VALUE_NOT_ACCEPTED")]
    [InlineData("１２３", "", "department.budget_unit_code", "VALUE_NOT_ACCEPTED")]
    [InlineData("", "91350100M000100Y44", "department.unified_social_credit_code", "CREDIT_CODE_INVALID")]
    [InlineData("", "91350100M000100Y4", "department.unified_social_credit_code", "CREDIT_CODE_INVALID")]
    [InlineData("", "91350100m000100Y43", "department.unified_social_credit_code", "CREDIT_CODE_INVALID")]
    [InlineData("", "I1350100M000100Y43", "department.unified_social_credit_code", "CREDIT_CODE_INVALID")]
    public async Task CreateDepartment_WithACodeThatIsNone_NamesIt(string unit, string credit, string field, string reason)
    {
        var department = Named("某局");
        department.BudgetUnitCode = unit;
        department.UnifiedSocialCreditCode = credit;
        var error = await RpcError.OfAsync(() => fixture.CreateAsync(fixture.NewId(), department));
        Assert.Equal([(field, reason)], error.Fields);
    }

    [DatabaseTheory]
    [InlineData("2021-02-29", null, null, null, "department.official_names[0].start_date")]
    [InlineData("2021-13-01", null, null, null, "department.official_names[0].start_date")]
    [InlineData("0-1-1", null, null, null, "department.official_names[0].start_date")]
    [InlineData("2021-01-02", "2021-01-01", "2022-01-01", null, "department.official_names[0].end_date")]
    [InlineData(null, "2021-01-01", "2021-01-01", null, "department.official_names[1].start_date")]
    [InlineData(null, "2021-01-01", "2020-01-01", null, "department.official_names[1].start_date")]
    [InlineData(null, null, "2020-01-01", null, "department.official_names[1].start_date")]
    [InlineData(null, "2021-01-01", null, null, "department.official_names[1].start_date")]
    public async Task CreateDepartment_WithDatesThatCannotBe_NamesThem(string? start1, string? end1, string? start2, string? end2, string field)
    {
        var department = new Department { OfficialNames = { Name("前", start1, end1) } };
        if (!field.Contains("[0].start", StringComparison.Ordinal))
        {
            department.OfficialNames.Add(Name("后", start2, end2));
        }

        var error = await RpcError.OfAsync(() => fixture.CreateAsync(fixture.NewId(), department));

        Assert.Equal([(field, "DATES_INVALID")], error.Fields);
    }

    [DatabaseFact]
    public async Task CreateDepartment_WithNamesAtAndBeyondTheirLimits_TakesTwentyAndRefusesMore()
    {
        var names = Enumerable.Range(2000, 21).Select(year => Name(new string('局', 200), $"{year}-1-1", $"{year}-12-31")).ToList();
        Assert.Equal(20, (await fixture.CreateAsync(fixture.NewId(), new Department { OfficialNames = { names.Take(20) } })).OfficialNames.Count);

        var error = await RpcError.OfAsync(() => fixture.CreateAsync(fixture.NewId(), new Department { OfficialNames = { names } }));
        Assert.Equal([("department.official_names", "TOO_MANY_ITEMS")], error.Fields);
        error = await RpcError.OfAsync(() => fixture.CreateAsync(fixture.NewId(), new Department()));
        Assert.Equal([("department.official_names", "FIELD_REQUIRED")], error.Fields);
        error = await RpcError.OfAsync(() => fixture.CreateAsync(fixture.NewId(), Named(new string('局', 201))));
        Assert.Equal([("department.official_names[0].text", "TEXT_TOO_LONG")], error.Fields);
    }

    [DatabaseFact]
    public async Task CreateDepartment_WithPartialDates_IsRefused()
    {
        var department = Named("某局");
        department.OfficialNames[0].StartDate = new Date { Year = 2021 };
        var error = await RpcError.OfAsync(() => fixture.CreateAsync(fixture.NewId(), department));
        Assert.Equal([("department.official_names[0].start_date", "DATES_INVALID")], error.Fields);
        Assert.Equal("2021-00-00", error.Metadata["value"]);
    }

    [DatabaseTheory]
    [InlineData("parent")]
    [InlineData("departments/A")]
    public async Task Links_WithMalformedNames_AreRefused(string name)
    {
        var department = Named("某局");
        department.ParentDepartment = name;
        department.Successor = name;
        var error = await RpcError.OfAsync(() => fixture.CreateAsync(fixture.NewId(), department));
        Assert.Equal([("department.parent_department", "NAME_MALFORMED"), ("department.successor", "NAME_MALFORMED")], error.Fields);
    }

    [DatabaseFact]
    public async Task Requests_WithoutADepartment_NameTheField()
    {
        var error = await RpcError.OfAsync(() => fixture.Departments.CreateDepartmentAsync(new CreateDepartmentRequest { DepartmentId = "some-office" }));
        Assert.Equal([("department", "FIELD_REQUIRED")], error.Fields);
        error = await RpcError.OfAsync(() => fixture.Departments.UpdateDepartmentAsync(new UpdateDepartmentRequest()));
        Assert.Equal([("department.name", "FIELD_REQUIRED")], error.Fields);
        error = await RpcError.OfAsync(() => fixture.GetAsync(""));
        Assert.Equal([("name", "FIELD_REQUIRED")], error.Fields);
    }

    [DatabaseFact]
    public async Task Requests_AboutADepartmentThatIsNotThere_AnswerNotFound()
    {
        var error = await RpcError.OfAsync(() => fixture.GetAsync("departments/nobody"));
        Assert.Equal((StatusCode.NotFound, "departments/nobody 不存在。"), (error.Code, error.Chinese));
        error = await RpcError.OfAsync(() => fixture.Departments.UpdateDepartmentAsync(new UpdateDepartmentRequest { Department = new Department { Name = "departments/nobody" } }));
        Assert.Equal(StatusCode.NotFound, error.Code);
    }
}

public sealed class DepartmentInputOnSqlite(DepartmentsFixture<OnSqlite> fixture) : DepartmentInputTests(fixture), IClassFixture<DepartmentsFixture<OnSqlite>>;

[SqlServer]
public sealed class DepartmentInputOnSqlServer(DepartmentsFixture<OnSqlServer> fixture) : DepartmentInputTests(fixture), IClassFixture<DepartmentsFixture<OnSqlServer>>;

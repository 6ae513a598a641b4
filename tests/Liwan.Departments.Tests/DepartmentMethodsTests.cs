using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Liwan.Departments.V1;
using Liwan.Testing;
using static Liwan.Departments.Tests.DepartmentsFixture;

namespace Liwan.Departments.Tests;

public abstract class DepartmentMethodsTests(DepartmentsFixture fixture)
{
    private const string CreditCode = "91350100M000100Y43";

    [DatabaseFact]
    public async Task CreateDepartment_WithEverything_AnswersItAndKeepsIt()
    {
        var above = await fixture.CreateAsync();
        var heir = await fixture.CreateAsync();
        var id = fixture.NewId();
        var department = new Department
        {
            Name = "departments/is-ignored",
            DisplayName = "is ignored",
            OfficialNames = { Name("广州市荔湾区旧局", null, "2019-02-28"), Name("广州市荔湾区新局𠮷", "2019-03-01", null) },
            BudgetUnitCode = "105001",
            UnifiedSocialCreditCode = CreditCode,
            ParentDepartment = above.Name,
            Successor = heir.Name,
        };

        var created = await fixture.CreateAsync(id, department);

        var expected = department.Clone();
        expected.Name = $"departments/{id}";
        expected.DisplayName = "广州市荔湾区新局𠮷";
        expected.CreateTime = created.CreateTime;
        expected.UpdateTime = created.CreateTime;
        expected.Etag = created.Etag;
        Assert.Equal(expected, created);
        Assert.Equal(expected, await fixture.GetAsync(created.Name));
        Assert.NotEmpty(created.Etag);
    }

    [DatabaseTheory]
    [InlineData("2000-01-01", "2000-12-31", "2001-06-01", null, "后")]
    [InlineData(null, "2000-12-31", "2050-01-01", null, "前")]
    [InlineData("2050-01-01", "2050-12-31", "2051-01-01", null, "前")]
    [InlineData("1990-01-01", "1999-12-31", "2000-01-01", "2001-12-31", "后")]
    public async Task DisplayName_IsTheNameInForceTodayOrTheLastThatWas(string? start1, string? end1, string? start2, string? end2, string expected)
    {
        var created = await fixture.CreateAsync(fixture.NewId(), new Department { OfficialNames = { Name("前", start1, end1), Name("后", start2, end2) } });
        Assert.Equal(expected, created.DisplayName);
    }

    [DatabaseFact]
    public async Task UpdateDepartment_WhenADepartmentIsAbolished_EndsItsNameAndNamesItsSuccessor()
    {
        var old = await fixture.CreateAsync();
        var heir = await fixture.CreateAsync();

        var after = await fixture.Departments.UpdateDepartmentAsync(new UpdateDepartmentRequest
        {
            Department = new Department { Name = old.Name, Etag = old.Etag, OfficialNames = { Name("广州市荔湾区某局", null, "2021-12-31") }, Successor = heir.Name },
        });

        var expected = old.Clone();
        expected.OfficialNames[0].EndDate = new Google.Type.Date { Year = 2021, Month = 12, Day = 31 };
        expected.Successor = heir.Name;
        expected.UpdateTime = after.UpdateTime;
        expected.Etag = after.Etag;
        Assert.Equal(expected, after);
        Assert.Equal(expected, await fixture.GetAsync(old.Name));
        Assert.NotEqual(old.Etag, after.Etag);
        Assert.True(after.UpdateTime > old.UpdateTime);
    }

    [DatabaseFact]
    public async Task UpdateDepartment_UnderAMask_ChangesOnlyWhatItNames()
    {
        var id = fixture.NewId();
        var department = Named("某局");
        department.BudgetUnitCode = "20001";
        var before = await fixture.CreateAsync(id, department);

        var after = await fixture.Departments.UpdateDepartmentAsync(new UpdateDepartmentRequest
        {
            Department = new Department { Name = before.Name, BudgetUnitCode = "20002", OfficialNames = { Name("别名", null, null) } },
            UpdateMask = new FieldMask { Paths = { "budget_unit_code" } },
        });

        Assert.Equal(("20002", "某局"), (after.BudgetUnitCode, after.DisplayName));
        after = await fixture.Departments.UpdateDepartmentAsync(new UpdateDepartmentRequest
        {
            Department = new Department { Name = before.Name },
            UpdateMask = new FieldMask { Paths = { "budget_unit_code" } },
        });
        Assert.Equal("", after.BudgetUnitCode);
    }

    [DatabaseFact]
    public async Task UpdateDepartment_WithAnOldEtag_AnswersAborted()
    {
        var first = await fixture.CreateAsync();
        var change = new Department { Name = first.Name, Etag = first.Etag, OfficialNames = { Name("新名", null, null) } };
        await fixture.Departments.UpdateDepartmentAsync(new UpdateDepartmentRequest { Department = change });

        var error = await RpcError.OfAsync(() => fixture.Departments.UpdateDepartmentAsync(new UpdateDepartmentRequest { Department = change }));

        Assert.Equal((StatusCode.Aborted, "ETAG_MISMATCH"), (error.Code, error.Reason));
    }

    [DatabaseTheory]
    [InlineData("display_name")]
    [InlineData("name")]
    [InlineData("create_time")]
    public async Task UpdateDepartment_WithAMaskOfWhatTheServerKeeps_IsRefused(string path)
    {
        var department = await fixture.CreateAsync();
        var error = await RpcError.OfAsync(() => fixture.Departments.UpdateDepartmentAsync(
            new UpdateDepartmentRequest { Department = new Department { Name = department.Name }, UpdateMask = new FieldMask { Paths = { path } } }));
        Assert.Equal([("update_mask", "UPDATE_MASK_INVALID")], error.Fields);
    }

    [DatabaseFact]
    public async Task CreateDepartment_WithAnIdThatIsTaken_AnswersAlreadyExists()
    {
        var department = await fixture.CreateAsync();
        var error = await RpcError.OfAsync(() => fixture.CreateAsync(department.Name["departments/".Length..], Named("别局")));
        Assert.Equal((StatusCode.AlreadyExists, "ALREADY_EXISTS"), (error.Code, error.Reason));
        Assert.Equal(department, await fixture.GetAsync(department.Name));
    }

    [DatabaseFact]
    public async Task Codes_OfAnotherDepartment_AreTakenUntilItGivesThemUp()
    {
        var first = await CreateWithCodesAsync("30001", "");
        var second = await CreateWithCodesAsync("", "");

        var error = await RpcError.OfAsync(() => CreateWithCodesAsync("30001", ""));
        Assert.Equal((StatusCode.AlreadyExists, "VALUE_TAKEN"), (error.Code, error.Reason));
        Assert.Equal([("department.budget_unit_code", "VALUE_TAKEN")], error.Fields);
        error = await RpcError.OfAsync(() => SetUnitCodeAsync(second, "30001"));
        Assert.Equal([("department.budget_unit_code", "VALUE_TAKEN")], error.Fields);
        Assert.Equal(second, await fixture.GetAsync(second.Name));

        await SetUnitCodeAsync(first, "30001");
        await SetUnitCodeAsync(first, "30002");
        Assert.Equal("30001", (await SetUnitCodeAsync(second, "30001")).BudgetUnitCode);
    }

    [DatabaseFact]
    public async Task CreditCodes_AreUnique()
    {
        await CreateWithCodesAsync("", "91110000600037341L");
        var error = await RpcError.OfAsync(() => CreateWithCodesAsync("", "91110000600037341L"));
        Assert.Equal([("department.unified_social_credit_code", "VALUE_TAKEN")], error.Fields);
    }

    [DatabaseFact]
    public async Task CreateDepartment_By32AtOnce_LetsOneWinAndTellsTheOthers()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(async i =>
        {
            var department = new Department { OfficialNames = { new OfficialName { Text = $"荔湾区第{i}局" } } };
            try
            {
                return await fixture.Departments.CreateDepartmentAsync(new CreateDepartmentRequest { DepartmentId = "wanted", Department = department });
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.AlreadyExists)
            {
                return null;
            }
        }));

        var winner = Assert.Single(answers, answer => answer is not null);
        Assert.Equal(winner, await fixture.Departments.GetDepartmentAsync(new GetDepartmentRequest { Name = "departments/wanted" }));
    }

    [DatabaseFact]
    public async Task UpdateDepartment_By32WhoEachCountUp_LosesNoUpdate()
    {
        var department = await fixture.Departments.CreateDepartmentAsync(new CreateDepartmentRequest
        {
            DepartmentId = "counted",
            Department = new Department { BudgetUnitCode = "700000", OfficialNames = { new OfficialName { Text = "荔湾区某局" } } },
        });

        await Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
        {
            while (true)
            {
                var current = await fixture.Departments.GetDepartmentAsync(new GetDepartmentRequest { Name = department.Name });
                current.BudgetUnitCode = $"{int.Parse(current.BudgetUnitCode, CultureInfo.InvariantCulture) + 1}";
                try
                {
                    await fixture.Departments.UpdateDepartmentAsync(new UpdateDepartmentRequest { Department = current });
                    return;
                }
                catch (RpcException e) when (e.StatusCode == StatusCode.Aborted)
                {
                    // Another was faster; read it again.
                }
            }
        }));

        Assert.Equal("700032", (await fixture.Departments.GetDepartmentAsync(new GetDepartmentRequest { Name = department.Name })).BudgetUnitCode);
    }

    [DatabaseFact]
    public async Task CreateDepartment_ByManyWithTheSameCode_LetsOneWin()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
        {
            try
            {
                return await CreateWithCodesAsync("40001", "");
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.AlreadyExists)
            {
                return null;
            }
        }));
        Assert.Single(answers, answer => answer is not null);
    }

    [DatabaseFact]
    public async Task CreateDepartment_Repeated_GivesTheFirstAnswer()
    {
        var request = new CreateDepartmentRequest { DepartmentId = fixture.NewId(), Department = Named("某局"), RequestId = $"{Guid.NewGuid()}" };
        var first = await fixture.Departments.CreateDepartmentAsync(request);
        Assert.Equal(first, await fixture.Departments.CreateDepartmentAsync(request));
    }

    [DatabaseTheory]
    [InlineData("parent_department")]
    [InlineData("successor")]
    public async Task Links_ThatLeadBack_AreRefused(string link)
    {
        var a = await fixture.CreateAsync();
        var b = await fixture.CreateAsync();
        var c = await fixture.CreateAsync();
        await LinkAsync(link, b, a.Name);
        await LinkAsync(link, c, b.Name);

        foreach (var target in new[] { a, b, c })
        {
            var error = await RpcError.OfAsync(() => LinkAsync(link, a, target.Name));
            Assert.Equal([($"department.{link}", "VALUE_NOT_ACCEPTED")], error.Fields);
        }

        Assert.Equal(a, await fixture.GetAsync(a.Name));
        await LinkAsync(link, b, "");
        await LinkAsync(link, a, b.Name);
    }

    [DatabaseTheory]
    [InlineData("parent_department")]
    [InlineData("successor")]
    public async Task Links_ToNowhere_AnswerNotFoundAtTheirField(string link)
    {
        var department = await fixture.CreateAsync();
        var error = await RpcError.OfAsync(() => LinkAsync(link, department, "departments/nobody"));
        Assert.Equal(StatusCode.NotFound, error.Code);
        Assert.Equal([($"department.{link}", "NOT_FOUND")], error.Fields);
    }

    [DatabaseFact]
    public async Task Links_ThatWouldCloseACircleTogether_AreNotBothAccepted()
    {
        for (var round = 0; round < 10; round++)
        {
            var a = await fixture.CreateAsync();
            var b = await fixture.CreateAsync();
            var answers = await Task.WhenAll(TryAsync(a, b.Name), TryAsync(b, a.Name));
            Assert.Single(answers, answer => answer);
        }

        async Task<bool> TryAsync(Department department, string target)
        {
            try
            {
                await LinkAsync("parent_department", department, target);
                return true;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.InvalidArgument)
            {
                return false;
            }
        }
    }

    private Task<Department> CreateWithCodesAsync(string unit, string credit)
    {
        var department = Named("某局");
        department.BudgetUnitCode = unit;
        department.UnifiedSocialCreditCode = credit;
        return fixture.CreateAsync(fixture.NewId(), department);
    }

    private async Task<Department> SetUnitCodeAsync(Department department, string code) =>
        await fixture.Departments.UpdateDepartmentAsync(new UpdateDepartmentRequest { Department = new Department { Name = department.Name, BudgetUnitCode = code } });

    private async Task LinkAsync(string link, Department department, string target)
    {
        var change = new Department { Name = department.Name };
        Department.Descriptor.FindFieldByName(link).Accessor.SetValue(change, target);
        await fixture.Departments.UpdateDepartmentAsync(new UpdateDepartmentRequest { Department = change, UpdateMask = new FieldMask { Paths = { link } } });
    }
}

public sealed class DepartmentMethodsOnSqlite(DepartmentsFixture<OnSqlite> fixture) : DepartmentMethodsTests(fixture), IClassFixture<DepartmentsFixture<OnSqlite>>;

[SqlServer]
public sealed class DepartmentMethodsOnSqlServer(DepartmentsFixture<OnSqlServer> fixture) : DepartmentMethodsTests(fixture), IClassFixture<DepartmentsFixture<OnSqlServer>>;

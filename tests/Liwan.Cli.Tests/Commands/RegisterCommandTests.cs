using Google.Rpc;
using Liwan.Cli.Services;
using Liwan.Departments.V1;

namespace Liwan.Cli.Tests.Commands;

public sealed class RegisterCommandTests : IAsyncLifetime
{
    private FakeServices _services = null!;

    private static string Sample(string department) => Path.Combine(AppContext.BaseDirectory, "samples", $"{department}-2021.json");

    public async System.Threading.Tasks.Task InitializeAsync() => _services = await FakeServices.StartAsync();

    public async System.Threading.Tasks.Task DisposeAsync() => await _services.DisposeAsync();

    [Fact]
    public async System.Threading.Tasks.Task Register_OfTwoForms_EntersTheDepartmentThatIsMissingAndLeavesTheOther()
    {
        _services.Departments["departments/cppcc-office"] = new Department { Name = "departments/cppcc-office", DisplayName = "登记的名称" };

        var run = await CliRun.Async(_services, "register", Sample("npc-office"), Sample("cppcc-office"));
        var again = await CliRun.Async(_services, "register", Sample("npc-office"), Sample("cppcc-office"), "--json");

        Assert.Equal(
            (ExitCode.Ok, "npc-office 广州市荔湾区人民代表大会常务委员会办公室：已登记\ncppcc-office 登记的名称：此前已登记\n", ""),
            (run.ExitCode, run.Output, run.Error));
        Assert.Equal(["CreateDepartment"], _services.Writes);
        Assert.Equal(
            ["npc-office unchanged", "cppcc-office unchanged"],
            again.Json.GetProperty("departments").EnumerateArray().Select(d => $"{d.GetProperty("department").GetString()} {d.GetProperty("outcome").GetString()}"));
    }

    [Fact]
    public async System.Threading.Tasks.Task File_OfADepartmentThatIsNotRegistered_ByAClerk_SaysWhoCanRegisterIt()
    {
        _services.Before = (method, _) =>
        {
            if (method == "CreateDepartment")
            {
                throw FakeServices.Error(Code.PermissionDenied, "PERMISSION_DENIED", "没有权限。");
            }
        };

        var run = await CliRun.Async(_services, "file", Sample("npc-office"));

        Assert.Equal(ExitCode.NotAllowed, run.ExitCode);
        Assert.Contains("部门 npc-office 尚未登记，须先由区财政局登记", run.Error, StringComparison.Ordinal);
        Assert.Equal(["CreateDepartment"], _services.Writes);
    }

    [Fact]
    public async System.Threading.Tasks.Task Register_ByAClerk_IsNotAllowedAndGoesOnWithTheOthers()
    {
        _services.Departments["departments/cppcc-office"] = new Department { Name = "departments/cppcc-office", DisplayName = "登记的名称" };
        _services.Before = (method, _) =>
        {
            if (method == "CreateDepartment")
            {
                throw FakeServices.Error(Code.PermissionDenied, "PERMISSION_DENIED", "没有权限。");
            }
        };

        var run = await CliRun.Async(_services, "register", Sample("npc-office"), Sample("cppcc-office"));

        Assert.Equal((ExitCode.NotAllowed, "cppcc-office 登记的名称：此前已登记\n"), (run.ExitCode, run.Output));
    }
}

using System.Text.Json.Nodes;
using Google.Rpc;
using Grpc.Core;
using Liwan.Budgets.V1;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Services;
using Liwan.Departments.V1;
using Liwan.Reports.V1;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using State = Liwan.Reports.V1.Report.Types.State;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Cli.Tests.Commands;

public sealed class FileCommandTests : IAsyncLifetime, IDisposable
{
    private const string Name = "departments/npc-office";

    private readonly TemporaryFolder _folder = new();
    private FakeServices _services = null!;

    private static string Sample(string department) => Path.Combine(AppContext.BaseDirectory, "samples", $"{department}-2021.json");

    public async Task InitializeAsync() => _services = await FakeServices.StartAsync();

    public async Task DisposeAsync() => await _services.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task File_OfTwoNewForms_CreatesEveryPartAndSaysSo()
    {
        var run = await CliRun.Async(_services, "file", Sample("npc-office"), Sample("cppcc-office"), "--json");

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Equal("", run.Error);
        Assert.Equal(
            ["npc-office 2021 created created created created", "cppcc-office 2021 created created created created"],
            run.Json.GetProperty("forms").EnumerateArray().Select(form =>
                $"{form.GetProperty("department").GetString()} {form.GetProperty("year").GetInt32()} {string.Join(' ', form.GetProperty("parts").EnumerateObject().Select(part => part.Value.GetString()))}"));
        Assert.Equal(2, _services.Reports.Count);
    }

    [Fact]
    public async Task File_OfASample_SendsEveryFieldOfIt()
    {
        await CliRun.Async(_services, "file", Sample("npc-office"));

        var name = new FormName("npc-office", 2021);
        var held = FormMessages.ToForm(name, _services.Departments[Name], _services.Budgets[name.Budget], _services.TaskPlans[name.TaskPlan], _services.Reports[name.Report]);
        var filed = await FormReader.ReadFileAsync(Sample("npc-office"), CancellationToken.None);
        Assert.Empty(FormFields.Differences(held, filed));
        Assert.Equal(filed.DepartmentName, held.DepartmentName);
        Assert.Equal("万元", _services.Reports[name.Report].AmountUnit);
        Assert.All(_services.Calls, call => Assert.False(call.Request is CreateBudgetRequest { Budget.Total: not null }));
    }

    [Fact]
    public async Task File_TheSecondTime_WritesNothing()
    {
        await CliRun.Async(_services, "file", Sample("npc-office"));
        _services.Calls.Clear();

        var run = await CliRun.Async(_services, "file", Sample("npc-office"), "--json");

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Empty(_services.Writes);
        Assert.All(run.Json.GetProperty("forms")[0].GetProperty("parts").EnumerateObject(), part => Assert.Equal("unchanged", part.Value.GetString()));
    }

    [Fact]
    public async Task File_WhenOneActualIsFilledIn_UpdatesTheTasksAloneAndKeepsAllUids()
    {
        await CliRun.Async(_services, "file", Sample("npc-office"));
        var before = _services.TaskPlans[$"{Name}/taskPlans/2021"].Clone();
        _services.Calls.Clear();

        var run = await CliRun.Async(_services, "file", Edited(form => form["tasks"]![2]!["indicators"]![3]!["actual"] = "97%"));

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Equal(["UpdateTaskPlan"], _services.Writes);
        var update = (UpdateTaskPlanRequest)_services.Calls.Last().Request;
        Assert.Equal(["tasks"], update.UpdateMask.Paths);
        before.Tasks[2].Indicators[3].Actual = "97%";
        Assert.Equal(before.Tasks, update.TaskPlan.Tasks);
    }

    [Fact]
    public async Task File_WhenTextsChange_UpdatesTheirFieldsOnly()
    {
        await CliRun.Async(_services, "file", Sample("npc-office"));
        _services.Calls.Clear();

        await CliRun.Async(_services, "file", Edited(form =>
        {
            form.Remove("attachmentLabel");
            form["problems"] = "资金使用效益需进一步提升。";
            form["annualObjective"]!["achieved"] = "完成";
        }));

        Assert.Equal(["UpdateTaskPlan", "UpdateReport"], _services.Writes);
        Assert.Equal(["annual_objective"], _services.Calls.Select(call => call.Request).OfType<UpdateTaskPlanRequest>().Single().UpdateMask.Paths);
        Assert.Equal(["attachment_label", "problems"], _services.Calls.Select(call => call.Request).OfType<UpdateReportRequest>().Single().UpdateMask.Paths.Order());
        Assert.Equal("", _services.Reports[$"{Name}/reports/2021"].AttachmentLabel);
    }

    [Fact]
    public async Task File_WhenAHeaderLineIsBlankAndTheTemplateFillsIt_BlanksIt()
    {
        await CliRun.Async(_services, "file", Edited(form => form["sealLine"] = ""));

        Assert.Equal("", _services.Reports[$"{Name}/reports/2021"].SealLine);
    }

    [Fact]
    public async Task File_WhenHeaderLinesAreLeftOut_LeavesThemToTheTemplate()
    {
        var file = Edited(form =>
        {
            form.Remove("title");
            form.Remove("sealLine");
        });
        await CliRun.Async(_services, "file", file);
        _services.Calls.Clear();

        await CliRun.Async(_services, "file", file);

        Assert.Equal("模板标题", _services.Reports[$"{Name}/reports/2021"].Title);
        Assert.Empty(_services.Writes);
    }

    [Fact]
    public async Task File_WhenTheFormIsLockedAndUnchanged_Succeeds()
    {
        await CliRun.Async(_services, "file", Sample("npc-office"), "--submit");
        _services.Calls.Clear();

        var run = await CliRun.Async(_services, "file", Sample("npc-office"), "--submit", "--json");

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Empty(_services.Writes);
        Assert.Equal("alreadySubmitted", run.Json.GetProperty("forms")[0].GetProperty("submission").GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task File_WhenTheFormIsLockedAndChanged_WritesNothingAndNamesTheField()
    {
        await CliRun.Async(_services, "file", Sample("npc-office"), "--submit");
        _services.Calls.Clear();

        var run = await CliRun.Async(_services, "file", Edited(form => form["tasks"]![0]!["funds"] = "94.91"), "--json");

        Assert.Equal(ExitCode.Refused, run.ExitCode);
        Assert.Empty(_services.Writes);
        var error = run.Json.GetProperty("forms")[0].GetProperty("error");
        Assert.Equal("FORM_LOCKED", error.GetProperty("reason").GetString());
        Assert.Equal("此表已提交（第 1 版），不能再改，而文件有 1 处与之不同；请先由区财政局退回", error.GetProperty("message").GetString());
        Assert.Equal("$.tasks[0].funds", error.GetProperty("fields")[0].GetProperty("field").GetString());
        Assert.Equal("现为“94.90”，文件为“94.91”", error.GetProperty("fields")[0].GetProperty("message").GetString());
    }

    [Fact]
    public async Task File_WhenALongTextOfALockedFormChanged_ShowsItsBeginningOnOneLine()
    {
        await CliRun.Async(_services, "file", Sample("npc-office"), "--submit");

        var run = await CliRun.Async(_services, "file", Edited(form => form["improvements"] = "改\n" + new string('长', 500)));

        Assert.Contains($"文件为“改 {new string('长', 58)}…”", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_RightAfterAReturn_WaitsForTheUnlock()
    {
        await CliRun.Async(_services, "file", Sample("npc-office"), "--submit");
        await CliRun.Async(_services, "return", "-d", "npc-office", "-y", "2021", "--reason", "请补充");
        _services.TaskPlans[$"{Name}/taskPlans/2021"].Locked = true;
        var reads = 0;
        _services.Before = (method, _) =>
        {
            if (method == "GetTaskPlan" && ++reads == 3)
            {
                _services.TaskPlans[$"{Name}/taskPlans/2021"].Locked = false;
            }
            else if (method == "UpdateTaskPlan" && _services.TaskPlans[$"{Name}/taskPlans/2021"].Locked)
            {
                throw FakeServices.Error(Code.FailedPrecondition, "YEAR_LOCKED", "已锁定");
            }
        };

        var run = await CliRun.Async(_services, "file", Edited(form => form["tasks"]![0]!["funds"] = "94.91"));

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Equal(3, reads);
    }

    [Fact]
    public async Task File_WhenPrintedFiguresDisagree_FilesAndShowsBoth()
    {
        var run = await CliRun.Async(_services, "file", Sample("npc-office"), "--json");

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Equal(
            [
                "$.funding.total.completionRate：表上印的是 95.84%，按各行金额应为 98.61%",
                "$.funding.total.adjustmentRate：表上印的是 -18.08%，按各行金额应为 7.09%",
                "$.funding.rows[0].completionRate：表上印的是 95.84%，按各行金额应为 98.61%",
                "$.funding.rows[0].adjustmentRate：表上印的是 -18.08%，按各行金额应为 7.09%",
            ],
            run.Json.GetProperty("forms")[0].GetProperty("warnings").EnumerateArray().Select(warning => $"{warning.GetProperty("path").GetString()}：{warning.GetProperty("message").GetString()}"));
    }

    [Fact]
    public async Task File_WhenTheRegisterHasAnotherName_WarnsAndLeavesTheRegister()
    {
        _services.Departments[Name] = new Department { Name = Name, DisplayName = "旧名", OfficialNames = { new OfficialName { Text = "旧名" } } };

        var run = await CliRun.Async(_services, "file", Sample("npc-office"));

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Contains("$.departmentName：登记的部门名称是“旧名”，表上写的是“广州市荔湾区人民代表大会常务委员会办公室”；登记未改动", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("CreateDepartment", _services.Writes);
    }

    [Fact]
    public async Task File_WhenOneFileIsBad_WritesNothingAtAll()
    {
        var bad = Edited(form => form["year"] = "2021");

        var run = await CliRun.Async(_services, "file", Sample("cppcc-office"), bad, "/no/such.json", "--json");

        Assert.Equal(ExitCode.Refused, run.ExitCode);
        Assert.Empty(_services.Calls);
        var error = run.Json.GetProperty("error");
        Assert.Equal("FORM_FILE_INVALID", error.GetProperty("reason").GetString());
        Assert.Equal(
            [$"{bad} $.year = \"2021\"：应为 2000 至 2099 的整数，不带引号", "/no/such.json $：没有这个文件"],
            error.GetProperty("fields").EnumerateArray().Select(field => $"{field.GetProperty("field").GetString()} {field.GetProperty("message").GetString()}"));
    }

    [Fact]
    public async Task File_WhenTwoFilesAreTheSameForm_RefusesBoth()
    {
        var run = await CliRun.Async(_services, "file", Sample("npc-office"), Edited(form => form["problems"] = "别的"));

        Assert.Equal(ExitCode.Refused, run.ExitCode);
        Assert.Contains("是同一张表（npc-office/2021），一次只能填报其一", run.Error, StringComparison.Ordinal);
        Assert.Empty(_services.Calls);
    }

    [Fact]
    public async Task File_WhenTheServiceRefusesAField_SaysWhereInTheFile()
    {
        _services.Before = (method, _) =>
        {
            if (method == "CreateBudget")
            {
                throw FakeServices.Error(Code.InvalidArgument, "TEXT_TOO_LONG", "太长", ("budget.funding_rows[0].source", "请精简"));
            }
        };

        var run = await CliRun.Async(_services, "file", Sample("npc-office"));

        Assert.Equal(ExitCode.Refused, run.ExitCode);
        Assert.Contains("npc-office-2021.json：太长（INVALID_ARGUMENT TEXT_TOO_LONG）", run.Error, StringComparison.Ordinal);
        Assert.Contains("$.funding.rows[0].source：请精简", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_WhenAServiceIsUnavailableForAMoment_TriesAgainWithTheSameRequestId()
    {
        _services.FailNext("CreateReport", StatusCode.Unavailable, times: 2);

        var run = await CliRun.Async(_services, "file", Sample("npc-office"));

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        var ids = _services.Calls.Select(call => call.Request).OfType<CreateReportRequest>().Select(request => request.RequestId).ToList();
        Assert.Equal(3, ids.Count);
        Assert.True(Guid.TryParse(Assert.Single(ids.Distinct()), out _));
    }

    [Fact]
    public async Task File_WhenAnotherFormOfTheDepartmentComesFirst_TakesItsDepartment()
    {
        _services.Before = (method, _) =>
        {
            if (method == "CreateDepartment")
            {
                _services.Departments[Name] = new Department { Name = Name, OfficialNames = { new OfficialName { Text = "广州市荔湾区人民代表大会常务委员会办公室" } } };
            }
        };

        var run = await CliRun.Async(_services, "file", Sample("npc-office"));

        Assert.Equal(ExitCode.Ok, run.ExitCode);
    }

    [Fact]
    public async Task File_OfManyForms_KeepsTheirOrderAndFilesEach()
    {
        var files = Enumerable.Range(0, 60).Select(i => Edited(form => form["departmentId"] = $"office-{i:00}", $"{i:00}.json")).ToArray();

        var run = await CliRun.Async(_services, ["file", .. files, "--submit", "--jobs", "8", "--json"]);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Equal(files, run.Json.GetProperty("forms").EnumerateArray().Select(form => form.GetProperty("file").GetString()));
        Assert.All(_services.Reports.Values, report => Assert.Equal(State.Submitted, report.State));
        Assert.Equal(60, _services.Reports.Count);
        Assert.Equal(60 * 10, _services.Calls.Count);
    }

    [Fact]
    public async Task Fetch_OfAFormThatWasFiled_GivesAFileThatChangesNothing()
    {
        await CliRun.Async(_services, "file", Sample("npc-office"));
        var file = _folder.File("fetched.json");

        var fetched = await CliRun.Async(_services, "fetch", "-d", "npc-office", "-y", "2021", "-o", file);
        _services.Calls.Clear();
        var filed = await CliRun.Async(_services, "file", file);

        Assert.Equal((ExitCode.Ok, ExitCode.Ok), (fetched.ExitCode, filed.ExitCode));
        Assert.Equal("", filed.Error);
        Assert.Empty(_services.Writes);
        Assert.Empty(FormFields.Differences(
            await FormReader.ReadFileAsync(Sample("npc-office"), CancellationToken.None), await FormReader.ReadFileAsync(file, CancellationToken.None)));
    }

    [Fact]
    public async Task Fetch_OfAFormThatIsNotThere_IsNotFoundAndWritesNoFile()
    {
        var run = await CliRun.Async(_services, "fetch", "-d", "npc-office", "-y", "2021", "-o", _folder.File("fetched.json"));

        Assert.Equal(ExitCode.NotFound, run.ExitCode);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private string Edited(Action<JsonObject> edit, string name = "form.json")
    {
        var form = JsonNode.Parse(File.ReadAllBytes(Sample("npc-office")))!.AsObject();
        edit(form);
        var file = _folder.File(name);
        File.WriteAllText(file, form.ToJsonString());
        return file;
    }
}

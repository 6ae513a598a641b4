using Liwan.Cli.Services;
using Liwan.Reports.V1;
using Liwan.TaskIndicators.V1;
using State = Liwan.Reports.V1.Report.Types.State;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Cli.Tests.Commands;

/// <summary>recall, return, accept, publish, unpublish, history, compare, comment and carry-over.</summary>
public sealed class ReviewCommandTests : IAsyncLifetime
{
    private static readonly string[] Form = ["--department", "npc-office", "--year", "2021"];

    private FakeServices _services = null!;

    public async Task InitializeAsync() => _services = await FakeServices.StartAsync();

    public async Task DisposeAsync() => await _services.DisposeAsync();

    [Theory]
    [InlineData("recall", State.Submitted, State.Draft, "--reason", "发现一处错误")]
    [InlineData("return", State.Submitted, State.Returned, "--reason", "请补充任务1的完成情况")]
    [InlineData("return", State.Accepted, State.Returned, "--reason", "请补充任务1的完成情况")]
    [InlineData("accept", State.Submitted, State.Accepted)]
    [InlineData("publish", State.Accepted, State.Published)]
    [InlineData("unpublish", State.Published, State.Accepted, "--reason", "附件有误")]
    public async Task Move_OfAFormThatMayMove_MovesItAndSaysWhereItIs(string command, State from, State to, params string[] options)
    {
        Hold("npc-office", from);

        var run = await RunAsync([command, .. Form, .. options, "--json"]);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        var form = Assert.Single(run.Json.GetProperty("forms").EnumerateArray());
        Assert.Equal(("moved", $"{to}".ToUpperInvariant(), 1), (form.GetProperty("outcome").GetString(), form.GetProperty("state").GetString(), form.GetProperty("revision").GetInt32()));
        Assert.Equal(to, Held("npc-office").State);
    }

    [Theory]
    [InlineData("accept", State.Accepted)]
    [InlineData("accept", State.Published)]
    [InlineData("publish", State.Published)]
    [InlineData("unpublish", State.Accepted, "--reason", "附件有误")]
    [InlineData("return", State.Returned, "--reason", "请补充")]
    public async Task Move_OfAFormThatIsThereAlready_IsASuccess(string command, State state, params string[] options)
    {
        Hold("npc-office", state);

        var run = await RunAsync([command, .. Form, .. options]);

        Assert.Equal((ExitCode.Ok, state), (run.ExitCode, Held("npc-office").State));
        Assert.Contains("npc-office/2021 此前已", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accept_OfManyForms_GoesInFewCallsAndNamesThoseThatWereRefused()
    {
        var ids = Enumerable.Range(0, 130).Select(i => $"dept-{i}").ToList();
        ids.ForEach(id => Hold(id, id == "dept-7" ? State.Draft : State.Submitted));

        var run = await RunAsync(["accept", .. ids.SelectMany(id => new[] { "-d", id }), "-y", "2021"]);

        Assert.Equal(ExitCode.Refused, run.ExitCode);
        Assert.Equal(2, _services.Calls.Count(call => call.Method == "BatchAcceptReports"));
        Assert.Equal(129, _services.Reports.Values.Count(report => report.State == State.Accepted));
        Assert.Contains("dept-7/2021：当前状态不能进行此操作。（FAILED_PRECONDITION STATE_FORBIDS）", run.Error, StringComparison.Ordinal);
        Assert.Contains("通过：共 130 张表，129 张完成，1 张未完成", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Return_OfSeveralForms_GivesEachTheReasonUnderItsOwnRequestId()
    {
        Hold("npc-office", State.Submitted);
        Hold("cppcc-office", State.Accepted);

        var run = await RunAsync(["return", "-d", "npc-office", "-d", "cppcc-office", "-y", "2021", "--reason", "请补充"]);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Equal(("请补充", "请补充"), (Held("npc-office").ReturnReason, Held("cppcc-office").ReturnReason));
        var requests = _services.Calls.Select(call => call.Request).OfType<BatchReturnReportsRequest>().Single().Requests;
        Assert.Equal(2, requests.Select(request => Guid.Parse(request.RequestId)).Distinct().Count());
    }

    [Fact]
    public async Task History_ReadsEveryPage()
    {
        var run = await RunAsync(["history", .. Form]);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Contains("开始填报", run.Output, StringComparison.Ordinal);
        Assert.Contains("report.problems", run.Output, StringComparison.Ordinal);
        Assert.Contains("npc-office/2021：共 2 条办理记录", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, "draft")]
    [InlineData(1, 0, "draft", "--from", "1")]
    [InlineData(1, 2, "2", "--from", "1", "--to", "2")]
    [InlineData(0, 0, "draft", "--to", "draft")]
    public async Task Compare_AsksForTheRevisionsThatAreNamed(int older, int newer, string shown, params string[] options)
    {
        var run = await RunAsync(["compare", .. Form, .. options, "--json"]);

        var request = _services.Calls.Select(call => call.Request).OfType<CompareRevisionsRequest>().Single();
        Assert.Equal((ExitCode.Ok, older, newer), (run.ExitCode, request.OlderRevision, request.NewerRevision));
        Assert.Equal(("1", shown), (run.Json.GetProperty("older").GetString(), run.Json.GetProperty("newer").GetString()));
        Assert.Equal("预算执行偏慢", Assert.Single(run.Json.GetProperty("changes").EnumerateArray()).GetProperty("after").GetString());
    }

    [Theory]
    [InlineData("--from", "0")]
    [InlineData("--from", "draft")]
    [InlineData("--to", "last")]
    public async Task Compare_WithWhatIsNoRevision_IsWrongUse(params string[] options) =>
        Assert.Equal(ExitCode.Usage, (await RunAsync(["compare", .. Form, .. options])).ExitCode);

    [Fact]
    public async Task Comments_AreWrittenListedAndSettled()
    {
        var first = await RunAsync(["comment", "add", .. Form, "--field", "report.problems", "--text", "请写具体", "--json"]);
        Assert.Equal(1, Assert.Single(first.Json.GetProperty("comments").EnumerateArray()).GetProperty("number").GetInt32());
        await RunAsync(["comment", "add", .. Form, "--text", "总体不错"]);

        Assert.Equal(ExitCode.Ok, (await RunAsync(["comment", "resolve", .. Form, "1"])).ExitCode);

        var list = await RunAsync(["comment", "list", .. Form]);
        Assert.Contains("1. 第 1 版 存在问题：请写具体（wang，2022-04-01 12:00:00）已处理（wang，2022-04-01 12:00:00）", list.Output, StringComparison.Ordinal);
        Assert.Contains("2. 第 1 版 整张表：总体不错（wang，2022-04-01 12:00:00）待处理", list.Output, StringComparison.Ordinal);
        Assert.Contains("npc-office/2021：2 条审核意见，1 条待处理", list.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotFound, (await RunAsync(["comment", "resolve", .. Form, "9"])).ExitCode);
    }

    [Fact]
    public async Task CarryOver_StartsFromTheYearBefore()
    {
        _services.TaskPlans["departments/npc-office/taskPlans/2021"] = new TaskPlan { Tasks = { new TaskIndicators.V1.Task { Label = "任务1", Indicators = { new Indicator { DisplayName = "会议次数" } } } } };

        var run = await RunAsync(["carry-over", "-d", "npc-office", "-y", "2022"]);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Contains("npc-office/2022：已从 2021 年度沿用 1 项任务、1 个关键指标", run.Output, StringComparison.Ordinal);
        var request = _services.Calls.Select(call => call.Request).OfType<CarryOverTaskPlanRequest>().Single();
        Assert.Equal(("departments/npc-office", "2022", "departments/npc-office/taskPlans/2021"), (request.Parent, request.TaskPlanId, request.Source));
    }

    private static string Report(string department) => $"departments/{department}/reports/2021";

    private void Hold(string department, State state) => _services.Reports[Report(department)] = new Report { Name = Report(department), State = state, Revision = 1 };

    private Report Held(string department) => _services.Reports[Report(department)];

    private Task<CliRun> RunAsync(string[] args) => CliRun.Async(_services, args);
}

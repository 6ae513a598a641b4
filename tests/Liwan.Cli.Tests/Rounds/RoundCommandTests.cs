using System.Text;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Liwan.Access.V1;
using Liwan.Cli.Services;
using Liwan.Departments;
using Liwan.Departments.V1;
using Liwan.Events.V1;
using Liwan.Testing;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Cli.Tests.Rounds;

/// <summary>Against a real departments service.</summary>
public sealed class RoundCommandTests : IAsyncLifetime, IDisposable
{
    private readonly OnSqlite _databases = new();
    private readonly TemporaryFolder _folder = new();
    private ServiceHost _departments = null!;

    public async Task InitializeAsync()
    {
        _departments = await ServiceHost.StartAsync("departments", DepartmentsApp.Build, _databases["departments"]);
        foreach (var (id, name) in ((string, string)[])[("a-office", "甲办"), ("b-office", "乙局"), ("c-office", "丙局")])
        {
            await new DepartmentService.DepartmentServiceClient(_departments.Channel).CreateDepartmentAsync(new CreateDepartmentRequest
            {
                DepartmentId = id,
                Department = new Department { OfficialNames = { new OfficialName { Text = name } } },
            });
        }
    }

    public async Task DisposeAsync()
    {
        await _departments.DisposeAsync();
        _databases.Dispose();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_OfAYear_SaysWhatIsOpenAndASecondTimeThatItWas()
    {
        string[] open = ["round", "open", "--year", "2021", "--deadline", "2099-12-31", "--late-policy", "refuse", "--exempt", "c-office=涉密=单位", "--exempt", "b-office=旧", "--exempt", "b-office= 当年新设 "];

        var first = await RunAsync(open);
        var second = await RunAsync(open);
        var other = await RunAsync(["round", "open", "--year", "2021", "--deadline", "2099-11-30", "--json"]);

        const string line = "填报中，截止日期 2099-12-31，不接受逾期提交\n  免报  b-office：当年新设\n  免报  c-office：涉密=单位\n";
        Assert.Equal((ExitCode.Ok, $"2021 年度绩效自评已开放：{line}", ""), (first.ExitCode, first.Output, first.Error));
        Assert.Equal((ExitCode.Ok, $"2021 年度绩效自评此前已开放：{line}", ""), (second.ExitCode, second.Output, second.Error));
        Assert.Equal((ExitCode.Ok, "unchanged", "2099-12-31"), (other.ExitCode, Text(other, "outcome"), Text(other, "deadline")));
        Assert.Contains("未作改动；修改请用 liwan round update", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_WithJson_PrintsTheDocumentedShape()
    {
        await RunAsync(["round", "open", "--year", "2021", "--deadline", "2022-03-31", "--exempt", "b-office=新设"]);

        var run = await RunAsync(["round", "show", "--year", "2021", "--json"]);

        Assert.Equal(
            $$"""
            {
              "year": 2021,
              "outcome": "unchanged",
              "state": "OPEN",
              "deadline": "2022-03-31",
              "deadlinePassed": true,
              "latePolicy": "ALLOWED",
              "exemptions": [
                {
                  "department": "b-office",
                  "reason": "新设"
                }
              ],
              "createTime": "{{Text(run, "createTime")}}",
              "closeTime": null
            }

            """,
            run.Output,
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task Update_OfWhoIsExempt_LeavesTheOthersAsTheyAre()
    {
        await RunAsync(["round", "open", "--year", "2021", "--deadline", "2099-12-31", "--exempt", "a-office=甲", "--exempt", "b-office=乙"]);

        var run = await RunAsync(["round", "update", "--year", "2021", "--exempt", "c-office=丙", "--exempt", "b-office=改", "--lift", "a-office", "--late-policy", "refuse"]);

        Assert.Equal(
            (ExitCode.Ok, "2021 年度绩效自评已修改：填报中，截止日期 2099-12-31，不接受逾期提交\n  免报  b-office：改\n  免报  c-office：丙\n"), (run.ExitCode, run.Output));
        run = await RunAsync(["round", "update", "--year", "2021", "--deadline", "2099-06-30"]);
        Assert.Contains("截止日期 2099-06-30，不接受逾期提交\n  免报  b-office：改\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, (await RunAsync(["round", "update", "--year", "2021"])).ExitCode);
    }

    [Fact]
    public async Task Close_AndReopen_MoveTheRound()
    {
        await RunAsync(["round", "open", "--year", "2021", "--deadline", "2099-12-31"]);

        var closed = await RunAsync(["round", "close", "--year", "2021"]);
        Assert.Equal((ExitCode.Ok, "2021 年度绩效自评已关闭：已截止，截止日期 2099-12-31，逾期提交予以标记\n"), (closed.ExitCode, closed.Output));
        var again = await RunAsync(["round", "close", "--year", "2021"]);
        Assert.Equal(ExitCode.Refused, again.ExitCode);
        Assert.Contains("STATE_FORBIDS", again.Error, StringComparison.Ordinal);
        var open = await RunAsync(["round", "open", "--year", "2021", "--deadline", "2099-12-31"]);
        Assert.Equal(ExitCode.Conflict, open.ExitCode);
        Assert.Contains("liwan round reopen --year 2021", open.Error, StringComparison.Ordinal);

        var reopened = await RunAsync(["round", "reopen", "--year", "2021", "--json"]);
        Assert.Equal((ExitCode.Ok, "reopened", "OPEN"), (reopened.ExitCode, Text(reopened, "outcome"), Text(reopened, "state")));
    }

    [Fact]
    public async Task Board_OfARound_CountsAndListsTheDepartments()
    {
        await RunAsync(["round", "open", "--year", "2021", "--deadline", "2022-03-31", "--exempt", "c-office=新设"]);
        await SubmitAsync("b-office");

        var board = await RunAsync(["round", "board", "--year", "2021"]);
        var overdue = await RunAsync(["round", "board", "--year", "2021", "--state", "overdue", "--json"]);
        var late = await RunAsync(["round", "board", "--year", "2021", "--state", "late", "--json"]);

        Assert.Equal(ExitCode.Ok, board.ExitCode);
        Assert.StartsWith(
            "2021 年度应报 2 个部门：未开始 1，填报中 0，已提交 1，已退回 0，已通过 0，已公开 0；逾期 1，逾期提交 1，免报 1\n", board.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["部门 名称 状态 版次 提交时间 备注", "a-office 甲办 未开始 逾期", "b-office 乙局 已提交 1 2022-04-01 08:00:00 逾期提交", "c-office 丙局 未开始 免报：新设"],
            board.Output.Split('\n').Where(line => line.StartsWith('│')).Select(line => string.Join(' ', line.Split([' ', '│'], StringSplitOptions.RemoveEmptyEntries))));
        Assert.EndsWith("共 3 个部门\n", board.Output, StringComparison.Ordinal);
        Assert.Equal(["a-office"], Ids(overdue));
        Assert.Equal(
            """{"owed":2,"notStarted":1,"draft":0,"submitted":1,"returned":0,"accepted":0,"published":0,"overdue":1,"late":1,"exempt":1}""",
            JsonSerializer.Serialize(overdue.Json.GetProperty("progress")));
        Assert.Equal(
            """{"department":"b-office","departmentName":"\u4E59\u5C40","state":"SUBMITTED","owed":true,"overdue":false,"late":true,"revision":1,"submitTime":"2022-04-01T00:00:00\u002B00:00","archived":false,"exemptionReason":null}""",
            JsonSerializer.Serialize(late.Json.GetProperty("filings")[0]));
    }

    [Fact]
    public async Task Board_OfManyDepartments_ShowsTheFirstAndAllWhereAsked()
    {
        var client = new DepartmentService.DepartmentServiceClient(_departments.Channel);
        foreach (var i in Enumerable.Range(0, 57))
        {
            await client.CreateDepartmentAsync(new CreateDepartmentRequest
            {
                DepartmentId = $"many-{i:00}",
                Department = new Department { OfficialNames = { new OfficialName { Text = "某局" } } },
            });
        }

        await RunAsync(["round", "open", "--year", "2021", "--deadline", "2099-12-31"]);

        var first = await RunAsync(["round", "board", "--year", "2021"]);
        Assert.Contains("many-46", first.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("many-47", first.Output, StringComparison.Ordinal);
        Assert.EndsWith("共 60 个部门，以上为前 50 个；全部列出请加 --all\n", first.Output, StringComparison.Ordinal);
        var all = await RunAsync(["round", "board", "--year", "2021", "--all"]);
        Assert.Contains("many-56", all.Output, StringComparison.Ordinal);
        Assert.Equal(60, Ids(await RunAsync(["round", "board", "--year", "2021", "--json"])).Count());
    }

    [Fact]
    public async Task Board_ByAClerk_ShowsTheirOwnDepartmentWithoutTheCounts()
    {
        await RunAsync(["round", "open", "--year", "2021", "--deadline", "2099-12-31"]);

        var board = await RunAsync(TestTokens.Trusted.Of(Role.Clerk, "b-office"), ["round", "board", "--year", "2021", "--json"]);
        var close = await RunAsync(TestTokens.Trusted.Of(Role.Clerk, "b-office"), ["round", "close", "--year", "2021"]);

        Assert.Equal((ExitCode.Ok, JsonValueKind.Null), (board.ExitCode, board.Json.GetProperty("progress").ValueKind));
        Assert.Equal(["b-office"], Ids(board));
        Assert.Equal(ExitCode.NotAllowed, close.ExitCode);
    }

    [Fact]
    public async Task Late_ToAFileOrStdout_WritesTheListAsItIs()
    {
        await RunAsync(["round", "open", "--year", "2021", "--deadline", "2099-12-31", "--exempt", "c-office=新设"]);
        await SubmitAsync("b-office");
        var file = _folder.File("late.csv");

        var run = await RunAsync(["round", "late", "--year", "2021", "-o", file]);
        var piped = await RunAsync(["round", "late", "--year", "2021", "-o", "-", "--json"]);

        const string expected = "\uFEFF部门编号,部门名称,填报状态,截止日期,逾期天数\r\na-office,甲办,未开始,2099-12-31,0\r\n";
        var bytes = await File.ReadAllBytesAsync(file);
        Assert.Equal(expected, Encoding.UTF8.GetString(bytes));
        Assert.Equal((ExitCode.Ok, $"{file}：2021 年度催报名单，{bytes.Length} 字节\n"), (run.ExitCode, run.Output));
        Assert.Equal(ExitCode.Ok, piped.ExitCode);
        Assert.Equal(bytes, piped.Bytes);
        Assert.Contains("\"contentType\": \"text/csv; charset=utf-8\"", piped.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("round open --year 1999 --deadline 2022-03-31", "--year '1999'")]
    [InlineData("round open --year 2021 --deadline 31.3.2022", "--deadline '31.3.2022'")]
    [InlineData("round open --year 2021", "--deadline")]
    [InlineData("round open --year 2021 --deadline 2022-03-31 --late-policy maybe", "maybe")]
    [InlineData("round open --year 2021 --deadline 2022-03-31 --exempt b-office", "--exempt 'b-office'")]
    [InlineData("round open --year 2021 --deadline 2022-03-31 --exempt B=x", "--exempt 'B=x'")]
    [InlineData("round board --year 2021 --state lost", "lost")]
    [InlineData("round late --year 2021", "--output")]
    public async Task Options_ThatAreNone_AreRefusedByName(string line, string named)
    {
        var run = await RunAsync(line.Split(' '));

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show")]
    [InlineData("close")]
    [InlineData("board")]
    public async Task Commands_OfAYearWithoutARound_SayThatThereIsNone(string command)
    {
        var run = await RunAsync(["round", command, "--year", "2030"]);

        Assert.Equal(ExitCode.NotFound, run.ExitCode);
        Assert.Contains("rounds/2030", run.Error, StringComparison.Ordinal);
    }

    private Task<CliRun> RunAsync(string[] args) => RunAsync(TestTokens.Trusted.Of(Role.Reviewer), args);

    private Task<CliRun> RunAsync(string token, string[] args) =>
        CliRun.Async(new Dictionary<string, string> { ["LIWAN_DEPARTMENTS"] = $"{_departments.GrpcAddress}", ["LIWAN_TOKEN"] = token }, args);

    private async Task SubmitAsync(string department) => await new EventSinkService.EventSinkServiceClient(_departments.Channel).ApplyAsync(new ApplyRequest
    {
        Events =
        {
            new Event
            {
                ReportSubmitted = new ReportSubmitted
                {
                    MessageId = $"{Guid.NewGuid()}",
                    Report = $"departments/{department}/reports/2021",
                    Sequence = 2,
                    State = ReportState.Submitted,
                    Revision = 1,
                    EventTime = Timestamp.FromDateTimeOffset(new DateTimeOffset(2022, 4, 1, 0, 0, 0, TimeSpan.Zero)),
                    SnapshotSha256 = new string('0', 64),
                },
            },
        },
    });

    private static string? Text(CliRun run, string property) => run.Json.GetProperty(property).GetString();

    private static IEnumerable<string?> Ids(CliRun run) =>
        run.Json.GetProperty("filings").EnumerateArray().Select(filing => filing.GetProperty("department").GetString());
}

using System.Security.Cryptography;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Liwan.Budgets.V1;
using Liwan.Cli.Services;
using Liwan.Reports.V1;
using Liwan.Testing;
using Appendix = Liwan.Reports.V1.RenderReportRequest.Types.Appendix;
using State = Liwan.Reports.V1.Report.Types.State;

namespace Liwan.Cli.Tests.Commands;

/// <summary>submit, status and render.</summary>
public sealed class ReportCommandTests : IAsyncLifetime, IDisposable
{
    private const string Name = "departments/npc-office/reports/2021";

    private static readonly string[] Form = ["--department", "npc-office", "--year", "2021"];

    private readonly TemporaryFolder _folder = new();
    private FakeServices _services = null!;

    public async Task InitializeAsync()
    {
        _services = await FakeServices.StartAsync();
        _services.Reports[Name] = new Report { Name = Name, State = State.Draft };
        _services.Budgets["departments/npc-office/budgets/2021"] = new Budget
        {
            Total = new FundingTotal { CompletionRateBasisPoints = 9584, AdjustmentRateBasisPoints = -1808 },
        };
    }

    public async Task DisposeAsync() => await _services.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Submit_OfADraft_SubmitsWhatWasCheckedAndShowsTheFindings()
    {
        _services.Findings.Add(Warning());

        var run = await RunAsync(["submit", .. Form]);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Equal("seen", _services.Calls.Select(call => call.Request).OfType<SubmitReportRequest>().Single().Etag);
        Assert.Contains("已提交第 1 版", run.Output, StringComparison.Ordinal);
        Assert.Contains("2022-04-01 00:00:00", run.Output, StringComparison.Ordinal);
        Assert.Contains("提示 npc-office/2021 task_plan.tasks[0].indicators[0].actual：没有填指标完成情况", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_WithJson_PrintsTheDocumentedShape()
    {
        _services.Findings.Add(Warning());

        var run = await RunAsync(["submit", .. Form, "--json"]);

        Assert.Equal(
            """
            {
              "forms": [
                {
                  "department": "npc-office",
                  "year": 2021,
                  "outcome": "submitted",
                  "state": "SUBMITTED",
                  "revision": 1,
                  "submitTime": "2022-03-31T16:00:00+00:00",
                  "snapshotSha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                  "findings": [
                    {
                      "rule": "indicator-without-actual",
                      "severity": "WARNING",
                      "field": "task_plan.tasks[0].indicators[0].actual",
                      "message": "没有填指标完成情况"
                    }
                  ],
                  "error": null
                }
              ]
            }

            """,
            run.Output,
            ignoreLineEndingDifferences: true);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task Submit_WhenItIsSubmittedAlready_SucceedsWithoutAnotherRevision()
    {
        await RunAsync(["submit", .. Form]);

        var run = await RunAsync(["submit", .. Form]);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Contains("此前已提交第 1 版", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, _services.Reports[Name].Revision);
    }

    [Fact]
    public async Task Submit_WhenAFindingBlocks_DoesNotSubmit()
    {
        _services.Findings.Add(new Finding { Rule = "task-missing", Severity = Finding.Types.Severity.Error, Field = "task_plan.tasks", Message = "没有主要任务" });

        var run = await RunAsync(["submit", .. Form]);

        Assert.Equal(ExitCode.Refused, run.ExitCode);
        Assert.Empty(_services.Writes);
        Assert.Contains("须改正 npc-office/2021 task_plan.tasks：没有主要任务", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_WhenTheFormChangedMeanwhile_SaysWhatAndIsAConflict()
    {
        _services.Before = (method, _) =>
        {
            if (method == "SubmitReport")
            {
                throw FakeServices.Error(Code.Aborted, "ETAG_MISMATCH", "在您查看之后已被修改（budget），请重新查看后再操作。");
            }
        };

        var run = await RunAsync(["submit", .. Form, "--json"]);

        Assert.Equal(ExitCode.Conflict, run.ExitCode);
        var error = run.Json.GetProperty("forms")[0].GetProperty("error");
        Assert.Equal("在您查看之后已被修改（budget），请重新查看后再操作。", error.GetProperty("message").GetString());
        Assert.Equal("ABORTED", error.GetProperty("status").GetString());
        Assert.Equal("it", error.GetProperty("metadata").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Submit_OfSeveralForms_TakesTheGravestCodeAndDoesTheOthers()
    {
        var run = await RunAsync(["submit", "-d", "no-office", "npc-office", "-y", "2021"]);

        Assert.Equal(ExitCode.NotFound, run.ExitCode);
        Assert.Equal(State.Submitted, _services.Reports[Name].State);
        Assert.Contains("no-office/2021：departments/no-office/reports/2021 不存在。（NOT_FOUND NOT_FOUND）", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_OfASubmittedForm_TellsStateRatesFindingsAndArchive()
    {
        _services.Findings.Add(Warning());
        await RunAsync(["submit", .. Form]);
        Archive();

        var run = await RunAsync(["status", .. Form]);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Equal(
            [
                "npc-office 2021",
                "  状态  已提交",
                "  版次  第 1 版，2022-04-01 00:00:00",
                "  合计  预算完成率 95.84%，预算调整率 -18.08%",
                $"  归档  PDF 3 页，1234 字节，SHA-256 {new string('b', 64)}，2022-04-01 00:00:05",
                "  检查  1 条提示",
                "  提示 task_plan.tasks[0].indicators[0].actual：没有填指标完成情况",
            ],
            run.Output.ReplaceLineEndings("\n").TrimEnd().Split('\n').Select(line => line.TrimEnd()));
    }

    [Fact]
    public async Task Status_OfADraft_TellsTheFindingsOfTheDraftAndNoArchive()
    {
        _services.Findings.Add(Warning());

        var report = (await RunAsync(["status", .. Form, "--json"])).Json.GetProperty("reports")[0];

        Assert.Equal("DRAFT", report.GetProperty("state").GetString());
        Assert.Equal(9584, report.GetProperty("completionRateBasisPoints").GetInt32());
        Assert.Equal(1, report.GetProperty("findings").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, report.GetProperty("archive").ValueKind);
    }

    [Fact]
    public async Task Status_WithoutAForm_ListsAllPages()
    {
        foreach (var (department, year) in new[] { ("cppcc-office", 2021), ("npc-office", 2022), ("zz-office", 2021) })
        {
            _services.Reports[$"departments/{department}/reports/{year}"] = new Report { Name = $"departments/{department}/reports/{year}", State = State.Returned };
        }

        var all = await RunAsync(["status", "--json"]);
        var year2021 = await RunAsync(["status", "--year", "2021", "--json"]);
        var department2 = await RunAsync(["status", "--department", "npc-office", "--json"]);

        Assert.Equal(["cppcc-office/2021", "npc-office/2021", "npc-office/2022", "zz-office/2021"], Listed(all));
        Assert.Equal(["cppcc-office/2021", "npc-office/2021", "zz-office/2021"], Listed(year2021));
        Assert.Equal(["npc-office/2021", "npc-office/2022"], Listed(department2));

        static IEnumerable<string> Listed(CliRun run) => run.Json.GetProperty("reports").EnumerateArray()
            .Select(report => $"{report.GetProperty("department").GetString()}/{report.GetProperty("year").GetInt32()}");
    }

    [Fact]
    public async Task Status_WaitingForTheArchive_EndsWhenItIsThere()
    {
        await RunAsync(["submit", .. Form]);
        var asked = 0;
        _services.Before = (method, _) =>
        {
            if (method == "GetRevision" && ++asked == 3)
            {
                Archive();
            }
        };

        var run = await RunAsync(["status", .. Form, "--wait-archived", "30", "--json"]);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.True(run.Json.GetProperty("reports")[0].GetProperty("archive").GetProperty("archived").GetBoolean());
    }

    [Fact]
    public async Task Status_WhenItIsNotArchivedInTime_SaysWhyNot()
    {
        await RunAsync(["submit", .. Form]);
        _services.Revisions[$"{Name}/revisions/1"].ArchiveDelayReason = "没有可用的中文字体";

        var run = await RunAsync(["status", .. Form, "--wait-archived", "0.2"]);

        Assert.Equal(ExitCode.Unreachable, run.ExitCode);
        Assert.Contains("npc-office/2021 第 1 版在 0 秒内没有归档：没有可用的中文字体", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_WaitingForTheArchiveOfADraft_IsRefused() =>
        Assert.Equal(ExitCode.Refused, (await RunAsync(["status", .. Form, "--wait-archived", "30"])).ExitCode);

    [Fact]
    public async Task Render_ToAFile_WritesItWholeAndSaysPagesSizeAndHash()
    {
        var file = _folder.File("npc.pdf");
        await File.WriteAllTextAsync(file, "an older document");

        var run = await RunAsync(["render", .. Form, "--format", "pdf", "-o", file, "--json"]);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Equal(_services.Document, await File.ReadAllBytesAsync(file));
        Assert.Equal([file], Directory.GetFiles(_folder.Path));
        Assert.Equal(2, run.Json.GetProperty("pageCount").GetInt32());
        Assert.Equal(_services.Document.Length, run.Json.GetProperty("sizeBytes").GetInt32());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(_services.Document)), run.Json.GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task Render_ToStdout_WritesNothingButTheDocumentThere()
    {
        var run = await RunAsync(["render", .. Form, "--format", "html", "-o", "-", "--json"]);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Equal(_services.Document, run.Bytes);
        Assert.Equal("", run.Output);
        Assert.Contains("\"format\": \"html\"", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new string[0], Name)]
    [InlineData(new[] { "--revision", "3" }, Name + "/revisions/3")]
    [InlineData(new[] { "--revision", "draft" }, Name + "/revisions/draft")]
    public async Task Render_OfARevision_AsksForIt(string[] revision, string name)
    {
        await RunAsync(["render", .. Form, .. revision, "-o", "-"]);

        Assert.Equal(name, _services.Calls.Select(call => call.Request).OfType<RenderReportRequest>().Single().Name);
    }

    [Fact]
    public async Task Render_WithTablesBehindIt_AsksForThemInTheirOrder()
    {
        await RunAsync(["render", .. Form, "-o", "-", "--with", "scores", "comments", "-w", "findings"]);

        Assert.Equal(
            [Appendix.Scores, Appendix.ReviewComments, Appendix.Findings],
            _services.Calls.Select(call => call.Request).OfType<RenderReportRequest>().Single().Appendices);
    }

    [Fact]
    public async Task RoundRender_WritesThePiecesAsOneFileAndAsksForWhatWasSaid()
    {
        var file = _folder.File("2021.zip");

        var run = await RunAsync(["round", "render", "--year", "2021", "-f", "xlsx", "--state", "published", "-o", file, "--json"]);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Equal(_services.Document, await File.ReadAllBytesAsync(file));
        Assert.Equal(_services.Document.Length, run.Json.GetProperty("sizeBytes").GetInt64());
        Assert.Equal(
            new RenderRoundRequest { Name = "rounds/2021", Packaging = RenderRoundRequest.Types.Packaging.Zip, Format = RenderReportRequest.Types.Format.Xlsx, States = { State.Published } },
            _services.Calls.Select(call => call.Request).OfType<RenderRoundRequest>().Single());
    }

    [Fact]
    public async Task RoundRender_OfABook_AsksForOne()
    {
        await RunAsync(["round", "render", "--year", "2021", "--book", "-o", "-"]);

        Assert.Equal(RenderRoundRequest.Types.Packaging.Book, _services.Calls.Select(call => call.Request).OfType<RenderRoundRequest>().Single().Packaging);
    }

    [Fact]
    public async Task RoundRender_OfABookInAnotherFormat_IsRefusedBeforeAnyCall()
    {
        var run = await RunAsync(["round", "render", "--year", "2021", "--book", "-f", "docx", "-o", "-"]);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Empty(_services.Calls);
    }

    [Fact]
    public async Task Render_WhenItCannotWrite_LeavesNoPartOfAFile()
    {
        var run = await RunAsync(["render", .. Form, "-o", _folder.File("no/such/folder/npc.pdf")]);

        Assert.Equal(ExitCode.Refused, run.ExitCode);
        Assert.Contains("FILE_NOT_ACCESSIBLE", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    private static Finding Warning() => new()
    {
        Rule = "indicator-without-actual",
        Severity = Finding.Types.Severity.Warning,
        Field = "task_plan.tasks[0].indicators[0].actual",
        Message = "没有填指标完成情况",
    };

    private Task<CliRun> RunAsync(params string[] args) => CliRun.Async(_services, args);

    private void Archive() => _services.Revisions[$"{Name}/revisions/1"].Archive = new Archive
    {
        DocumentSha256 = new string('b', 64),
        SizeBytes = 1234,
        PageCount = 3,
        RendererVersion = "1",
        ArchiveTime = Timestamp.FromDateTimeOffset(new DateTimeOffset(2022, 3, 31, 16, 0, 5, TimeSpan.Zero)),
    };
}

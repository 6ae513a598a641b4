using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Liwan.Cli.Services;
using Liwan.Departments.V1;
using Liwan.Reports.V1;
using Liwan.Testing;
using Format = Liwan.Reports.V1.RenderRoundSummaryRequest.Types.Format;

namespace Liwan.Cli.Tests.Rounds;

public sealed class SummaryCommandTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private FakeServices _services = null!;

    public async Task InitializeAsync()
    {
        _services = await FakeServices.StartAsync();
        _services.Summary = new RoundSummary
        {
            Round = "rounds/2021",
            Progress = new RoundProgress { Owed = 40, Submitted = 1, Accepted = 1, Overdue = 38, Exempt = 2 },
            CountedForms = 2,
            Total = Funds(62_333_800, 58_724_300, 9918),
            Sources = { new SourceFunding { Source = "一般公共预算", Forms = 2, Funding = Funds(62_000_000, 58_000_000, 9355) } },
            OtherSources = Funds(333_800, 724_300, null),
            SourceCount = 4,
            Departments =
            {
                new DepartmentFigures
                {
                    Revision = "departments/npc-office/reports/2021/revisions/2", DepartmentName = "荔湾区人大办",
                    Funding = Funds(62_333_800, 58_724_300, 9918), Outcomes = new OutcomeCounts { Met = 20, NotMet = 2, Total = 22 },
                },
            },
            Outcomes = new OutcomeCounts { Exceeded = 1, Met = 20, NotMet = 2, Qualitative = 3, NotReported = 4, Exempt = 5, Total = 35 },
            CompletionClasses =
            {
                new CompletionClass { MostBasisPoints = 5999 },
                new CompletionClass { LeastBasisPoints = 6000, MostBasisPoints = 9499 },
                new CompletionClass { LeastBasisPoints = 9500, MostBasisPoints = 10000, Forms = 1 },
                new CompletionClass { LeastBasisPoints = 10001 },
            },
            FormsWithoutCompletionRate = 1,
            ComputeTime = Timestamp.FromDateTimeOffset(new DateTimeOffset(2022, 4, 1, 9, 5, 0, TimeSpan.Zero)),
        };
    }

    public async Task DisposeAsync() => await _services.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Summary_AsText_PrintsTheFiguresInChinese()
    {
        var run = await CliRun.Async(_services, "round", "summary", "--year", "2021");

        Assert.Equal((ExitCode.Ok, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            [
                "2021 年度应报 40 个部门：未开始 0，填报中 0，已提交 1，已退回 0，已通过 1，已公开 0；逾期 38，逾期提交 0，免报 2",
                "计入汇总 2 张表（已提交、已通过、已公开的最新版本），编制时间 2022-04-01 17:05:00，金额单位：万元",
                "资金来源 部门数 年初预算数 预算调整数 实际支出数 预算完成率 预算调整率",
                "合计 2 6233.38 -31.00 5872.43 99.18% —",
                "一般公共预算 2 6200.00 -31.00 5800.00 93.55% —",
                "其他（3种来源） 33.38 -31.00 72.43 — —",
                "部门 名称 年初预算数 预算调整数 实际支出数 预算完成率 预算调整率 指标 未完成",
                "npc-office 荔湾区人大办 6233.38 -31.00 5872.43 99.18% — 22 2",
                "指标 35 个：超额完成 1，完成 20，未完成 2，需人工评价 3，未填报 4，不作评价 5",
                "预算完成率（部门数）：低于60% 0，60%–95% 0，95%–100% 1，超过100% 0，无法计算 1",
            ],
            Rows(run.Output));
        Assert.Equal(("SummarizeRound", new SummarizeRoundRequest { Name = "rounds/2021" }), _services.Calls.Select(call => (call.Method, (SummarizeRoundRequest)call.Request)).Single());
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("-f", "json")]
    public async Task Summary_AsJson_PrintsTheMessageWithItsZeros(params string[] options)
    {
        var run = await CliRun.Async(_services, ["round", "summary", "-y", "2021", .. options]);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Equal(_services.Summary, RoundSummary.Parser.ParseJson(run.Output));
        Assert.Equal(0, run.Json.GetProperty("progress").GetProperty("draft").GetInt32());
    }

    [Theory]
    [InlineData("pdf", Format.Pdf)]
    [InlineData("xlsx", Format.Xlsx)]
    public async Task Summary_AsADocument_WritesTheFile(string format, Format asked)
    {
        var file = Path.Combine(_folder.Path, $"summary.{format}");

        var run = await CliRun.Async(_services, "round", "summary", "-y", "2021", "-f", format, "-o", file, "--json");

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Equal(_services.Document, await File.ReadAllBytesAsync(file));
        Assert.Equal((2021, format, _services.Document.Length), (run.Json.GetProperty("year").GetInt32(), run.Json.GetProperty("format").GetString(), run.Json.GetProperty("sizeBytes").GetInt32()));
        Assert.Equal(new RenderRoundSummaryRequest { Name = "rounds/2021", Format = asked }, _services.Calls.Single().Request);
    }

    [Theory]
    [InlineData("--output is needed for --format pdf.", "-f", "pdf")]
    [InlineData("--output: text goes to stdout; give --format pdf, xlsx or json.", "-o", "summary.txt")]
    public async Task Summary_WithAFormatThatDoesNotFitTheOutput_IsRefused(string problem, params string[] options)
    {
        var run = await CliRun.Async(_services, ["round", "summary", "-y", "2021", .. options]);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(problem, run.Error, StringComparison.Ordinal);
        Assert.Empty(_services.Calls);
    }

    // The lines without the rules of tables, their cells parted by one blank.
    private static IEnumerable<string> Rows(string output) => output.Split('\n')
        .Select(line => string.Join(' ', line.Split([' ', '│', '|', '\r'], StringSplitOptions.RemoveEmptyEntries)))
        .Where(line => line.Any(char.IsLetterOrDigit));

    private static FundingSum Funds(long initial, long actual, long? completion)
    {
        var funds = new FundingSum { InitialBudget = Yuan(initial), Adjustment = Yuan(-310_000), ActualExpenditure = Yuan(actual) };
        if (completion is { } rate)
        {
            funds.CompletionRateBasisPoints = rate;
        }

        return funds;
    }

    private static Money Yuan(long yuan) => new() { CurrencyCode = "CNY", Units = yuan };
}

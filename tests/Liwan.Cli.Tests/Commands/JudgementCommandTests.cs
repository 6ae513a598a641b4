using Liwan.Cli.Services;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using static Liwan.TaskIndicators.V1.Judgement.Types;
using Report = Liwan.Reports.V1.Report;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Cli.Tests.Commands;

/// <summary>read, override, and the outcomes that status counts.</summary>
public sealed class JudgementCommandTests : IAsyncLifetime
{
    private const string Plan = "departments/npc-office/taskPlans/2021";

    private static readonly string[] Form = ["--department", "npc-office", "--year", "2021"];

    private FakeServices _services = null!;

    public async Task InitializeAsync() => _services = await FakeServices.StartAsync();

    public async Task DisposeAsync() => await _services.DisposeAsync();

    [Fact]
    public async Task Read_OfOnePair_PrintsWhatItSays()
    {
        var run = await RunAsync("read", "--name", "满意度", "--target", "95%以上", "--actual", "96%", "--json");

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Equal(
            new IndicatorText { Name = "满意度", Target = "95%以上", Actual = "96%" },
            Assert.Single(_services.Calls.Select(call => call.Request).OfType<ReadIndicatorsRequest>().Single().Indicators));
        var indicator = run.Json.GetProperty("forms")[0].GetProperty("indicators")[0];
        Assert.Equal(("MET", "“95%以上”与“96%”。"), (indicator.GetProperty("outcome").GetString(), indicator.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Read_OfAFormFile_FilesNothingAndCountsTheOutcomes()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("form.json");
        await File.WriteAllTextAsync(file, """
            {"format":"liwan-form/1","amountUnit":"万元","year":2021,"departmentId":"npc-office","departmentName":"人大办",
             "funding":{"rows":[]},"annualObjective":{},
             "tasks":[{"expected":"甲","indicators":[{"name":"满意度","target":"95%","actual":"96%"}]},
                      {"expected":"乙","indicators":[{"name":"覆盖率","target":"90%","actual":""},{"name":"次数","target":"1次","actual":"1次"}]}]}
            """);

        var run = await RunAsync("read", file);

        Assert.True(run.ExitCode == ExitCode.Ok, run.Error);
        Assert.Equal(["ReadIndicators"], _services.Calls.Select(call => call.Method));
        Assert.Contains("共 3 个关键指标，完成 2 个，未填报 1 个", run.Output, StringComparison.Ordinal);
        Assert.Contains("2.2", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OfAStoredForm_GivesPlacesUidsAndReviewersWords()
    {
        Hold();

        var run = await RunAsync(["read", .. Form, "--json"]);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        var indicators = run.Json.GetProperty("forms")[0].GetProperty("indicators").EnumerateArray().ToList();
        Assert.Equal([("1.1", "a"), ("2.1", "b")], indicators.Select(indicator => (indicator.GetProperty("place").GetString()!, indicator.GetProperty("uid").GetString()!)));
        Assert.Equal(("MET", "NOT_MET"), (indicators[1].GetProperty("outcome").GetString(), indicators[1].GetProperty("readOutcome").GetString()));
        Assert.Equal(("已补做", "92.5"), (indicators[1].GetProperty("override").GetProperty("reason").GetString(), indicators[1].GetProperty("override").GetProperty("scoreRate").GetString()));
        Assert.Contains("人工认定：已补做", (await RunAsync(["read", .. Form])).Output.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("read")]
    [InlineData("read", "--target", "1", "form.json")]
    [InlineData("read", "--target", "1", "-d", "npc-office", "-y", "2021")]
    [InlineData("override", "-d", "npc-office", "-y", "2021", "-i", "1.1")]
    [InlineData("override", "-d", "npc-office", "-y", "2021", "-i", "1.1", "--outcome", "MET")]
    [InlineData("override", "-d", "npc-office", "-y", "2021", "-i", "1.1", "--outcome", "GOOD", "--reason", "好")]
    [InlineData("override", "-d", "npc-office", "-y", "2021", "-i", "1.1", "--outcome", "MET", "--reason", "好", "--clear")]
    [InlineData("override", "-d", "npc-office", "-y", "2021", "-i", "1", "--clear")]
    [InlineData("override", "-d", "npc-office", "-y", "2021", "-i", "0.1", "--clear")]
    public async Task ACommandLineThatSaysTooLittleOrTooMuch_IsUsage(params string[] args)
    {
        var run = await RunAsync(args);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Empty(_services.Calls);
    }

    [Fact]
    public async Task Override_NamesTheIndicatorByItsUid_UnderTheEtagThatWasSeen()
    {
        Hold();

        var run = await RunAsync(["override", .. Form, "-i", "1.1", "--outcome", "EXEMPT", "--reason", "当年未开展", "--score-rate", "80"]);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        var request = _services.Calls.Select(call => call.Request).OfType<OverrideOutcomeRequest>().Single();
        Assert.True(Guid.TryParse(request.RequestId, out _));
        Assert.Equal(
            new OverrideOutcomeRequest { Name = Plan, IndicatorUid = "a", Outcome = Outcome.Exempt, Reason = "当年未开展", ScoreRate = "80", Etag = "seen", RequestId = request.RequestId },
            request);
        Assert.Contains("npc-office/2021 第 1.1 个指标“满意度”：不作评价。人工认定：当年未开展", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Override_Cleared_SaysWhatTheReaderHadComeTo()
    {
        Hold();

        var run = await RunAsync(["override", .. Form, "-i", "2.1", "--clear", "--json"]);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Equal("b", _services.Calls.Select(call => call.Request).OfType<ClearOutcomeOverrideRequest>().Single().IndicatorUid);
        Assert.Equal("NOT_MET", run.Json.GetProperty("indicator").GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Override_OfAnIndicatorThatTheFormDoesNotHave_WritesNothing()
    {
        Hold();

        var run = await RunAsync(["override", .. Form, "-i", "1.2", "--clear"]);

        Assert.Equal(ExitCode.NotFound, run.ExitCode);
        Assert.Contains("没有第 1.2 个指标", run.Error, StringComparison.Ordinal);
        Assert.Equal(["GetTaskPlan"], _services.Calls.Select(call => call.Method));
    }

    [Fact]
    public async Task Status_OfAForm_CountsTheOutcomesInEffect()
    {
        Hold();
        _services.Reports["departments/npc-office/reports/2021"] = new Report { Name = "departments/npc-office/reports/2021", State = Report.Types.State.Draft };

        var people = await RunAsync(["status", .. Form]);
        var json = await RunAsync(["status", .. Form, "--json"]);

        Assert.Contains("  指标  超额完成 1 个，完成 1 个，详见 liwan read", people.Output, StringComparison.Ordinal);
        var outcomes = json.Json.GetProperty("reports")[0].GetProperty("outcomes");
        Assert.Equal([("EXCEEDED", 1), ("MET", 1)], outcomes.EnumerateObject().Select(outcome => (outcome.Name, outcome.Value.GetInt32())));
    }

    [Fact]
    public async Task Score_TakesTheRateOfTheBudget_AndSaysWhatIsPending()
    {
        _services.Budgets["departments/npc-office/budgets/2021"] = new Liwan.Budgets.V1.Budget { Total = new Liwan.Budgets.V1.FundingTotal { CompletionRateBasisPoints = 9899 } };

        var people = await RunAsync(["score", .. Form]);
        var json = await RunAsync(["score", .. Form, "--json"]);

        Assert.Equal(
            new ScoreTaskPlanRequest { Name = Plan, BudgetExecutionRate = "98.99" }, _services.Calls.Select(call => call.Request).OfType<ScoreTaskPlanRequest>().First());
        Assert.Contains("npc-office/2021：已得 49.90，最高可得 99.90；待评的指标用 liwan override 评定后再计", people.Output, StringComparison.Ordinal);
        Assert.Contains("待评", people.Output, StringComparison.Ordinal);
        Assert.Equal(("49.90", false), (json.Json.GetProperty("score").GetString(), json.Json.GetProperty("complete").GetBoolean()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, json.Json.GetProperty("parts")[1].GetProperty("indicators")[0].GetProperty("score").ValueKind);
    }

    [Fact]
    public async Task RuleSets_AreListedWithTheirPartsAndGrades()
    {
        var people = await RunAsync("rule-sets");
        var json = await RunAsync("rule-sets", "--json");

        Assert.Contains("产出指标90（output）", people.Output.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("ruleSets/mine", json.Json.GetProperty("ruleSets")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task CompareYears_ComparesWithTheYearBefore_UnlessAnotherIsNamed()
    {
        var people = await RunAsync(["compare-years", .. Form]);
        var json = await RunAsync(["compare-years", .. Form, "--with", "2019", "--json"]);

        Assert.Equal(
            ["departments/npc-office/taskPlans/2020", "departments/npc-office/taskPlans/2019"],
            _services.Calls.Select(call => call.Request).OfType<ComparePlansRequest>().Select(request => request.Older));
        Assert.Contains("npc-office/2021：与 2020 年相比有 1 处变化，1 个指标两年都有", people.Output, StringComparison.Ordinal);
        Assert.Equal(("ADDED", "MET", "NOT_MET"), (
            json.Json.GetProperty("changes")[0].GetProperty("kind").GetString(),
            json.Json.GetProperty("indicators")[0].GetProperty("olderOutcome").GetString(),
            json.Json.GetProperty("indicators")[0].GetProperty("newerOutcome").GetString()));
    }

    private void Hold() => _services.TaskPlans[Plan] = new TaskPlan
    {
        Name = Plan,
        Etag = "seen",
        Tasks =
        {
            new TaskIndicators.V1.Task { Indicators = { new Indicator { Uid = "a", DisplayName = "满意度", Target = "95%", Actual = "96%", Judgement = new Judgement { Outcome = Outcome.Exceeded, ReadOutcome = Outcome.Exceeded, Ratio = "1.0105", Reason = "完成值 96%，高于目标值 95%。" } } } },
            new TaskIndicators.V1.Task
            {
                Indicators =
                {
                    new Indicator
                    {
                        Uid = "b",
                        DisplayName = "覆盖率",
                        Target = "95%",
                        Actual = "90%",
                        Judgement = new Judgement
                        {
                            Outcome = Outcome.Met,
                            ReadOutcome = Outcome.NotMet,
                            Reason = "完成值 90%，低于目标值 95%。",
                            Override = new OutcomeOverride { Outcome = Outcome.Met, Reason = "已补做", ScoreRate = "92.5", Reviewer = "reviewer", OverrideTime = new Google.Protobuf.WellKnownTypes.Timestamp { Seconds = 1_640_000_000 } },
                        },
                    },
                },
            },
        },
    };

    private Task<CliRun> RunAsync(params string[] args) => CliRun.Async(_services, args);
}

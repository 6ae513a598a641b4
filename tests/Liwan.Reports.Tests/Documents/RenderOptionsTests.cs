using Grpc.Core;
using Liwan.Reports.V1;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using UglyToad.PdfPig;
using Appendix = Liwan.Reports.V1.RenderReportRequest.Types.Appendix;
using Format = Liwan.Reports.V1.RenderReportRequest.Types.Format;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Reports.Tests.Documents;

/// <summary>What is printed behind a form.</summary>
public abstract class RenderOptionsTests(ReportsFixture fixture)
{
    private ReviewService.ReviewServiceClient Reviews => new(fixture.Host.Channel);

    [DatabaseFact]
    public async Task Render_WithCommentsAndFindings_PrintsThoseOfTheRevision()
    {
        var name = await fixture.NewFormAsync();
        await fixture.SubmitAsync(name);
        await Reviews.CreateReviewCommentAsync(new CreateReviewCommentRequest { Parent = name, ReviewComment = new ReviewComment { Field = "report.problems", Text = "请写具体。" } });
        await fixture.ReopenAsync(name);
        await fixture.SubmitAsync(name);
        await Reviews.CreateReviewCommentAsync(new CreateReviewCommentRequest { Parent = name, ReviewComment = new ReviewComment { Text = "总体较好。" } });

        var first = await PrintAsync($"{name}/revisions/1", Appendix.Findings, Appendix.ReviewComments);
        var second = await PrintAsync(name, Appendix.ReviewComments);

        Assert.Equal(3, first.Count);
        Assert.Contains("附录一检查结果荔湾区新名局（2021年度）第1版序号级别位置检查结果1提示任务1的关键指标“出席率”的指标完成情况", first[1], StringComparison.Ordinal);
        Assert.StartsWith("附录二审核意见荔湾区新名局（2021年度）第1版序号位置原文审核意见版次提出处理情况1存在问题计划性不足。请写具体。1test", first[2], StringComparison.Ordinal);
        Assert.EndsWith("未处理第3页共3页", first[2], StringComparison.Ordinal);
        Assert.DoesNotContain("总体较好。", string.Concat(first), StringComparison.Ordinal);
        Assert.Contains("2整表总体较好。2test", second[1], StringComparison.Ordinal);
    }

    [DatabaseFact]
    public async Task Render_OfADraftWithFindings_PrintsWhatTheChecksSayNow()
    {
        var name = await fixture.NewFormAsync();

        var draft = await PrintAsync($"{name}/revisions/draft", Appendix.Findings, Appendix.ReviewComments);

        Assert.Contains("荔湾区新名局（2021年度）草稿", draft[1], StringComparison.Ordinal);
        Assert.Contains("没有审核意见。", draft[2], StringComparison.Ordinal);
        Assert.All(draft, page => Assert.Contains("送审稿", page, StringComparison.Ordinal));
    }

    [DatabaseFact]
    public async Task Render_WithScores_PrintsThemWithTheExecutionRateOfTheForm()
    {
        var name = await ScoredFormAsync();
        await fixture.SubmitAsync(name);

        var pages = await PrintAsync(name, Appendix.Scores);

        Assert.Contains("附录一评分", pages[1], StringComparison.Ordinal);
        Assert.Contains("培训次数5040.00完成值为目标值的80%，得分率80%。小计5040.00", pages[1], StringComparison.Ordinal);
        Assert.Contains("合计10089.50等级：良", pages[1], StringComparison.Ordinal);
    }

    [DatabaseFact]
    public async Task Render_WithScoresOfARevisionThatThePlanMayHaveLeft_IsRefused()
    {
        var name = await ScoredFormAsync();
        await fixture.SubmitAsync(name);
        await fixture.ReopenAsync(name);

        var refused = await RpcError.OfAsync(() => fixture.Reports.RenderReportAsync(new RenderReportRequest { Name = name, Appendices = { Appendix.Scores } }));
        var draft = await PrintAsync($"{name}/revisions/draft", Appendix.Scores);
        var unchosen = await RpcError.OfAsync(async () => await PrintAsync(await fixture.NewFormAsync(), Appendix.Scores));

        Assert.Equal((StatusCode.FailedPrecondition, "SCORES_NOT_KEPT"), (refused.Code, refused.Reason));
        Assert.Equal($"{name}/revisions/1", refused.Metadata["name"]);
        Assert.Contains("等级：良", draft[1], StringComparison.Ordinal);
        Assert.Equal((StatusCode.FailedPrecondition, "RULE_SET_NOT_CHOSEN"), (unchosen.Code, unchosen.Reason));
    }

    [DatabaseTheory]
    [InlineData(Format.Docx)]
    [InlineData(Format.Xlsx)]
    [InlineData(Format.Html)]
    public async Task Render_WithAnAppendix_DoesSoInEveryFormat(Format format)
    {
        var name = await fixture.NewFormAsync();

        var plain = await fixture.Reports.RenderReportAsync(new RenderReportRequest { Name = name, Format = format });
        var longer = await fixture.Reports.RenderReportAsync(new RenderReportRequest { Name = name, Format = format, Appendices = { Appendix.Findings } });

        Assert.Equal(plain.ContentType, longer.ContentType);
        Assert.True(longer.Data.Length > plain.Data.Length);
    }

    [DatabaseTheory]
    [InlineData(Format.Json, new[] { Appendix.Findings }, "appendices[0]")]
    [InlineData(Format.Pdf, new[] { Appendix.Findings, Appendix.Findings }, "appendices[1]")]
    [InlineData(Format.Pdf, new[] { Appendix.Scores, Appendix.Unspecified }, "appendices[1]")]
    [InlineData(Format.Pdf, new[] { (Appendix)9 }, "appendices[0]")]
    [InlineData((Format)9, new Appendix[0], "format")]
    public async Task Render_WithOptionsThatMeanNothing_NamesThem(Format format, Appendix[] appendices, string field)
    {
        var error = await RpcError.OfAsync(() => fixture.Reports.RenderReportAsync(
            new RenderReportRequest { Name = "departments/nobody/reports/2021", Format = format, Appendices = { appendices } }));

        Assert.Equal([(field, "VALUE_NOT_ACCEPTED")], error.Fields);
    }

    private async Task<string> ScoredFormAsync()
    {
        var name = await fixture.NewFormAsync();
        var plan = await fixture.TaskPlans.GetTaskPlanAsync(new GetTaskPlanRequest { Name = ReportsFixture.TaskPlanOf(name) });
        plan.RuleSet = "ruleSets/national-2020";
        plan.Tasks[0].Indicators.Clear();
        plan.Tasks[0].Indicators.Add(new Indicator { DisplayName = "培训次数", Target = "10次", Actual = "8次", Level = "output", Weight = "50", DeviationReason = "疫情" });
        plan.Tasks[0].Indicators.Add(new Indicator { DisplayName = "覆盖率", Target = "≥95%", Actual = "98%", Level = "benefit", Weight = "30" });
        plan.Tasks[0].Indicators.Add(new Indicator { DisplayName = "满意度", Target = "≥95%", Actual = "98%", Level = "satisfaction", Weight = "10" });
        await fixture.TaskPlans.UpdateTaskPlanAsync(new UpdateTaskPlanRequest { TaskPlan = plan });
        return name;
    }

    private async Task<List<string>> PrintAsync(string name, params Appendix[] appendices)
    {
        var body = await fixture.Reports.RenderReportAsync(new RenderReportRequest { Name = name, Appendices = { appendices } });
        using var pdf = PdfDocument.Open(body.Data.ToByteArray());
        return [.. pdf.GetPages().Select(page => string.Concat(page.Letters.Select(letter => letter.Value).Where(text => !string.IsNullOrWhiteSpace(text))))];
    }
}

public sealed class RenderOptionsOnSqlite(ReportsFixture<OnSqlite> fixture) : RenderOptionsTests(fixture), IClassFixture<ReportsFixture<OnSqlite>>;

[SqlServer]
public sealed class RenderOptionsOnSqlServer(ReportsFixture<OnSqlServer> fixture) : RenderOptionsTests(fixture), IClassFixture<ReportsFixture<OnSqlServer>>;

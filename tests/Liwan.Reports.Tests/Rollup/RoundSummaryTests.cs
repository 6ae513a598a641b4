using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Liwan.Budgets.V1;
using Liwan.Departments.V1;
using Liwan.Reports.V1;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using UglyToad.PdfPig;
using Format = Liwan.Reports.V1.RenderRoundSummaryRequest.Types.Format;
using Outcome = Liwan.TaskIndicators.V1.Judgement.Types.Outcome;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Reports.Tests.Rollup;

/// <summary>Each test has a year of its own.</summary>
public abstract class RoundSummaryTests(ReportsFixture fixture)
{
    [DatabaseFact]
    public async Task Summarize_OfARound_CountsTheLatestRevisionOfWhatIsSubmittedOrAccepted()
    {
        await TestRounds.OpenAsync(fixture.DepartmentsHost.Channel, 2031);
        var accepted = await NewFormAsync("2031");
        var revised = await NewFormAsync("2031");
        var returned = await NewFormAsync("2031");
        await NewFormAsync("2031");
        foreach (var form in (string[])[accepted, revised, returned])
        {
            await fixture.SubmitAsync(form);
        }

        await fixture.Reports.AcceptReportAsync(new AcceptReportRequest { Name = accepted });
        await fixture.ReopenAsync(returned);
        await fixture.ReopenAsync(revised);
        await SetFundsAsync(revised, ReportsFixture.Row(500_000_00), new FundingRow { Source = "其他资金", InitialBudget = ReportsFixture.Fen(1_00), Adjustment = ReportsFixture.Fen(0), ActualExpenditure = ReportsFixture.Fen(3) });
        await fixture.SubmitAsync(revised);
        await OverrideAsync(accepted, Outcome.Met);
        await UntilAsync("2031", progress => progress is { Accepted: 1, Submitted: 1, Returned: 1, Draft: 1 });

        var summary = await fixture.Rollups.SummarizeRoundAsync(new SummarizeRoundRequest { Name = "rounds/2031" });

        Assert.InRange(summary.ComputeTime.ToDateTimeOffset(), DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow);
        var progress = await fixture.Rounds.GetRoundProgressAsync(new GetRoundProgressRequest { Name = "rounds/2031/progress" });
        Assert.Equal(
            Whole($$$"""
            {
              "round": "rounds/2031", "progress": {{{progress}}}, "countedForms": 2, "sourceCount": 2,
              "total": {"initialBudget": {{{Money("1500001")}}}, "adjustment": {{{Money("-200000")}}}, "actualExpenditure": {{{Money("1710000", 30_000_000)}}}, "completionRateBasisPoints": "13154", "adjustmentRateBasisPoints": "-1333"},
              "sources": [
                {"source": "一般公共预算", "forms": 2, "funding": {"initialBudget": {{{Money("1500000")}}}, "adjustment": {{{Money("-200000")}}}, "actualExpenditure": {{{Money("1710000")}}}, "completionRateBasisPoints": "13154", "adjustmentRateBasisPoints": "-1333"}},
                {"source": "其他资金", "forms": 1, "funding": {"initialBudget": {{{Money("1")}}}, "adjustment": {{{Money("0")}}}, "actualExpenditure": {{{Money("0", 30_000_000)}}}, "completionRateBasisPoints": "300", "adjustmentRateBasisPoints": "0"}}
              ],
              "departments": [
                {
                  "revision": "{{{revised}}}/revisions/2", "departmentName": "荔湾区新名局",
                  "funding": {"initialBudget": {{{Money("500001")}}}, "adjustment": {{{Money("-100000")}}}, "actualExpenditure": {{{Money("855000", 30_000_000)}}}, "completionRateBasisPoints": "21375", "adjustmentRateBasisPoints": "-2000"},
                  "outcomes": {"notReported": 1, "total": 1}
                },
                {
                  "revision": "{{{accepted}}}/revisions/1", "departmentName": "荔湾区新名局",
                  "funding": {"initialBudget": {{{Money("1000000")}}}, "adjustment": {{{Money("-100000")}}}, "actualExpenditure": {{{Money("855000")}}}, "completionRateBasisPoints": "9500", "adjustmentRateBasisPoints": "-1000"},
                  "outcomes": {"met": 1, "total": 1}
                }
              ],
              "outcomes": {"met": 1, "notReported": 1, "total": 2},
              "completionClasses": [
                {"mostBasisPoints": "5999"}, {"leastBasisPoints": "6000", "mostBasisPoints": "7999"}, {"leastBasisPoints": "8000", "mostBasisPoints": "8999"},
                {"leastBasisPoints": "9000", "mostBasisPoints": "9499"}, {"leastBasisPoints": "9500", "mostBasisPoints": "10000", "forms": 1}, {"leastBasisPoints": "10001", "forms": 1}
              ]
            }
            """),
            new RoundSummary(summary) { ComputeTime = null });
    }

    [DatabaseFact]
    public async Task Summarize_OverJson_IsTheSameAsOverGrpc()
    {
        await TestRounds.OpenAsync(fixture.DepartmentsHost.Channel, 2032);

        var json = await fixture.Host.Http.GetStringAsync(new Uri("/v1/rounds/2032:summarize", UriKind.Relative));

        var summary = await fixture.Rollups.SummarizeRoundAsync(new SummarizeRoundRequest { Name = "rounds/2032" });
        Assert.Equal(new RoundSummary(summary) { ComputeTime = null }, new RoundSummary(JsonParser.Default.Parse<RoundSummary>(json)) { ComputeTime = null });
        Assert.Equal((0, 0, 6), (summary.CountedForms, summary.Departments.Count, summary.CompletionClasses.Count));
    }

    [DatabaseFact]
    public async Task Render_OfARound_IsOnePageOrAWorkbook()
    {
        await TestRounds.OpenAsync(fixture.DepartmentsHost.Channel, 2033);
        await fixture.SubmitAsync(await NewFormAsync("2033"));

        var pdf = await fixture.Rollups.RenderRoundSummaryAsync(new RenderRoundSummaryRequest { Name = "rounds/2033" });
        var workbook = await fixture.Rollups.RenderRoundSummaryAsync(new RenderRoundSummaryRequest { Name = "rounds/2033", Format = Format.Xlsx });

        Assert.Equal("application/pdf", pdf.ContentType);
        using var document = PdfDocument.Open(pdf.Data.ToByteArray());
        Assert.StartsWith("荔湾区2033年度部门整体支出绩效自评汇总", string.Concat(Assert.Single(document.GetPages()).Letters.Select(letter => letter.Value)), StringComparison.Ordinal);
        Assert.Equal(("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK"), (workbook.ContentType, workbook.Data.Span[..2] is [(byte)'P', (byte)'K'] ? "PK" : ""));
    }

    [DatabaseTheory]
    [InlineData("rounds/2098", 0, StatusCode.NotFound, "NOT_FOUND")]
    [InlineData("rounds/21", 0, StatusCode.InvalidArgument, "YEAR_OUT_OF_RANGE")]
    [InlineData("departments/2021", 0, StatusCode.InvalidArgument, "NAME_MALFORMED")]
    [InlineData("", 2, StatusCode.InvalidArgument, "FIELD_REQUIRED")]
    [InlineData("rounds/2021", 7, StatusCode.InvalidArgument, "VALUE_NOT_ACCEPTED")]
    public async Task Render_OfWhatIsNotThere_SaysWhatIsWrong(string name, int format, StatusCode code, string reason)
    {
        var error = await RpcError.OfAsync(() => fixture.Rollups.RenderRoundSummaryAsync(new RenderRoundSummaryRequest { Name = name, Format = (Format)format }).ResponseAsync);

        Assert.Equal(code, error.Code);
        Assert.Contains(reason, error.Fields.Select(field => field.Reason).Append(error.Reason));
    }

    [DatabaseTheory]
    [InlineData("departments")]
    [InlineData("taskindicators")]
    public async Task Summarize_WhileAServiceBelowIsDown_IsUnavailable(string service)
    {
        await using var host = await fixture.StartReportsAsync($"reports-without-{service}", $"--services:{service}:grpc:0=http://127.0.0.1:1");
        var rollups = new RollupService.RollupServiceClient(host.Channel);

        var error = await RpcError.OfAsync(() => rollups.SummarizeRoundAsync(new SummarizeRoundRequest { Name = "rounds/2021" }).ResponseAsync);

        Assert.Equal((StatusCode.Unavailable, "SERVICE_UNAVAILABLE", service), (error.Code, error.Reason, error.Metadata["service"]));
    }

    private Task<string> NewFormAsync(string year) => fixture.NewFormAsync(year);

    private async Task SetFundsAsync(string form, params FundingRow[] rows) => await fixture.Budgets.UpdateBudgetAsync(new UpdateBudgetRequest
    {
        Budget = new Budget { Name = ReportsFixture.BudgetOf(form), FundingRows = { rows } },
    });

    private async Task OverrideAsync(string form, Outcome outcome)
    {
        var plan = await fixture.TaskPlans.GetTaskPlanAsync(new GetTaskPlanRequest { Name = ReportsFixture.TaskPlanOf(form) });
        await fixture.TaskPlans.OverrideOutcomeAsync(new OverrideOutcomeRequest { Name = plan.Name, IndicatorUid = plan.Tasks[0].Indicators[0].Uid, Outcome = outcome, Reason = "已核实。" });
    }

    private Task UntilAsync(string year, Func<RoundProgress, bool> isSo) => Wait.UntilAsync("the board knows of all moves", async () =>
        isSo(await fixture.Rounds.GetRoundProgressAsync(new GetRoundProgressRequest { Name = $"rounds/{year}/progress" })));

    private static RoundSummary Whole(string json) => JsonParser.Default.Parse<RoundSummary>(json);

    private static string Money(string yuan, int nanos = 0) =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"currencyCode\": \"CNY\", \"units\": \"{yuan}\", \"nanos\": {nanos}}}");
}

public sealed class RoundSummaryOnSqlite(ReportsFixture<OnSqlite> fixture) : RoundSummaryTests(fixture), IClassFixture<ReportsFixture<OnSqlite>>
{
    private static readonly int Copies = Environment.GetEnvironmentVariable("LIWAN_TEST_FULL") == "1" ? 4_999 : 99;
    private readonly ReportsFixture _fixture = fixture;

    [Fact]
    public async Task Summarize_OfManyForms_CountsEachOnce()
    {
        await TestRounds.OpenAsync(_fixture.DepartmentsHost.Channel, 2034);
        var form = await _fixture.NewFormAsync("2034");
        await _fixture.SubmitAsync(form);
        await CopyAsync(form.Split('/')[1]);

        var summary = await _fixture.Rollups.SummarizeRoundAsync(new SummarizeRoundRequest { Name = "rounds/2034" });

        Assert.Equal((Copies + 1, Copies + 1), (summary.CountedForms, summary.Departments.Select(department => department.Revision).Distinct().Count()));
        Assert.Equal((855_000L * (Copies + 1), 95_00L), (summary.Total.ActualExpenditure.Units, summary.Total.CompletionRateBasisPoints));
        Assert.Equal(Copies + 1, Assert.Single(summary.Sources).Forms);
        Assert.Equal(1, summary.Outcomes.Total);
    }

    /// <summary>Puts copies of a form and its revision beside it, as forms of departments that only this database knows.</summary>
    private async Task CopyAsync(string department)
    {
        const string numbers = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < @Copies)";
        await _fixture.ReadReportsAsync(session => session.ExecuteAsync(
            $"""
            {numbers} INSERT INTO report (department, year, state, template, title, attachment_label, year_line, seal_line, amount_unit,
                department_cell_text, problems, improvements, revision, submit_time, return_reason, sequence, create_time, update_time, etag)
            SELECT 'copy-' || n, year, state, template, title, attachment_label, year_line, seal_line, amount_unit,
                department_cell_text, problems, improvements, revision, submit_time, return_reason, sequence, create_time, update_time, etag
            FROM report, numbers WHERE department = @department AND year = 2034;
            """,
            new { Copies, department }));
        await _fixture.ReadReportsAsync(session => session.ExecuteAsync(
            $"""
            {numbers} INSERT INTO revision (department, year, number, submit_time, late, snapshot, snapshot_sha256, format_version, findings)
            SELECT 'copy-' || n, year, number, submit_time, late, snapshot, snapshot_sha256, format_version, findings
            FROM revision, numbers WHERE department = @department AND year = 2034;
            """,
            new { Copies, department }));
    }
}

[SqlServer]
public sealed class RoundSummaryOnSqlServer(ReportsFixture<OnSqlServer> fixture) : RoundSummaryTests(fixture), IClassFixture<ReportsFixture<OnSqlServer>>;

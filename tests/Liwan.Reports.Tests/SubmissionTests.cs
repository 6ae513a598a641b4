using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Liwan.Budgets.V1;
using Liwan.Departments.V1;
using Liwan.Reports.V1;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Reports.Tests;

public abstract class SubmissionTests(ReportsFixture fixture)
{
    [DatabaseFact]
    public async Task Submit_WhenAnIndicatorHasNoActual_WarnsAndStillSubmits()
    {
        var name = await fixture.NewFormAsync();

        var submitted = await fixture.SubmitAsync(name);

        Assert.Equal((Report.Types.State.Submitted, 1, 2L), (submitted.Report.State, submitted.Report.Revision, submitted.Report.Sequence));
        var finding = Assert.Single(submitted.Revision.Findings);
        Assert.Equal(
            ("indicator-without-actual", Finding.Types.Severity.Warning, "task_plan.tasks[0].indicators[0].actual"),
            (finding.Rule, finding.Severity, finding.Field));
        Assert.Equal(submitted.Report.SubmitTime, submitted.Revision.SubmitTime);
    }

    [DatabaseFact]
    public async Task Submit_FilesLocksAndArchives()
    {
        var name = await fixture.NewFormAsync();

        await fixture.SubmitAsync(name);

        var archived = await fixture.ArchivedAsync(name, 1);
        await Wait.UntilAsync("the form counts as filed and archived", async () =>
            (await fixture.Rounds.GetFilingAsync(new GetFilingRequest { Name = ReportsFixture.FilingOf(name) })) is { Filed: true, Archived: true, Revision: 1, Sequence: 3 });
        await Wait.UntilAsync("budget and task plan are locked", async () =>
            (await fixture.Budgets.GetBudgetAsync(new GetBudgetRequest { Name = ReportsFixture.BudgetOf(name) })).Locked
            && (await fixture.TaskPlans.GetTaskPlanAsync(new GetTaskPlanRequest { Name = ReportsFixture.TaskPlanOf(name) })).Locked);

        var pdf = (await fixture.Reports.RenderReportAsync(new RenderReportRequest { Name = name })).Data.ToByteArray();
        Assert.Equal(archived.Archive.DocumentSha256, Convert.ToHexStringLower(SHA256.HashData(pdf)));
        Assert.Equal(pdf.Length, archived.Archive.SizeBytes);
        Assert.StartsWith("%PDF-", Encoding.ASCII.GetString(pdf, 0, 5), StringComparison.Ordinal);

        var locked = await RpcError.OfAsync(() => fixture.Budgets.UpdateBudgetAsync(
            new UpdateBudgetRequest { Budget = new Budget { Name = ReportsFixture.BudgetOf(name), FundingRows = { ReportsFixture.Row(1) } } }));
        Assert.Equal((StatusCode.FailedPrecondition, "YEAR_LOCKED"), (locked.Code, locked.Reason));
    }

    [DatabaseFact]
    public async Task Submit_WhenSomethingChangedSinceItWasSeen_IsAbortedNamingIt()
    {
        var name = await fixture.NewFormAsync();
        var seen = await fixture.Reports.GetReportAsync(new GetReportRequest { Name = name });
        await fixture.Budgets.UpdateBudgetAsync(
            new UpdateBudgetRequest { Budget = new Budget { Name = ReportsFixture.BudgetOf(name), FundingRows = { ReportsFixture.Row(7_00) } } });
        await fixture.Reports.UpdateReportAsync(new UpdateReportRequest { Report = new Report { Name = name, Problems = "又改" } });

        var error = await RpcError.OfAsync(() => fixture.Reports.SubmitReportAsync(new SubmitReportRequest { Name = name, Etag = seen.Etag }));

        Assert.Equal((StatusCode.Aborted, "ETAG_MISMATCH", "report, budget"), (error.Code, error.Reason, error.Metadata["changed"]));
        var now = await fixture.Reports.GetReportAsync(new GetReportRequest { Name = name });
        Assert.Equal((Report.Types.State.Draft, 0), (now.State, now.Revision));
        Assert.Equal(now.Etag, error.Metadata["etag"]);
    }

    [DatabaseFact]
    public async Task Submit_WhenSomethingBlocks_IsRefusedWithEachFindingAndChangesNothing()
    {
        var department = await fixture.NewDepartmentAsync();
        var name = (await fixture.Reports.CreateReportAsync(new CreateReportRequest { Parent = department, ReportId = "2021", Report = new Report { Problems = "有" } })).Name;

        var error = await RpcError.OfAsync(() => fixture.SubmitAsync(name));

        Assert.Equal((StatusCode.FailedPrecondition, "CHECKS_FAILED", "5"), (error.Code, error.Reason, error.Metadata["count"]));
        Assert.Equal(
            [
                ("funding-row-missing", "budget.funding_rows"), ("task-missing", "task_plan.tasks"),
                ("text-empty", "task_plan.annual_objective.expected"), ("text-empty", "task_plan.annual_objective.achieved"),
                ("text-empty", "report.improvements"),
            ],
            error.Preconditions.Select(violation => (violation.Type, violation.Subject)));
        Assert.Empty((await fixture.Reports.ListRevisionsAsync(new ListRevisionsRequest { Parent = name })).Revisions);
    }

    [DatabaseFact]
    public async Task Check_BesideTheLastRevisionOfTheYearBefore_SuspectsWhatIsTenThousandTimesMore()
    {
        var last = await fixture.NewFormAsync();
        await fixture.SubmitAsync(last);
        await LockedAsync(true);
        await fixture.Reports.ReturnReportAsync(new ReturnReportRequest { Name = last, Reason = "请核对。" });
        await LockedAsync(false);
        await fixture.Budgets.UpdateBudgetAsync(
            new UpdateBudgetRequest { Budget = new Budget { Name = ReportsFixture.BudgetOf(last), FundingRows = { ReportsFixture.Row(900_000_00) } } });
        await fixture.SubmitAsync(last);
        await TestRounds.OpenAsync(fixture.DepartmentsHost.Channel, 2022);
        var name = await fixture.NewFormAsync("2022", last[..last.IndexOf("/reports", StringComparison.Ordinal)]);
        var row = ReportsFixture.Row(9_000_000_000_00);
        row.Adjustment = ReportsFixture.Fen(-1_000_000_000_00);
        row.ActualExpenditure = ReportsFixture.Fen(8_550_000_000_00);
        await fixture.Budgets.UpdateBudgetAsync(new UpdateBudgetRequest { Budget = new Budget { Name = ReportsFixture.BudgetOf(name), FundingRows = { row } } });

        var findings = (await fixture.Reports.CheckReportAsync(new CheckReportRequest { Name = name })).Findings;
        var submitted = await fixture.SubmitAsync(name);

        Assert.Equal(
            "资金来源“一般公共预算”的年初预算数 900000.00 万元是上年同一栏的 90.00 万元的 10000 倍，疑似按元填报，请核对；如确是按元填报，应改为 90.00。",
            findings.First(finding => finding.Field == "budget.funding_rows[0].initial_budget").Message);
        Assert.Equal(findings, submitted.Revision.Findings);

        Task LockedAsync(bool locked) => Wait.UntilAsync($"locked is {locked}", async () =>
            (await fixture.Budgets.GetBudgetAsync(new GetBudgetRequest { Name = ReportsFixture.BudgetOf(last) })).Locked == locked);
    }

    [DatabaseFact]
    public async Task Submit_RepeatedWithItsRequestId_GivesTheFirstAnswer()
    {
        var name = await fixture.NewFormAsync();
        var etag = (await fixture.Reports.CheckReportAsync(new CheckReportRequest { Name = name })).Etag;
        var request = new SubmitReportRequest { Name = name, Etag = etag, RequestId = Guid.NewGuid().ToString() };

        var first = await fixture.Reports.SubmitReportAsync(request);
        await fixture.ArchivedAsync(name, 1);
        var second = await fixture.Reports.SubmitReportAsync(request);

        Assert.Equal(first, second);
        var again = await RpcError.OfAsync(() => fixture.SubmitAsync(name));
        Assert.Equal((StatusCode.FailedPrecondition, "STATE_FORBIDS", "recall, return, accept"), (again.Code, again.Reason, again.Metadata["allowed"]));
    }

    [DatabaseFact]
    public async Task Submit_By16AtOnce_MakesOneRevision()
    {
        var name = await fixture.NewFormAsync();
        var etag = (await fixture.Reports.CheckReportAsync(new CheckReportRequest { Name = name })).Etag;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            try
            {
                await fixture.Reports.SubmitReportAsync(new SubmitReportRequest { Name = name, Etag = etag });
                return StatusCode.OK;
            }
            catch (RpcException e)
            {
                return e.StatusCode;
            }
        }));

        Assert.Single(outcomes, StatusCode.OK);
        Assert.All(outcomes, outcome => Assert.Contains(outcome, new[] { StatusCode.OK, StatusCode.Aborted, StatusCode.FailedPrecondition }));
        Assert.Single((await fixture.Reports.ListRevisionsAsync(new ListRevisionsRequest { Parent = name })).Revisions);
    }

    [DatabaseFact]
    public async Task Submit_WithTheEtagOfAList_SaysWhichEtagIsMeant()
    {
        var name = await fixture.NewFormAsync();
        var listed = (await fixture.Reports.ListReportsAsync(new ListReportsRequest { Parent = name[..name.IndexOf("/reports", StringComparison.Ordinal)] })).Reports[0];

        var error = await RpcError.OfAsync(() => fixture.Reports.SubmitReportAsync(new SubmitReportRequest { Name = name, Etag = listed.Etag }));

        Assert.Equal([("etag", "ETAG_MALFORMED")], error.Fields);
    }

    [DatabaseFact]
    public async Task Return_UnlocksAndASecondSubmissionLeavesTheFirstRevisionAsItWas()
    {
        var name = await fixture.NewFormAsync();
        await fixture.SubmitAsync(name);
        await fixture.ArchivedAsync(name, 1);
        var first = await fixture.Reports.RenderReportAsync(new RenderReportRequest { Name = $"{name}/revisions/1" });
        await fixture.LockedAsync(name, true);

        var returned = await fixture.Reports.ReturnReportAsync(new ReturnReportRequest { Name = name, Reason = "资金数请核对。" });
        Assert.Equal((Report.Types.State.Returned, "资金数请核对。", 4L), (returned.State, returned.ReturnReason, returned.Sequence));
        await fixture.LockedAsync(name, false);
        await fixture.Budgets.UpdateBudgetAsync(
            new UpdateBudgetRequest { Budget = new Budget { Name = ReportsFixture.BudgetOf(name), FundingRows = { ReportsFixture.Row(2_000_000_00) } } });
        var second = await fixture.SubmitAsync(name);
        await fixture.ArchivedAsync(name, 2);

        Assert.Equal((2, 5L, ""), (second.Report.Revision, second.Report.Sequence, second.Report.ReturnReason));
        Assert.Equal(
            [$"{name}/revisions/1", $"{name}/revisions/2"],
            (await fixture.Reports.ListRevisionsAsync(new ListRevisionsRequest { Parent = name })).Revisions.Select(revision => revision.Name));
        Assert.Equal(first, await fixture.Reports.RenderReportAsync(new RenderReportRequest { Name = $"{name}/revisions/1" }));
        Assert.NotEqual(first, await fixture.Reports.RenderReportAsync(new RenderReportRequest { Name = name }));
    }

    [DatabaseTheory]
    [InlineData("", "FIELD_REQUIRED")]
    [InlineData(" \n", "FIELD_REQUIRED")]
    public async Task Return_WithoutAReason_IsRefused(string reason, string expected)
    {
        var name = await fixture.NewFormAsync();

        var error = await RpcError.OfAsync(() => fixture.Reports.ReturnReportAsync(new ReturnReportRequest { Name = name, Reason = reason }));

        Assert.Equal([("reason", expected)], error.Fields);
    }

    [DatabaseFact]
    public async Task Return_OfADraft_SaysWhatMayBeDoneInstead()
    {
        var name = await fixture.NewFormAsync();

        var error = await RpcError.OfAsync(() => fixture.Reports.ReturnReportAsync(new ReturnReportRequest { Name = name, Reason = "退回" }));

        Assert.Equal((StatusCode.FailedPrecondition, "STATE_FORBIDS"), (error.Code, error.Reason));
        Assert.Equal(("DRAFT", "submit"), (error.Metadata["state"], error.Metadata["allowed"]));
    }

    [DatabaseFact]
    public async Task UpdateReport_WhileSubmitted_IsRefused()
    {
        var name = await fixture.NewFormAsync();
        await fixture.SubmitAsync(name);

        var error = await RpcError.OfAsync(() => fixture.Reports.UpdateReportAsync(new UpdateReportRequest
        {
            Report = new Report { Name = name, Problems = "晚了" },
            UpdateMask = new FieldMask { Paths = { "problems" } },
        }));

        Assert.Equal((StatusCode.FailedPrecondition, "STATE_FORBIDS"), (error.Code, error.Reason));
    }

    [DatabaseFact]
    public async Task Submit_WhenAServiceBelowIsDown_IsUnavailableAndChangesNothing()
    {
        var name = await fixture.NewFormAsync();
        var etag = (await fixture.Reports.CheckReportAsync(new CheckReportRequest { Name = name })).Etag;
        // The same database under a reports service that looks for budgets where nobody listens.
        await using var cutOff = await fixture.StartReportsAsync("reports", "--services:budgets:grpc:0=http://127.0.0.1:1");
        var client = new ReportService.ReportServiceClient(cutOff.Channel);

        var error = await RpcError.OfAsync(() => client.SubmitReportAsync(new SubmitReportRequest { Name = name, Etag = etag }));

        Assert.Equal((StatusCode.Unavailable, "SERVICE_UNAVAILABLE", "budgets"), (error.Code, error.Reason, error.Metadata["service"]));
        Assert.Equal(Report.Types.State.Draft, (await fixture.Reports.GetReportAsync(new GetReportRequest { Name = name })).State);
    }

    [DatabaseFact]
    public async Task Submit_WhenDepartmentsIsDown_IsUnavailableAndChangesNothing()
    {
        var name = await fixture.NewFormAsync();
        var etag = (await fixture.Reports.CheckReportAsync(new CheckReportRequest { Name = name })).Etag;
        await using var cutOff = await fixture.StartReportsAsync("reports", "--services:departments:grpc:0=http://127.0.0.1:1");

        var error = await RpcError.OfAsync(() => new ReportService.ReportServiceClient(cutOff.Channel).SubmitReportAsync(new SubmitReportRequest { Name = name, Etag = etag }));

        Assert.Equal((StatusCode.Unavailable, "SERVICE_UNAVAILABLE", "departments"), (error.Code, error.Reason, error.Metadata["service"]));
        Assert.Equal(Report.Types.State.Draft, (await fixture.Reports.GetReportAsync(new GetReportRequest { Name = name })).State);
    }

    [DatabaseFact]
    public async Task Render_OfADraft_CarriesTheDraftMarkAndFollowsTheDraft()
    {
        var name = await fixture.NewFormAsync();

        var html = await fixture.Reports.RenderReportAsync(new RenderReportRequest { Name = name, Format = RenderReportRequest.Types.Format.Html });
        var json = await fixture.Reports.RenderReportAsync(new RenderReportRequest { Name = $"{name}/revisions/draft", Format = RenderReportRequest.Types.Format.Json });

        Assert.Equal("text/html; charset=utf-8", html.ContentType);
        Assert.Contains("送审稿", html.Data.ToStringUtf8(), StringComparison.Ordinal);
        Assert.Equal("计划性不足。", JsonDocument.Parse(json.Data.Memory).RootElement.GetProperty("problems").GetString());
    }

    [DatabaseFact]
    public async Task Render_OfARevisionAsJson_GivesTheBytesOfItsHash()
    {
        var name = await fixture.NewFormAsync();
        var submitted = await fixture.SubmitAsync(name);

        var json = await fixture.Reports.RenderReportAsync(new RenderReportRequest { Name = name, Format = RenderReportRequest.Types.Format.Json });

        Assert.Equal(submitted.Revision.SnapshotSha256, Convert.ToHexStringLower(SHA256.HashData(json.Data.Span)));
    }

    [DatabaseTheory]
    [InlineData("/revisions/9", StatusCode.NotFound, "NOT_FOUND")]
    [InlineData("/revisions/0", StatusCode.InvalidArgument, "NAME_MALFORMED")]
    [InlineData("/revisions/x", StatusCode.InvalidArgument, "NAME_MALFORMED")]
    [InlineData("/other/1", StatusCode.InvalidArgument, "NAME_MALFORMED")]
    public async Task Render_OfWhatIsNotThere_SaysSo(string suffix, StatusCode code, string reason)
    {
        var name = await fixture.NewFormAsync();

        var error = await RpcError.OfAsync(() => fixture.Reports.RenderReportAsync(new RenderReportRequest { Name = name + suffix }));

        Assert.Equal((code, reason), (error.Code, error.Reason));
    }

    [DatabaseFact]
    public async Task Submit_AsJson_WorksLikeTheCall()
    {
        var name = await fixture.NewFormAsync();
        var check = await fixture.Host.Http.PostAsJsonAsync($"/v1/{name}:check", new { });
        var etag = (await check.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("etag").GetString();

        var refused = await fixture.Host.Http.PostAsJsonAsync($"/v1/{name}:submit", new { etag = "x.y.z.w" });
        var submitted = await fixture.Host.Http.PostAsJsonAsync($"/v1/{name}:submit", new { etag });
        var pdf = await fixture.Host.Http.GetAsync($"/v1/{name}:render?format=PDF");

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("ETAG_MISMATCH", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("SUBMITTED", (await submitted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("report").GetProperty("state").GetString());
        Assert.Equal("application/pdf", pdf.Content.Headers.ContentType?.MediaType);
    }
}

public sealed class SubmissionOnSqlite(ReportsFixture<OnSqlite> fixture) : SubmissionTests(fixture), IClassFixture<ReportsFixture<OnSqlite>>;

[SqlServer]
public sealed class SubmissionOnSqlServer(ReportsFixture<OnSqlServer> fixture) : SubmissionTests(fixture), IClassFixture<ReportsFixture<OnSqlServer>>;

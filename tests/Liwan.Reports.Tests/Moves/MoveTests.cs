using Grpc.Core;
using Liwan.Reports.V1;
using Liwan.Testing;
using State = Liwan.Reports.V1.Report.Types.State;

namespace Liwan.Reports.Tests.Moves;

public abstract class MoveTests(ReportsFixture fixture)
{
    [DatabaseFact]
    public async Task Form_ThroughItsWholeLife_KeepsTheTimesAndReasonsOfItsState()
    {
        var name = await fixture.NewFormAsync();
        var submitted = (await fixture.SubmitAsync(name)).Report;
        await fixture.ArchivedAsync(name, 1);

        var accepted = await fixture.Reports.AcceptReportAsync(new AcceptReportRequest { Name = name });
        var published = await fixture.Reports.PublishReportAsync(new PublishReportRequest { Name = name });
        var unpublished = await fixture.Reports.UnpublishReportAsync(new UnpublishReportRequest { Name = name, Reason = "附件有误" });
        var returned = await fixture.Reports.ReturnReportAsync(new ReturnReportRequest { Name = name, Reason = "请核对" });

        Assert.Equal((State.Accepted, accepted.UpdateTime, null), (accepted.State, accepted.AcceptTime, accepted.PublishTime));
        Assert.Equal((State.Published, accepted.AcceptTime, published.UpdateTime), (published.State, published.AcceptTime, published.PublishTime));
        Assert.Equal((State.Accepted, accepted.AcceptTime, null), (unpublished.State, unpublished.AcceptTime, unpublished.PublishTime));
        Assert.Equal((State.Returned, null, "请核对"), (returned.State, returned.AcceptTime, returned.ReturnReason));
        Assert.All([accepted, published, unpublished, returned], report => Assert.Equal((1, submitted.SubmitTime), (report.Revision, report.SubmitTime)));

        var recalled = await SubmitAndRecallAsync(name);
        Assert.Equal((State.Draft, 2, string.Empty), (recalled.State, recalled.Revision, recalled.ReturnReason));
    }

    [DatabaseFact]
    public async Task History_OfAForm_TellsEveryChangeByWhomAndWhy()
    {
        var name = await fixture.NewFormAsync();
        await fixture.Reports.UpdateReportAsync(new UpdateReportRequest { Report = new Report { Name = name, Problems = "预算执行偏慢。", Title = "荔湾区部门整体支出绩效自评表" } });
        await fixture.SubmitAsync(name);
        await fixture.ArchivedAsync(name, 1);
        await fixture.Reports.ReturnReportAsync(new ReturnReportRequest { Name = name, Reason = "请核对" });

        var changes = (await fixture.Reports.ListReportChangesAsync(new ListReportChangesRequest { Parent = name })).Changes;

        Assert.Equal(
            [
                ("start", State.Unspecified, State.Draft, "test", "", 0, ""),
                ("edit", State.Draft, State.Draft, "test", "", 0, "report.problems"),
                ("submit", State.Draft, State.Submitted, "test", "", 1, ""),
                ("archive", State.Submitted, State.Submitted, "service:reports", "", 1, ""),
                ("return", State.Submitted, State.Returned, "test", "请核对", 1, ""),
            ],
            changes.Select(change => (change.Action, change.FromState, change.ToState, change.Caller, change.Reason, change.Revision, string.Join(',', change.ChangedFields))));
        Assert.Equal(Enumerable.Range(1, 5).Select(number => $"{name}/changes/{number}"), changes.Select(change => change.Name));
        Assert.Equal(changes.Select(change => change.CreateTime.ToDateTimeOffset()).Order(), changes.Select(change => change.CreateTime.ToDateTimeOffset()));
    }

    [DatabaseFact]
    public async Task History_OverSeveralPages_GivesEachChangeOnce()
    {
        var name = await fixture.NewFormAsync();
        foreach (var i in Enumerable.Range(0, 6))
        {
            await fixture.Reports.UpdateReportAsync(new UpdateReportRequest { Report = new Report { Name = name, Problems = $"第 {i} 稿" } });
        }

        var listed = new List<ReportChange>();
        var request = new ListReportChangesRequest { Parent = name, PageSize = 3 };
        do
        {
            var page = await fixture.Reports.ListReportChangesAsync(request);
            Assert.InRange(page.Changes.Count, 1, 3);
            listed.AddRange(page.Changes);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(Enumerable.Range(1, 7).Select(number => $"{name}/changes/{number}"), listed.Select(change => change.Name));
        request.PageToken = "no token";
        Assert.Equal("PAGE_TOKEN_INVALID", (await RpcError.OfAsync(() => fixture.Reports.ListReportChangesAsync(request))).Reason);
        var unknown = new ListReportChangesRequest { Parent = name.Replace("/2021", "/2022", StringComparison.Ordinal) };
        Assert.Equal("NOT_FOUND", (await RpcError.OfAsync(() => fixture.Reports.ListReportChangesAsync(unknown))).Reason);
    }

    [DatabaseFact]
    public async Task RecallAndReturn_By32AtOnce_LetOneWinAndRefuseTheOthers()
    {
        var name = await fixture.NewFormAsync();
        await fixture.SubmitAsync(name);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(async i =>
        {
            try
            {
                return i % 2 == 0
                    ? (await fixture.Reports.RecallReportAsync(new RecallReportRequest { Name = name, Reason = "撤回" })).State.ToString()
                    : (await fixture.Reports.ReturnReportAsync(new ReturnReportRequest { Name = name, Reason = "退回" })).State.ToString();
            }
            catch (RpcException e)
            {
                return e.StatusCode.ToString();
            }
        }));

        Assert.Single(outcomes, outcome => outcome is nameof(State.Draft) or nameof(State.Returned));
        Assert.Equal(31, outcomes.Count(outcome => outcome is nameof(StatusCode.FailedPrecondition) or nameof(StatusCode.Aborted)));
        var changes = (await fixture.Reports.ListReportChangesAsync(new ListReportChangesRequest { Parent = name })).Changes;
        Assert.Single(changes, change => change.Action is "recall" or "return");
    }

    [DatabaseFact]
    public async Task BudgetAndTaskPlan_UnlockWithRecall_AndWithReturnAfterUnpublishing()
    {
        var name = await fixture.NewFormAsync();
        await fixture.SubmitAsync(name);
        await fixture.LockedAsync(name, true);
        await fixture.Reports.RecallReportAsync(new RecallReportRequest { Name = name, Reason = "发现一处错误" });
        await fixture.LockedAsync(name, false);

        await fixture.SubmitAsync(name);
        await fixture.ArchivedAsync(name, 2);
        await fixture.Reports.AcceptReportAsync(new AcceptReportRequest { Name = name });
        await fixture.Reports.PublishReportAsync(new PublishReportRequest { Name = name });
        await fixture.LockedAsync(name, true);
        await fixture.Reports.UnpublishReportAsync(new UnpublishReportRequest { Name = name, Reason = "附件有误" });
        await fixture.Reports.ReturnReportAsync(new ReturnReportRequest { Name = name, Reason = "请核对" });
        await fixture.LockedAsync(name, false);
    }

    [DatabaseFact]
    public async Task Moves_WithoutAReason_AreRefusedNamingTheField()
    {
        var name = await fixture.NewFormAsync();
        var errors = new[]
        {
            await RpcError.OfAsync(() => fixture.Reports.RecallReportAsync(new RecallReportRequest { Name = name })),
            await RpcError.OfAsync(() => fixture.Reports.UnpublishReportAsync(new UnpublishReportRequest { Name = name, Reason = " " })),
            await RpcError.OfAsync(() => fixture.Reports.ReturnReportAsync(new ReturnReportRequest { Name = name, Reason = new string('长', 2001) })),
        };
        Assert.Equal([("reason", "FIELD_REQUIRED"), ("reason", "FIELD_REQUIRED"), ("reason", "TEXT_TOO_LONG")], errors.Select(error => Assert.Single(error.Fields)));
    }

    [DatabaseFact]
    public async Task Publish_OfAFormWithAMobileNumber_IsRefusedNamingThePlaceAndNotTheNumber()
    {
        var name = await fixture.NewFormAsync();
        await fixture.Reports.UpdateReportAsync(new UpdateReportRequest { Report = new Report { Name = name, Problems = "请致电13800138000核实。" } });
        var findings = (await fixture.SubmitAsync(name)).Revision.Findings;
        await fixture.ArchivedAsync(name, 1);
        await fixture.Reports.AcceptReportAsync(new AcceptReportRequest { Name = name });

        var error = await RpcError.OfAsync(() => fixture.Reports.PublishReportAsync(new PublishReportRequest { Name = name }));

        Assert.Contains(findings, finding => finding.Field == "report.problems" && finding.Severity == Finding.Types.Severity.Warning);
        Assert.Equal((StatusCode.FailedPrecondition, "CHECKS_FAILED"), (error.Code, error.Reason));
        var violation = Assert.Single(error.Preconditions);
        Assert.Equal("report.problems", violation.Subject);
        Assert.DoesNotContain("13800138000", violation.Description, StringComparison.Ordinal);
        Assert.Equal(State.Accepted, (await fixture.Reports.GetReportAsync(new GetReportRequest { Name = name })).State);
    }

    [DatabaseFact]
    public async Task Batch_OfForms_MovesThoseThatMayAndSaysWhyTheOthersMayNot()
    {
        var submitted = await fixture.NewFormAsync();
        var draft = await fixture.NewFormAsync();
        await fixture.SubmitAsync(submitted);
        var absent = submitted.Replace("/2021", "/2022", StringComparison.Ordinal);

        var accepted = await fixture.Reports.BatchAcceptReportsAsync(new BatchAcceptReportsRequest
        {
            Requests = { new[] { submitted, draft, absent, "departments/x" }.Select(name => new AcceptReportRequest { Name = name, RequestId = Guid.NewGuid().ToString() }) },
        });
        var returned = await fixture.Reports.BatchReturnReportsAsync(new BatchReturnReportsRequest
        {
            Requests = { new ReturnReportRequest { Name = submitted, Reason = "请核对" }, new ReturnReportRequest { Name = draft, Reason = "请核对" } },
        });

        Assert.Equal([submitted, draft, absent, "departments/x"], accepted.Outcomes.Select(outcome => outcome.Name));
        Assert.Equal(
            ["Accepted", "STATE_FORBIDS", "NOT_FOUND", "NAME_MALFORMED"],
            accepted.Outcomes.Select(outcome => outcome.Report?.State.ToString() ?? outcome.Error.GetDetail<Google.Rpc.ErrorInfo>()!.Reason));
        Assert.Equal(["Returned", "STATE_FORBIDS"], returned.Outcomes.Select(outcome => outcome.Report?.State.ToString() ?? outcome.Error.GetDetail<Google.Rpc.ErrorInfo>()!.Reason));
    }

    [DatabaseFact]
    public async Task Batch_Repeated_GivesTheFirstAnswers()
    {
        var names = new[] { await fixture.NewFormAsync(), await fixture.NewFormAsync() };
        foreach (var name in names)
        {
            await fixture.SubmitAsync(name);
        }

        var request = new BatchAcceptReportsRequest { Requests = { names.Select(name => new AcceptReportRequest { Name = name, RequestId = Guid.NewGuid().ToString() }) } };
        Assert.Equal(await fixture.Reports.BatchAcceptReportsAsync(request), await fixture.Reports.BatchAcceptReportsAsync(request));
    }

    [DatabaseFact]
    public async Task Batch_ThatIsNone_IsRefusedAsAWhole()
    {
        var many = new BatchAcceptReportsRequest { Requests = { Enumerable.Range(0, 101).Select(i => new AcceptReportRequest { Name = $"departments/d-{i}/reports/2021" }) } };
        var twice = new BatchAcceptReportsRequest { Requests = { new AcceptReportRequest { Name = "departments/aa/reports/2021" }, new AcceptReportRequest { Name = "departments/aa/reports/2021" } } };
        var errors = new[]
        {
            await RpcError.OfAsync(() => fixture.Reports.BatchAcceptReportsAsync(new BatchAcceptReportsRequest())),
            await RpcError.OfAsync(() => fixture.Reports.BatchAcceptReportsAsync(many)),
            await RpcError.OfAsync(() => fixture.Reports.BatchAcceptReportsAsync(twice)),
        };
        Assert.Equal(
            [("requests", "FIELD_REQUIRED"), ("requests", "TOO_MANY_ITEMS"), ("requests[1].name", "VALUE_NOT_ACCEPTED")],
            errors.Select(error => Assert.Single(error.Fields)));
    }

    private async Task<Report> SubmitAndRecallAsync(string name)
    {
        await fixture.SubmitAsync(name);
        return await fixture.Reports.RecallReportAsync(new RecallReportRequest { Name = name, Reason = "发现一处错误" });
    }
}

public sealed class MovesOnSqlite(ReportsFixture<OnSqlite> fixture) : MoveTests(fixture), IClassFixture<ReportsFixture<OnSqlite>>;

[SqlServer]
public sealed class MovesOnSqlServer(ReportsFixture<OnSqlServer> fixture) : MoveTests(fixture), IClassFixture<ReportsFixture<OnSqlServer>>;

using Liwan.Reports.V1;
using Liwan.Testing;
using Kind = Liwan.Reports.V1.FieldChange.Types.Kind;

namespace Liwan.Reports.Tests.Comparison;

public abstract class CompareRevisionsTests(ReportsFixture fixture)
{
    [DatabaseFact]
    public async Task CompareRevisions_TellsWhatChangedBetweenTwoSubmissionsAndSince()
    {
        var name = await fixture.NewFormAsync();
        await fixture.SubmitAsync(name);
        await fixture.Reports.ReturnReportAsync(new ReturnReportRequest { Name = name, Reason = "请写具体。" });
        await fixture.Reports.UpdateReportAsync(new UpdateReportRequest { Report = new Report { Name = name, Problems = "预算执行偏慢。" } });
        await fixture.SubmitAsync(name);
        await fixture.Reports.RecallReportAsync(new RecallReportRequest { Name = name, Reason = "再改" });
        await fixture.Reports.UpdateReportAsync(new UpdateReportRequest { Report = new Report { Name = name, Improvements = "按季通报。" } });

        var first = await CompareAsync(name, 1, 2);
        var since = await CompareAsync(name, 0, 0);
        var whole = await CompareAsync(name, 1, 0);

        var problems = new FieldChange { Field = "report.problems", Label = "存在问题", Kind = Kind.Changed, Before = "计划性不足。", After = "预算执行偏慢。" };
        var improvements = new FieldChange { Field = "report.improvements", Label = "改进措施", Kind = Kind.Changed, Before = "加强计划。", After = "按季通报。" };
        Assert.Equal(new CompareRevisionsResponse { Older = $"{name}/revisions/1", Newer = $"{name}/revisions/2", Changes = { problems } }, first);
        Assert.Equal(first, await CompareAsync(name, 0, 2));
        Assert.Equal(new CompareRevisionsResponse { Older = $"{name}/revisions/2", Newer = $"{name}/revisions/draft", Changes = { improvements } }, since);
        Assert.Equal([problems, improvements], whole.Changes);
        Assert.Empty((await CompareAsync(name, 2, 2)).Changes);
        Assert.Equal(["report.improvements"], (await fixture.Reports.GetReportAsync(new GetReportRequest { Name = name })).ChangedFields);
    }

    [DatabaseFact]
    public async Task ChangedFields_OfAFormAsItWasSubmitted_AreNone_AndFollowTheServicesBelow()
    {
        var name = await fixture.NewFormAsync();
        Assert.Empty((await fixture.Reports.GetReportAsync(new GetReportRequest { Name = name })).ChangedFields);
        await fixture.SubmitAsync(name);
        Assert.Empty((await fixture.Reports.GetReportAsync(new GetReportRequest { Name = name })).ChangedFields);
        await fixture.Reports.ReturnReportAsync(new ReturnReportRequest { Name = name, Reason = "请核对。" });
        await Wait.UntilAsync("the budget is open again", async () => !(await fixture.Budgets.GetBudgetAsync(new() { Name = ReportsFixture.BudgetOf(name) })).Locked);
        await fixture.Budgets.UpdateBudgetAsync(new() { Budget = new() { Name = ReportsFixture.BudgetOf(name), FundingRows = { ReportsFixture.Row(2_000_000_00) } } });

        var changed = (await fixture.Reports.GetReportAsync(new GetReportRequest { Name = name })).ChangedFields;

        Assert.Contains("budget.funding_rows[0].initial_budget", changed);
        Assert.Contains("budget.total.completion_rate_basis_points", changed);
        Assert.DoesNotContain(changed, field => field.StartsWith("report.", StringComparison.Ordinal));
    }

    [DatabaseFact]
    public async Task CompareRevisions_OfWhatIsNotThere_SaysSo()
    {
        var name = await fixture.NewFormAsync();
        await fixture.SubmitAsync(name);

        Assert.Equal($"{name}/revisions/7", (await RpcError.OfAsync(() => CompareAsync(name, 1, 7))).Metadata["name"]);
        Assert.Equal($"{name}/revisions/0", (await RpcError.OfAsync(() => CompareAsync(name, 0, 1))).Metadata["name"]);
        Assert.Equal("NOT_FOUND", (await RpcError.OfAsync(() => CompareAsync(name.Replace("/2021", "/2022", StringComparison.Ordinal), 1, 2))).Reason);
        Assert.Equal([("older_revision", "VALUE_NOT_ACCEPTED"), ("newer_revision", "VALUE_NOT_ACCEPTED")], (await RpcError.OfAsync(() => CompareAsync(name, -1, -2))).Fields);
    }

    private async Task<CompareRevisionsResponse> CompareAsync(string name, int older, int newer) =>
        await fixture.Reports.CompareRevisionsAsync(new CompareRevisionsRequest { Name = name, OlderRevision = older, NewerRevision = newer });
}

public sealed class CompareRevisionsOnSqlite(ReportsFixture<OnSqlite> fixture) : CompareRevisionsTests(fixture), IClassFixture<ReportsFixture<OnSqlite>>;

[SqlServer]
public sealed class CompareRevisionsOnSqlServer(ReportsFixture<OnSqlServer> fixture) : CompareRevisionsTests(fixture), IClassFixture<ReportsFixture<OnSqlServer>>;

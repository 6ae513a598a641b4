using Liwan.Reports.Drafts;
using Liwan.Reports.Submission;
using Liwan.Reports.V1;
using Liwan.Testing;

namespace Liwan.Reports.Tests;

public sealed class ReportSeekTests(ReportsFixture<OnSqlite> fixture) : IClassFixture<ReportsFixture<OnSqlite>>
{
    [Theory]
    [InlineData("", "sqlite_autoindex_report_1 (department=? AND year>?)", "sqlite_autoindex_report_1 (department>?)")]
    [InlineData("year", "ix_report_newest_year (year=? AND department>?)", "ix_report_year (year>?)")]
    [InlineData("year desc", "ix_report_newest_year (year=? AND department>?)", "ix_report_newest_year (year<?)")]
    [InlineData("update_time desc", "ix_report_update_time (update_time=? AND department<?)", "ix_report_update_time (update_time<?)")]
    public async Task ListReports_OnALaterPage_SeeksInTheIndexOfTheOrder(string orderBy, params string[] seeks)
    {
        await fixture.NewFormAsync();
        await fixture.NewFormAsync();
        var request = new ListReportsRequest { Parent = "departments/-", OrderBy = orderBy, PageSize = 1 };
        request.PageToken = (await fixture.Reports.ListReportsAsync(request)).NextPageToken;

        request.PageSize = 1000;
        await QueryPlans.AssertSeeksAsync(fixture.Host, "report", seeks, async () => await fixture.Reports.ListReportsAsync(request));
    }

    [Theory]
    [InlineData("", "sqlite_autoindex_revision_1 (department=? AND year=? AND number>?)")]
    [InlineData("revision desc", "sqlite_autoindex_revision_1 (department=? AND year=? AND number<?)")]
    public async Task ListRevisions_OnALaterPage_SeeksInTheKey(string orderBy, string seek)
    {
        var report = await fixture.NewFormAsync();
        for (var number = 1; number <= 2; number++)
        {
            await fixture.SubmitAsync(report);
            await fixture.Reports.ReturnReportAsync(new ReturnReportRequest { Name = report, Reason = "请核对。" });
        }

        var request = new ListRevisionsRequest { Parent = report, OrderBy = orderBy, PageSize = 1 };
        request.PageToken = (await fixture.Reports.ListRevisionsAsync(request)).NextPageToken;

        await QueryPlans.AssertSeeksAsync(fixture.Host, "r", [seek], async () => await fixture.Reports.ListRevisionsAsync(request));
    }

    [Fact]
    public void ListReports_InTheContract_IsDescribedAsItIs() => ListContract.AssertSays("reports/v1/report.proto", "ListReportsRequest", ReportList.Method);

    [Fact]
    public void ListRevisions_InTheContract_IsDescribedAsItIs() => ListContract.AssertSays("reports/v1/report.proto", "ListRevisionsRequest", RevisionList.Method);
}

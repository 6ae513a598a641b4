using Liwan.Reports.V1;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Reports.Tests.Submission;

public abstract class RevisionListTests(ReportsFixture fixture)
{
    [DatabaseFact]
    public async Task ListRevisions_ByFilterAndOrder_GivesWhatTheySay()
    {
        var report = await fixture.NewFormAsync();
        var revisions = new List<Revision>();
        for (var number = 1; number <= 3; number++)
        {
            await fixture.SubmitAsync(report);
            revisions.Add(await fixture.ArchivedAsync(report, number));
            await fixture.Reports.ReturnReportAsync(new ReturnReportRequest { Name = report, Reason = "请核对。" });
        }

        var second = $"{revisions[1].SubmitTime.ToDateTimeOffset():yyyy-MM-ddTHH:mm:ss.ffffffZ}";
        Assert.Equal(revisions, await ListAsync("", ""));
        Assert.Equal(revisions, await ListAsync("archive.archive_time:*", "revision"));
        Assert.Equal(revisions.AsEnumerable().Reverse(), await ListAsync("", "revision desc"));
        Assert.Equal([revisions[2], revisions[1]], await ListAsync($"submit_time >= {second}", "revision desc"));
        Assert.Equal([revisions[0]], await ListAsync($"NOT submit_time >= {second}", ""));
        Assert.Empty(await ListAsync("NOT archive.archive_time:*", ""));
        Assert.Empty(await ListAsync($"archive.archive_time < {second} submit_time > {second}", ""));

        foreach (var (filter, orderBy, field, reason) in new[] { ("archive:*", "", "filter", "FILTER_FIELD_UNKNOWN"), ("", "submit_time", "order_by", "ORDER_BY_INVALID") })
        {
            var error = await RpcError.OfAsync(() => fixture.Reports.ListRevisionsAsync(new ListRevisionsRequest { Parent = report, Filter = filter, OrderBy = orderBy }));
            Assert.Equal([(field, reason)], error.Fields);
        }

        async Task<List<Revision>> ListAsync(string filter, string orderBy)
        {
            var listed = new List<Revision>();
            var request = new ListRevisionsRequest { Parent = report, Filter = filter, OrderBy = orderBy, PageSize = 1 };
            do
            {
                var page = await fixture.Reports.ListRevisionsAsync(request);
                listed.AddRange(page.Revisions);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);

            return listed;
        }
    }

    [DatabaseFact]
    public async Task ListRevisions_WithThousandsOfFindings_StaysBelowWhatClientsAccept()
    {
        var report = await fixture.NewFormAsync();
        var name = new string('率', 190);
        var task = new TaskIndicators.V1.Task
        {
            Expected = "召开会议。",
            Achieved = "会议顺利召开。",
            Funds = ReportsFixture.Fen(0),
            Indicators = { Enumerable.Range(0, 50).Select(i => new Indicator { DisplayName = $"{name}{i}", Target = "85%" }) },
        };
        await fixture.TaskPlans.UpdateTaskPlanAsync(new UpdateTaskPlanRequest
        {
            TaskPlan = new TaskPlan { Name = ReportsFixture.TaskPlanOf(report), Tasks = { Enumerable.Repeat(task, 21) } },
        });
        for (var number = 1; number <= 6; number++)
        {
            Assert.Equal(1000, (await fixture.SubmitAsync(report)).Revision.Findings.Count);
            await fixture.Reports.ReturnReportAsync(new ReturnReportRequest { Name = report, Reason = "请核对。" });
        }

        var request = new ListRevisionsRequest { Parent = report };
        var pages = new List<int>();
        do
        {
            var page = await fixture.Reports.ListRevisionsAsync(request);
            pages.Add(page.Revisions.Count);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(6, pages.Sum());
        Assert.InRange(pages.Count, 2, 5);
    }
}

public sealed class RevisionListOnSqlite(ReportsFixture<OnSqlite> fixture) : RevisionListTests(fixture), IClassFixture<ReportsFixture<OnSqlite>>;

[SqlServer]
public sealed class RevisionListOnSqlServer(ReportsFixture<OnSqlServer> fixture) : RevisionListTests(fixture), IClassFixture<ReportsFixture<OnSqlServer>>;

using Liwan.Reports.V1;
using Liwan.Testing;

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
}

public sealed class RevisionListOnSqlite(ReportsFixture<OnSqlite> fixture) : RevisionListTests(fixture), IClassFixture<ReportsFixture<OnSqlite>>;

[SqlServer]
public sealed class RevisionListOnSqlServer(ReportsFixture<OnSqlServer> fixture) : RevisionListTests(fixture), IClassFixture<ReportsFixture<OnSqlServer>>;

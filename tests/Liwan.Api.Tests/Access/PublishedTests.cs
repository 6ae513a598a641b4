using Grpc.Core;
using Liwan.Access.V1;
using Liwan.Reports;
using Liwan.Reports.V1;
using Liwan.Testing;

namespace Liwan.Api.Tests.Access;

/// <summary>A deployment that shows published forms to the public.</summary>
public sealed class PublishedTests(RunningSuite suite) : IClassFixture<RunningSuite>, IAsyncLifetime
{
    private const string Published = "departments/published-office/reports/2021";
    private const string Submitted = "departments/submitted-office/reports/2021";
    private static readonly string[] Below = ["departments", "budgets", "taskindicators"];
    private ServiceHost _open = null!;

    private ReportService.ReportServiceClient Closed => new(suite["liwan.reports.v1"].Channel);

    public async Task InitializeAsync()
    {
        _open = await ServiceHost.StartUnmigratedAsync(
            "reports",
            ReportsApp.Build,
            suite.DatabaseOf("liwan.reports.v1"),
            ["--Liwan:Access:PublishedIsPublic=true", .. Below.Select(service => $"--services:{service}:grpc:0={suite[$"liwan.{service}.v1"].GrpcAddress}")]);
        if (!(await suite.DepartmentsAsync()).Contains("published-office"))
        {
            await suite.EnterAsync("published-office", 2021);
            await suite.EnterAsync("submitted-office", 2021);
            await SubmitAsync(Submitted);
            // The first revision was returned, and is nobody's business.
            await SubmitAsync(Published);
            await Closed.ReturnReportAsync(new ReturnReportRequest { Name = Published, Reason = "数据有误，请核对。" });
            await SubmitAsync(Published);
            await Wait.UntilAsync("the revision is archived", async () => (await Closed.GetRevisionAsync(new GetRevisionRequest { Name = $"{Published}/revisions/2" })).Archive is not null);
            await Closed.AcceptReportAsync(new AcceptReportRequest { Name = Published });
            await Closed.PublishReportAsync(new PublishReportRequest { Name = Published });
        }
    }

    public async Task DisposeAsync() => await _open.DisposeAsync();

    [Fact]
    public async Task PublishedForm_IsReadableForAnybody_InItsLastRevisionOnly()
    {
        using var channel = _open.ChannelAs(null);
        var reports = new ReportService.ReportServiceClient(channel);

        Assert.Equal($"{Published}/revisions/2", (await reports.GetRevisionAsync(new GetRevisionRequest { Name = $"{Published}/revisions/2" })).Name);
        Assert.Equal([$"{Published}/revisions/2"], (await reports.ListRevisionsAsync(new ListRevisionsRequest { Parent = Published })).Revisions.Select(revision => revision.Name));
        Assert.StartsWith("<!DOCTYPE html>", (await reports.RenderReportAsync(new RenderReportRequest { Name = Published, Format = RenderReportRequest.Types.Format.Html })).Data.ToStringUtf8(), StringComparison.OrdinalIgnoreCase);
        foreach (var hidden in new[] { $"{Published}/revisions/1", $"{Published}/revisions/3", $"{Submitted}/revisions/1", "departments/no-such-office/reports/2021/revisions/1" })
        {
            Assert.Equal("TOKEN_MISSING", (await RpcError.OfAsync(() => reports.GetRevisionAsync(new GetRevisionRequest { Name = hidden }))).Reason);
            Assert.Equal("TOKEN_MISSING", (await RpcError.OfAsync(() => reports.RenderReportAsync(new RenderReportRequest { Name = hidden, Format = RenderReportRequest.Types.Format.Json }))).Reason);
        }

        Assert.Equal("TOKEN_MISSING", (await RpcError.OfAsync(() => reports.RenderReportAsync(new RenderReportRequest { Name = $"{Published}/revisions/draft" }))).Reason);
        var withComments = new RenderReportRequest { Name = Published, Appendices = { RenderReportRequest.Types.Appendix.ReviewComments } };
        Assert.Equal("TOKEN_MISSING", (await RpcError.OfAsync(() => reports.RenderReportAsync(withComments))).Reason);
        Assert.Equal("TOKEN_MISSING", (await RpcError.OfAsync(() => reports.ListRevisionsAsync(new ListRevisionsRequest { Parent = Submitted }))).Reason);
        Assert.Equal("TOKEN_MISSING", (await RpcError.OfAsync(() => reports.GetReportAsync(new GetReportRequest { Name = Published }))).Reason);
    }

    [Fact]
    public async Task PublishedForm_ForAClerkOfAnotherDepartment_IsWhatThePublicSees()
    {
        using var channel = _open.ChannelAs(TestTokens.Trusted.Of(Role.Clerk, "npc-office"));
        var reports = new ReportService.ReportServiceClient(channel);

        Assert.Equal($"{Published}/revisions/2", (await reports.GetRevisionAsync(new GetRevisionRequest { Name = $"{Published}/revisions/2" })).Name);
        Assert.Equal("PERMISSION_DENIED", (await RpcError.OfAsync(() => reports.GetRevisionAsync(new GetRevisionRequest { Name = $"{Published}/revisions/1" }))).Reason);
        Assert.Equal("PERMISSION_DENIED", (await RpcError.OfAsync(() => reports.GetRevisionAsync(new GetRevisionRequest { Name = $"{Submitted}/revisions/1" }))).Reason);
    }

    [Fact]
    public async Task PublishedForm_WhereTheDeploymentKeepsItClosed_NeedsAToken()
    {
        using var channel = suite["liwan.reports.v1"].ChannelAs(null);

        var error = await RpcError.OfAsync(() => new ReportService.ReportServiceClient(channel).GetRevisionAsync(new GetRevisionRequest { Name = $"{Published}/revisions/2" }));

        Assert.Equal((StatusCode.Unauthenticated, "TOKEN_MISSING"), (error.Code, error.Reason));
    }

    [Fact]
    public async Task ExpiredToken_OnAPublishedForm_IsSaidSo()
    {
        using var channel = _open.ChannelAs(TestTokens.Trusted.Mint(new TokenClaims { Subject = "late", Roles = [Role.Clerk], ExpireTime = DateTimeOffset.UtcNow.AddHours(-1) }));

        var error = await RpcError.OfAsync(() => new ReportService.ReportServiceClient(channel).GetRevisionAsync(new GetRevisionRequest { Name = $"{Published}/revisions/2" }));

        Assert.Equal("TOKEN_EXPIRED", error.Reason);
    }

    private async Task SubmitAsync(string name)
    {
        var seen = await Closed.CheckReportAsync(new CheckReportRequest { Name = name });
        await Closed.SubmitReportAsync(new SubmitReportRequest { Name = name, Etag = seen.Etag });
    }
}

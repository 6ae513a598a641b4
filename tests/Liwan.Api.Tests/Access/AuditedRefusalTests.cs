using Grpc.Core;
using Liwan.Access.V1;
using Liwan.Audit.V1;
using Liwan.Budgets.V1;
using Liwan.Reports.V1;
using Liwan.Testing;
using static Liwan.Testing.TestTokens;

namespace Liwan.Api.Tests.Access;

/// <summary>Who was refused what is in the audit trail; who is nobody is not.</summary>
public sealed class AuditedRefusalTests(RunningSuite suite) : IClassFixture<RunningSuite>
{
    [Fact]
    public async Task Refusal_OfAMethod_IsInTheTrailUnderTheCallersName()
    {
        var token = Trusted.Mint(new TokenClaims { Subject = "zhang", Actor = "helpdesk", Roles = [Role.Clerk], Departments = ["npc-office"] });
        using var channel = suite["liwan.reports.v1"].ChannelAs(token);

        await RpcError.OfAsync(() => new ReportService.ReportServiceClient(channel).ReturnReportAsync(
            new ReturnReportRequest { Name = "departments/npc-office/reports/2021", Reason = "请核对。", RequestId = "0f8fad5b-d9cb-469f-a165-70867728950e" }));

        var entry = Assert.Single(await EntriesAsync("liwan.reports.v1", "outcome = \"PERMISSION_DENIED\" AND caller = \"helpdesk\""));
        Assert.Equal(
            ("helpdesk", "zhang", "/liwan.reports.v1.ReportService/ReturnReport", "departments/npc-office/reports/2021", "0f8fad5b-d9cb-469f-a165-70867728950e"),
            (entry.Caller, entry.OnBehalfOf, entry.Method, entry.Resource, entry.RequestId));
        Assert.StartsWith("ipv4:127.0.0.1:", entry.Address, StringComparison.Ordinal);
        Assert.Empty(entry.EtagAfter);
    }

    [Fact]
    public async Task Refusal_OfAReadingOfAnotherDepartment_IsInTheTrail_OverJsonToo()
    {
        using var client = suite["liwan.budgets.v1"].HttpAs(Trusted.Mint(new TokenClaims { Subject = "curious", Roles = [Role.Clerk], Departments = ["cppcc-office"] }));

        using var response = await client.GetAsync(new Uri("/v1/departments/npc-office/budgets/2021", UriKind.Relative));

        Assert.Equal(System.Net.HttpStatusCode.Forbidden, response.StatusCode);
        var entry = Assert.Single(await EntriesAsync("liwan.budgets.v1", "caller = \"curious\""));
        Assert.Equal(("PERMISSION_DENIED", "departments/npc-office/budgets/2021"), (entry.Outcome, entry.Resource));
    }

    [Fact]
    public async Task Refusal_OfSomebodyWithoutAValidToken_IsNotStored()
    {
        // Of what is refused: what the services hear of meanwhile leaves its entries.
        const string refused = "outcome != \"OK\"";
        var before = (await EntriesAsync("liwan.budgets.v1", refused)).Count;
        foreach (var token in new[] { null, Untrusted().Of(Role.Clerk, "npc-office"), "rubbish" })
        {
            using var channel = suite["liwan.budgets.v1"].ChannelAs(token);
            var error = await RpcError.OfAsync(() => new BudgetService.BudgetServiceClient(channel).GetBudgetAsync(new GetBudgetRequest { Name = "departments/npc-office/budgets/2021" }));
            Assert.Equal(StatusCode.Unauthenticated, error.Code);
        }

        Assert.Equal(before, (await EntriesAsync("liwan.budgets.v1", refused)).Count);
    }

    [Fact]
    public async Task Refusal_OfAnIntegratorWhoIsBound_OfReadingTheTrail_IsInTheTrail()
    {
        var token = Trusted.Mint(new TokenClaims { Subject = "bound-system", Roles = [Role.Integrator], Scopes = ["audit.read"], Departments = ["npc-office"] });
        using var channel = suite["liwan.budgets.v1"].ChannelAs(token);

        var error = await RpcError.OfAsync(() => new AuditService.AuditServiceClient(channel).ListAuditEntriesAsync(new ListAuditEntriesRequest()));

        Assert.Equal("PERMISSION_DENIED", error.Reason);
        Assert.Equal("/liwan.audit.v1.AuditService/ListAuditEntries", Assert.Single(await EntriesAsync("liwan.budgets.v1", "caller = \"bound-system\"")).Method);
    }

    private async Task<IReadOnlyList<AuditEntry>> EntriesAsync(string package, string filter)
    {
        using var channel = suite[package].ChannelAs(Trusted.Of(Role.Auditor));
        return (await new AuditService.AuditServiceClient(channel).ListAuditEntriesAsync(new ListAuditEntriesRequest { Filter = filter, PageSize = 1000 })).AuditEntries;
    }
}

using Grpc.Core;
using Liwan.Departments;
using Liwan.Departments.V1;
using Liwan.Reports;
using Liwan.Reports.V1;
using Liwan.Testing;
using Microsoft.IdentityModel.Tokens;

namespace Liwan.Api.Tests.Access;

/// <summary>Users and services of an OpenID Connect provider, with claims of other names.</summary>
public sealed class OpenIdProviderTests : IAsyncLifetime
{
    private static readonly string[] OwnAndForeignRoles = ["reviewer", "offline_access"];
    private readonly OnSqlite _databases = new();
    private OpenIdProvider _provider = null!;
    private ServiceHost _departments = null!;
    private ServiceHost _reports = null!;

    public async Task InitializeAsync()
    {
        _provider = await OpenIdProvider.StartAsync();
        _departments = await ServiceHost.StartAsync("departments", DepartmentsApp.Build, _databases["departments"], [.. Settings("departments", OpenIdProvider.ClientSecret)]);
        _reports = await ServiceHost.StartAsync(
            "reports", ReportsApp.Build, _databases["reports"], [.. Settings("reports", OpenIdProvider.ClientSecret), $"--services:departments:grpc:0={_departments.GrpcAddress}"]);
    }

    public async Task DisposeAsync()
    {
        await _reports.DisposeAsync();
        await _departments.DisposeAsync();
        await _provider.DisposeAsync();
        _databases.Dispose();
    }

    [Fact]
    public async Task Form_StartedByAUserOfTheProvider_IsToldToDepartmentsInTheNameOfTheService()
    {
        await RegisterAsync();
        using var clerk = _reports.ChannelAs(_provider.Sign("zhang", new Dictionary<string, object> { ["roles"] = "clerk", ["org_units"] = "npc-office" }));

        await new ReportService.ReportServiceClient(clerk).CreateReportAsync(new CreateReportRequest { Parent = "departments/npc-office", ReportId = "2021", Report = new Report() });

        // The register was asked in the clerk's name, the round is told in the service's own.
        using var auditor = _departments.ChannelAs(_provider.Sign("li", new Dictionary<string, object> { ["roles"] = "auditor" }));
        await Wait.UntilAsync("the filing is there", async () =>
        {
            var filings = await new EvaluationRoundService.EvaluationRoundServiceClient(auditor).ListFilingsAsync(new ListFilingsRequest { Parent = "rounds/2021" });
            return filings.Filings.Count == 1;
        });
    }

    [Fact]
    public async Task Token_SignedWithThePublicKeyAsASecret_IsInvalid()
    {
        var confused = _provider.Sign(
            "eve",
            new Dictionary<string, object> { ["roles"] = "reviewer" },
            new SigningCredentials(new SymmetricSecurityKey([.. _provider.PublicKeyPem]) { KeyId = "k1" }, SecurityAlgorithms.HmacSha256));
        using var channel = _departments.ChannelAs(confused);

        var error = await RpcError.OfAsync(() => new DepartmentService.DepartmentServiceClient(channel).ListDepartmentsAsync(new ListDepartmentsRequest()));

        Assert.Equal((StatusCode.Unauthenticated, "TOKEN_INVALID"), (error.Code, error.Reason));
    }

    [Fact]
    public async Task Provider_ThatDoesNotAnswer_IsAnOutageAndNotABadToken()
    {
        using var databases = new OnSqlite();
        await using var alone = await ServiceHost.StartAsync(
            "departments", DepartmentsApp.Build, databases["departments"], [.. Settings("departments", OpenIdProvider.ClientSecret), "--Liwan:Access:Authority=http://127.0.0.1:1"]);
        using var channel = alone.ChannelAs(_provider.Sign("li", new Dictionary<string, object> { ["roles"] = "auditor" }));

        var error = await RpcError.OfAsync(() => new DepartmentService.DepartmentServiceClient(channel).ListDepartmentsAsync(new ListDepartmentsRequest()));

        Assert.Equal((StatusCode.Unavailable, "SERVICE_UNAVAILABLE"), (error.Code, error.Reason));
    }

    [Fact]
    public async Task Token_OfALocalCluster_IsInvalid()
    {
        using var channel = _departments.ChannelAs(TestTokens.Trusted.Everybody);

        var error = await RpcError.OfAsync(() => new DepartmentService.DepartmentServiceClient(channel).ListDepartmentsAsync(new ListDepartmentsRequest()));

        Assert.Equal((StatusCode.Unauthenticated, "TOKEN_INVALID"), (error.Code, error.Reason));
    }

    [Fact]
    public async Task Token_OfAnActor_NamesWhoActsAndForWhom()
    {
        var claims = new Dictionary<string, object> { ["roles"] = "reviewer", ["act"] = new Dictionary<string, object> { ["sub"] = "helpdesk" } };
        using var channel = _departments.ChannelAs(_provider.Sign("wang", claims));
        var id = $"{Guid.NewGuid()}";
        var request = new CreateDepartmentRequest { DepartmentId = "acted-office", Department = new Department { OfficialNames = { new OfficialName { Text = "某办" } } }, RequestId = id };
        var first = await new DepartmentService.DepartmentServiceClient(channel).CreateDepartmentAsync(request);

        // The ledger's key is who calls: the same id of somebody else is another one.
        using var other = _departments.ChannelAs(_provider.Sign("wang", new Dictionary<string, object> { ["roles"] = "reviewer" }));
        Assert.Equal(first, await new DepartmentService.DepartmentServiceClient(channel).CreateDepartmentAsync(request));
        var error = await RpcError.OfAsync(() => new DepartmentService.DepartmentServiceClient(other).CreateDepartmentAsync(request));

        Assert.Equal("ALREADY_EXISTS", error.Reason);
    }

    private async Task RegisterAsync()
    {
        using var reviewer = _departments.ChannelAs(_provider.Sign("wang", new Dictionary<string, object> { ["roles"] = OwnAndForeignRoles }));
        await new DepartmentService.DepartmentServiceClient(reviewer).CreateDepartmentAsync(new CreateDepartmentRequest
        {
            DepartmentId = "npc-office",
            Department = new Department { OfficialNames = { new OfficialName { Text = "广州市荔湾区人大办" } } },
        });
    }

    private IEnumerable<string> Settings(string client, string secret) =>
    [
        "--environment=Production",
        "--Liwan:Access:LocalKeyFile=",
        $"--Liwan:Access:Authority={_provider.Address}",
        "--Liwan:Access:Audience=liwan-test",
        "--Liwan:Access:RoleClaim=roles",
        "--Liwan:Access:DepartmentsClaim=org_units",
        $"--Liwan:Access:ClientId={client}",
        $"--Liwan:Access:ClientSecret={secret}",
    ];
}

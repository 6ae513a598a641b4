using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Grpc.Core;
using Grpc.Net.Client;
using Liwan.Budgets;
using Liwan.Budgets.V1;
using Liwan.Departments;
using Liwan.Departments.V1;
using Liwan.Testing;
using Microsoft.Extensions.Logging;

namespace Liwan.Attack.Tests.Transport;

/// <summary>TLS on both endpoints and between the services, renewed while they run; and no plain HTTP by oversight.</summary>
public sealed class TlsTests
{
    [Fact]
    public async Task Certificate_ThatIsReplaced_IsShownToNewConnectionsAndOpenStreamsGoOn()
    {
        using var authority = new TestAuthority();
        var first = authority.Issue();
        await using var service = await AttackedService.StartAsync(authority.Settings);
        using var channel = Channel(service.Host, authority);
        using var import = new DepartmentService.DepartmentServiceClient(channel).ImportDepartments();
        await import.RequestStream.WriteAsync(new ImportDepartmentsRequest { Settings = NewImport.Settings() });
        Assert.True(await import.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal((first, first), (await ShownAsync(service.Host.GrpcAddress, authority), await ShownAsync(service.Host.HttpAddress, authority)));

        // The new certificate with the old key, as somebody who copies files one by one leaves it for a moment.
        var oldKey = await File.ReadAllTextAsync(authority.KeyFile);
        var second = authority.Issue();
        var newKey = await File.ReadAllTextAsync(authority.KeyFile);
        await File.WriteAllTextAsync(authority.KeyFile, oldKey);
        await Wait.UntilAsync("the service has seen files that do not fit", async () =>
        {
            Assert.Equal(first, await ShownAsync(service.Host.GrpcAddress, authority));
            return service.Host.Logs.Entries.Any(entry => entry.Level == LogLevel.Warning && entry.Text.Contains("the certificate before stays", StringComparison.Ordinal));
        });
        await File.WriteAllTextAsync(authority.KeyFile, newKey);

        await Wait.UntilAsync(
            "new connections get the new certificate",
            async () => (second, second) == (await ShownAsync(service.Host.GrpcAddress, authority), await ShownAsync(service.Host.HttpAddress, authority)));
        await import.RequestStream.CompleteAsync();
        while (await import.ResponseStream.MoveNext(CancellationToken.None))
        {
        }

        Assert.Equal(StatusCode.OK, import.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Certificate_AsPfx_IsReplacedToo()
    {
        using var authority = new TestAuthority();
        var first = authority.IssuePfx("letmein");
        await using var service = await AttackedService.StartAsync(
            "--Kestrel:Endpoints:grpc:Url=https://127.0.0.1:0", $"--Kestrel:Endpoints:grpc:Certificate:Path={authority.PfxFile}", "--Kestrel:Endpoints:grpc:Certificate:Password=letmein");
        Assert.Equal(first, await ShownAsync(service.Host.GrpcAddress, authority));

        var second = authority.IssuePfx("letmein");

        await Wait.UntilAsync("new connections get the new certificate", async () => second == await ShownAsync(service.Host.GrpcAddress, authority));
    }

    [Fact]
    public async Task Service_ReachesAnotherOverTlsOfAPrivateAuthority_AndOnlyThen()
    {
        using var authority = new TestAuthority();
        using var databases = new OnSqlite();
        authority.Issue();
        await using var departments = await ServiceHost.StartAsync("departments", DepartmentsApp.Build, databases["departments"], authority.Settings);
        using var channel = Channel(departments, authority);
        await new DepartmentService.DepartmentServiceClient(channel).CreateDepartmentAsync(new CreateDepartmentRequest
        {
            DepartmentId = "npc-office",
            Department = new Department { OfficialNames = { new OfficialName { Text = "广州市荔湾区人大办" } } },
        });
        var below = $"--services:departments:grpc:0={departments.GrpcAddress}";
        var request = new CreateBudgetRequest { Parent = "departments/npc-office", BudgetId = "2021", Budget = new Budget() };

        await using (var distrustful = await ServiceHost.StartAsync("budgets", BudgetsApp.Build, databases["budgets"], below))
        {
            var failure = await RpcError.OfAsync(() => new BudgetService.BudgetServiceClient(distrustful.Channel).CreateBudgetAsync(request));
            Assert.Equal((StatusCode.Unavailable, "SERVICE_UNAVAILABLE", "departments"), (failure.Code, failure.Reason, failure.Metadata["service"]));
        }

        await using var budgets = await ServiceHost.StartAsync(
            "budgets", BudgetsApp.Build, databases["budgets"], [below, $"--Liwan:Transport:TrustedCertificates={authority.CaFile}", .. authority.Settings]);
        using var own = Channel(budgets, authority);
        Assert.Equal("departments/npc-office/budgets/2021", (await new BudgetService.BudgetServiceClient(own).CreateBudgetAsync(request)).Name);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, true)]
    [InlineData(SslProtocols.Tls13, true)]
#pragma warning disable SYSLIB0039, CA5397 // What is refused has to be asked for.
    [InlineData(SslProtocols.Tls11, false)]
#pragma warning restore SYSLIB0039, CA5397
    public async Task Handshake_BelowTls12_Fails(SslProtocols protocol, bool succeeds)
    {
        using var authority = new TestAuthority();
        authority.Issue();
        await using var service = await AttackedService.StartAsync(authority.Settings);
        using var client = new TcpClient();
        await client.ConnectAsync(service.Host.HttpAddress.Host, service.Host.HttpAddress.Port);
        await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate is not null);

        var failure = await Record.ExceptionAsync(() => tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = protocol }));

        Assert.Equal(succeeds, failure is null);
    }

    [Fact]
    public async Task PlainHttp_BeyondLoopback_KeepsTheServiceFromStartingUnlessItIsAllowed()
    {
        using var databases = new OnSqlite();
        string[] open = ["--Kestrel:Endpoints:http:Url=http://0.0.0.0:0", "--Liwan:Access:LocalKeyFile=", "--Liwan:Access:Authority=https://127.0.0.1:1/"];

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => ServiceHost.StartAsync("departments", DepartmentsApp.Build, databases["departments"], open));

        Assert.Contains("Kestrel:Endpoints:http:Url is http://0.0.0.0:0", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Liwan:Transport:AllowPlaintext=true", refusal.Message, StringComparison.Ordinal);
        await using var allowed = await ServiceHost.StartAsync("departments", DepartmentsApp.Build, databases["departments"], [.. open, "--Liwan:Transport:AllowPlaintext=true"]);
        Assert.Contains(allowed.Logs.Entries, entry => entry.Level == LogLevel.Warning && entry.Text.Contains("plain HTTP beyond loopback", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--Kestrel:EndpointDefaults:SslProtocols:0=Tls11", "Kestrel:EndpointDefaults:SslProtocols:0 is 'Tls11'; it can be Tls12 or Tls13.")]
    [InlineData("--Liwan:Transport:TrustedCertificates=/nowhere/ca.pem", "Liwan:Transport:TrustedCertificates: '/nowhere/ca.pem' cannot be read")]
    [InlineData("--Liwan:Limits:CallsPerSecond=0", "Liwan:Limits:CallsPerSecond is 0; it must be from 1 to 1000000.")]
    public async Task Setting_ThatCannotBe_IsNamedWhenTheServiceStarts(string setting, string message)
    {
        using var databases = new OnSqlite();
        var refusal = await Record.ExceptionAsync(() => ServiceHost.StartAsync("departments", DepartmentsApp.Build, databases["departments"], setting));
        Assert.Contains(message, refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_OverHttp_CarryTheSecurityHeaders()
    {
        using var authority = new TestAuthority();
        authority.Issue();
        await using var secure = await AttackedService.StartAsync(authority.Settings);
        using var http = new HttpClient(authority.Handler()) { BaseAddress = secure.Host.HttpAddress };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.Trusted.Everybody);

        foreach (var path in new[] { "/v1/departments", "/v1/departments/none", "/v1/nothing", "/openapi/v1.json", "/health", "/nowhere" })
        {
            using var answer = await http.GetAsync(path);
            string[] expected =
            [
                "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'", "Referrer-Policy: no-referrer",
                "Strict-Transport-Security: max-age=31536000", "X-Content-Type-Options: nosniff", "X-Frame-Options: DENY",
            ];
            Assert.Superset(expected.ToHashSet(), answer.Headers.Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").ToHashSet());
            Assert.True(answer.Headers.CacheControl!.NoStore, path);
            Assert.False(answer.Headers.Contains("Server"), path);
        }

        await using var plain = await AttackedService.StartAsync();
        using var unsecured = await plain.Host.Http.GetAsync("/v1/departments");
        Assert.False(unsecured.Headers.Contains("Strict-Transport-Security"));
    }

    private static GrpcChannel Channel(ServiceHost host, TestAuthority authority)
    {
        var http = new HttpClient(authority.Handler());
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.Trusted.Everybody);
        return GrpcChannel.ForAddress(host.GrpcAddress, new GrpcChannelOptions { HttpClient = http, DisposeHttpClient = true });
    }

    private static async Task<string> ShownAsync(Uri address, TestAuthority authority)
    {
        var shown = string.Empty;
        using var handler = authority.Handler(serial => shown = serial);
        using var client = new HttpClient(handler)
        {
            DefaultRequestVersion = System.Net.HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        using var answer = await client.GetAsync(new Uri(address, "/alive"));
        Assert.True(answer.IsSuccessStatusCode);
        return shown;
    }
}

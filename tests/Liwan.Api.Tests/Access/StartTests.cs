using Liwan.Budgets;
using Liwan.ServiceDefaults;
using Liwan.Testing;
using Liwan.Testing.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Liwan.Api.Tests.Access;

/// <summary>What keeps a service from starting.</summary>
public sealed class StartTests : IDisposable
{
    private readonly OnSqlite _databases = new();

    public void Dispose() => _databases.Dispose();

    [Fact]
    public async Task Service_WithALocalKeyInProduction_DoesNotStart() =>
        Assert.Contains("This is Production", await RefusalAsync("--environment=Production"), StringComparison.Ordinal);

    [Theory]
    [InlineData("--Kestrel:Endpoints:grpc:Url=http://0.0.0.0:0")]
    [InlineData("--Kestrel:Endpoints:http:Url=http://[::]:0")]
    [InlineData("--Kestrel:Endpoints:http:Url=http://*:0")]
    [InlineData("--Kestrel:Endpoints:http:Url=http://liwan.example:0")]
    [InlineData("--Kestrel:Endpoints:more:Url=http://10.0.0.1:5999")]
    public async Task Service_WithALocalKeyOffLoopback_DoesNotStart(string endpoint) =>
        Assert.Contains("on loopback only", await RefusalAsync(endpoint), StringComparison.Ordinal);

    [Fact]
    public async Task Service_WithoutAnybodyToTrust_DoesNotStart() =>
        Assert.Contains("nobody is let in without", await RefusalAsync("--Liwan:Access:LocalKeyFile="), StringComparison.Ordinal);

    [Fact]
    public async Task Service_WithAProviderAndALocalKey_DoesNotStart() =>
        Assert.Contains("Set one of", await RefusalAsync("--Liwan:Access:Authority=https://login.example"), StringComparison.Ordinal);

    [Fact]
    public async Task Service_WithAMethodWithoutARule_DoesNotStart()
    {
        var builder = WebApplication.CreateBuilder(["--environment=Development", "--urls=http://127.0.0.1:0", $"--Liwan:Access:LocalKeyFile={TestTokens.Trusted.KeyFile}"]);
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        await using var app = builder.Build();
        app.MapServiceDefaults();
        // A generated service of contracts that are not ours.
        TraceCollector.MapOn(app);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync());

        Assert.Contains("/opentelemetry.proto.collector.trace.v1.TraceService/Export has no option (liwan.access.v1.rule)", refusal.Message, StringComparison.Ordinal);
    }

    private async Task<string> RefusalAsync(string setting) =>
        (await Assert.ThrowsAsync<InvalidOperationException>(() => ServiceHost.StartAsync("budgets", BudgetsApp.Build, _databases["budgets"], setting))).Message;
}

using Grpc.Net.Client;
using Liwan.Storage;
using Liwan.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Liwan.Benchmarks;

/// <summary>A service as operators run it: nothing of the tests listens in, and it logs warnings only.</summary>
internal sealed class Service : IAsyncDisposable
{
    private static readonly string[] Roles = ["clerk", "reviewer"];
    private readonly OpenIdProvider _provider;
    private readonly WebApplication _app;

    private Service(OpenIdProvider provider, WebApplication app)
    {
        _provider = provider;
        _app = app;
        Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Channel = TestTokens.Channel(new Uri(Address), Token(provider));
    }

    public string Address { get; }

    public GrpcChannel Channel { get; }

    public Database Database => _app.Services.GetRequiredService<Database>();

    public static async Task<Service> StartAsync(string name, BuildService build, TestDatabase database, params Service[] below)
    {
        await ServiceHost.MigrateAsync(name, build, database);
        // One for all: a user's token goes on to the services below.
        var provider = below.Length > 0 ? below[0]._provider : await OpenIdProvider.StartAsync();
        var app = build(
        [
            $"--Liwan:Access:Authority={provider.Address}",
            "--Liwan:Access:Audience=liwan-test",
            $"--Liwan:Access:ClientId={name}",
            $"--Liwan:Access:ClientSecret={OpenIdProvider.ClientSecret}",
            $"--Liwan:Database={database.Kind}",
            $"--ConnectionStrings:{name}-db={database.ConnectionString}",
            "--Kestrel:Endpoints:grpc:Url=http://127.0.0.1:0",
            "--Kestrel:Endpoints:grpc:Protocols=Http2",
            "--Kestrel:Endpoints:http:Url=http://127.0.0.1:0",
            "--Logging:LogLevel:Default=Warning",
            "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning",
            "--Logging:LogLevel:Microsoft.AspNetCore=Warning",
            // What is measured is how much a service can do, not how much of it one caller may have.
            "--Liwan:Limits:CallsPerSecond=1000000",
            "--Liwan:Limits:AddressRequestsPerSecond=0",
            .. below.Select(service => $"--services:departments:grpc:0={service.Address}"),
        ]);
        await app.StartAsync();
        return new Service(provider, app);
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _provider.DisposeAsync();
    }

    private static string Token(OpenIdProvider provider) =>
        provider.Sign("benchmark", new Dictionary<string, object> { ["role"] = Roles, ["departments"] = "*" });
}

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
    private readonly WebApplication _app;

    private Service(WebApplication app)
    {
        _app = app;
        Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Channel = GrpcChannel.ForAddress(Address, new GrpcChannelOptions { HttpHandler = TestTokens.Handler(TestTokens.Trusted.Everybody) });
    }

    public string Address { get; }

    public GrpcChannel Channel { get; }

    public Database Database => _app.Services.GetRequiredService<Database>();

    public static async Task<Service> StartAsync(string name, BuildService build, TestDatabase database, params Service[] below)
    {
        await ServiceHost.MigrateAsync(name, build, database);
        var app = build(
        [
            "--environment=Development",
            $"--Liwan:Access:LocalKeyFile={TestTokens.Trusted.KeyFile}",
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
        return new Service(app);
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

using Grpc.Net.Client;
using Liwan.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Liwan.Testing;

/// <summary>Puts a service together from its command line, as the service's own <c>Build</c> does.</summary>
/// <param name="args">The command line.</param>
public delegate WebApplication BuildService(string[] args);

/// <summary>
/// A real service in this process: Kestrel on free ports, a database that was migrated first. An error in its log
/// that the test did not announce fails the test at the end.
/// </summary>
public sealed class ServiceHost : IAsyncDisposable
{
    private readonly RecordedLogs _logs;
    private readonly WebApplication _app;

    private ServiceHost(WebApplication app, RecordedLogs logs)
    {
        _app = app;
        _logs = logs;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        GrpcAddress = new Uri(addresses[0]);
        HttpAddress = new Uri(addresses[1]);
        Channel = ChannelAs(TestTokens.Trusted.Everybody);
        Http = HttpAs(TestTokens.Trusted.Everybody);
    }

    /// <summary>Where the service speaks gRPC.</summary>
    public Uri GrpcAddress { get; }

    /// <summary>Where the service speaks HTTP/1.1.</summary>
    public Uri HttpAddress { get; }

    /// <summary>A channel to <see cref="GrpcAddress"/> of somebody who may do everything.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>A client of <see cref="HttpAddress"/> of somebody who may do everything.</summary>
    public HttpClient Http { get; }

    /// <summary>What the service logs; announce there the errors that a test brings about.</summary>
    public RecordedLogs Logs => _logs;

    /// <summary>The service's own parts.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>A channel of somebody else.</summary>
    /// <param name="token">The token; null: none.</param>
    public GrpcChannel ChannelAs(string? token) => TestTokens.Channel(GrpcAddress, token);

    /// <summary>A client of somebody else.</summary>
    /// <param name="token">The token; null: none.</param>
    public HttpClient HttpAs(string? token) => new(TestTokens.Handler(token)) { BaseAddress = HttpAddress };

    /// <summary>Migrates the database, as the step of its own that it is, and starts the service.</summary>
    /// <param name="name">The name of the service, such as <c>budgets</c>.</param>
    /// <param name="build">Puts it together.</param>
    /// <param name="database">Its database.</param>
    /// <param name="settings">Further arguments, such as <c>--services:departments:grpc:0=http://...</c>.</param>
    public static async Task<ServiceHost> StartAsync(string name, BuildService build, TestDatabase database, params string[] settings)
    {
        await MigrateAsync(name, build, database);
        return await StartUnmigratedAsync(name, build, database, settings);
    }

    /// <summary>Runs the service's migrations and ends, as <c>--migrate</c> does.</summary>
    /// <param name="name">The name of the service.</param>
    /// <param name="build">Puts it together.</param>
    /// <param name="database">Its database.</param>
    public static async Task MigrateAsync(string name, BuildService build, TestDatabase database)
    {
        ArgumentNullException.ThrowIfNull(build);
        string[] args = [.. Arguments(name, database), "--migrate"];
        using var logs = new RecordedLogs();
        var app = build(args);
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(logs.ForHost());
        await app.RunOrMigrateAsync(args);
    }

    /// <summary>Starts the service with the database as it is.</summary>
    /// <param name="name">The name of the service.</param>
    /// <param name="build">Puts it together.</param>
    /// <param name="database">Its database.</param>
    /// <param name="settings">Further arguments.</param>
    public static async Task<ServiceHost> StartUnmigratedAsync(string name, BuildService build, TestDatabase database, params string[] settings)
    {
        ArgumentNullException.ThrowIfNull(build);
        var logs = new RecordedLogs();
        var app = build([.. Arguments(name, database), .. settings]);
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(logs.ForHost());
        try
        {
            await app.StartAsync();
            return new ServiceHost(app, logs);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the service and looks through its log.</summary>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Channel.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _logs.Dispose();
    }

    private static string[] Arguments(string name, TestDatabase database) =>
    [
        "--environment=Development",
        $"--Liwan:Access:LocalKeyFile={TestTokens.Trusted.KeyFile}",
        $"--Liwan:Database={database.Kind}",
        $"--ConnectionStrings:{name}-db={database.ConnectionString}",
        "--Kestrel:Endpoints:grpc:Url=http://127.0.0.1:0",
        "--Kestrel:Endpoints:grpc:Protocols=Http2",
        "--Kestrel:Endpoints:http:Url=http://127.0.0.1:0",
        "--Kestrel:Endpoints:http:Protocols=Http1",
    ];
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Liwan.OperatorPage.Hosting;

/// <summary>
/// A web server within another program: it reads no settings of its own from environment or files, and leaves signals and console to
/// its host.
/// </summary>
internal static class LoopbackHost
{
    public static WebApplicationBuilder CreateBuilder(Action<string>? onProblem, Action<KestrelServerOptions> configure)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(LoopbackHost).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            configure(kestrel);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, GuestLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        if (onProblem is not null)
        {
            // Kestrel warns when the machine is so busy that its timer is late: no problem of the page.
            builder.Logging.AddFilter(null, LogLevel.Warning).AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error).AddProvider(new ProblemLog(onProblem));
        }

        return builder;
    }

    /// <summary>Listens on 127.0.0.1 and ::1; for any free port on 127.0.0.1 only, since one number has to be free on both else.</summary>
    public static void ListenOnLoopback(this KestrelServerOptions kestrel, int port, HttpProtocols protocols)
    {
        if (port == 0)
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols);
        }
        else
        {
            kestrel.ListenLocalhost(port, listen => listen.Protocols = protocols);
        }
    }

    /// <summary>The ports a started server listens on, in the order they were asked for.</summary>
    public static IReadOnlyList<int> Ports(this WebApplication app) =>
        [.. app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses
            .Select(address => BindingAddress.Parse(address).Port)
            .Distinct()];

    private sealed class GuestLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class ProblemLog(Action<string> onProblem) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            onProblem($"{formatter(state, exception)}{(exception is null ? "" : $" {exception.GetType().Name}: {exception.Message}")}".ReplaceLineEndings(" "));

        public void Dispose()
        {
        }
    }
}

using System.Collections.Concurrent;
using Liwan.ServiceDefaults;
using Liwan.Storage;
using Liwan.Storage.Migrations;
using Liwan.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Liwan.Messaging.Tests;

/// <summary>What the handler of a test service is told to do.</summary>
internal sealed class HandlerOrders
{
    /// <summary>Throws for the events it is meant to fail on.</summary>
    public Func<ReportEvent, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Every call, those that are rolled back included.</summary>
    public ConcurrentQueue<ReportEvent> Calls { get; } = new();
}

/// <summary>Writes down what it applies, in the transaction it is given.</summary>
internal sealed class RecordingHandler(HandlerOrders orders) : IReportEventHandler
{
    public async Task ApplyAsync(DbSession session, ReportEvent reportEvent)
    {
        orders.Calls.Enqueue(reportEvent);
        await session.ExecuteAsync(
            "INSERT INTO applied (report, sequence, message_id) VALUES (@Report, @Sequence, @messageId)",
            new { reportEvent.Report, reportEvent.Sequence, messageId = reportEvent.MessageId.ToString() });
        await orders.Before(reportEvent);
    }
}

internal sealed record Applied
{
    public string Report { get; init; } = "";

    public long Sequence { get; init; }
}

/// <summary>A real host with a real database of its own, as a service of the suite has it.</summary>
internal sealed class TestService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestService(WebApplication app) => _app = app;

    public Database Database => _app.Services.GetRequiredService<Database>();

    public HandlerOrders Handler => _app.Services.GetRequiredService<HandlerOrders>();

    public Inbox Inbox => _app.Services.GetRequiredService<Inbox>();

    public Outbox Outbox => _app.Services.GetRequiredService<Outbox>();

    public IServiceProvider Services => _app.Services;

    /// <summary>Where its event sink listens.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<TestService> StartAsync(
        string consumer,
        TestDatabase database,
        RecordedLogs logs,
        IReadOnlyDictionary<string, string?>? settings = null,
        Action<WebApplicationBuilder>? configure = null,
        int port = 0)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Liwan:Access:LocalKeyFile"] = TestTokens.Trusted.KeyFile,
            ["Liwan:Database"] = database.Kind,
            [$"ConnectionStrings:{consumer}-db"] = database.ConnectionString,
        });
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            System.Net.IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        builder.Logging.AddProvider(logs.ForHost());
        builder.AddLiwanStorage(consumer, MessagingRegistration.Migrations, typeof(TestService).Assembly);
        builder.Services.AddSingleton<HandlerOrders>();
        builder.AddReportEventConsumer<RecordingHandler>(
            consumer, options => options.Selection = consumer == "reports" ? EventSelection.EachOnce : EventSelection.NewestOnly);
        configure?.Invoke(builder);
        var app = builder.Build();
        app.MapEventSink();
        if (app.Services.GetService<Outbox>() is not null)
        {
            app.MapEventFeed();
            app.MapOutboxAdministration();
        }

        app.MapServiceDefaults();
        await app.Services.GetRequiredService<MigrationRunner>().MigrateAsync(CancellationToken.None);
        await app.StartAsync();
        return new TestService(app);
    }

    /// <summary>A service with the outbox and its relay, and quick enough for a test.</summary>
    public static Task<TestService> StartReportsAsync(
        TestDatabase database, RecordedLogs logs, IReadOnlyDictionary<string, string?>? settings = null, Action<OutboxRelayOptions>? relay = null) =>
        StartAsync("reports", database, logs, settings, builder => builder.AddOutboxRelay(options =>
        {
            options.PollInterval = TimeSpan.FromMilliseconds(50);
            // Longer than a machine under load may hold a test up; a relay that is stopped gives it back at once.
            options.LeaseDuration = TimeSpan.FromMinutes(1);
            options.FirstBackoff = TimeSpan.FromMilliseconds(20);
            options.MaxBackoff = TimeSpan.FromMilliseconds(200);
            options.MaxEventBackoff = TimeSpan.FromMilliseconds(200);
            options.BrokerGrace = TimeSpan.FromMilliseconds(300);
            options.BrokerTimeout = TimeSpan.FromSeconds(5);
            relay?.Invoke(options);
        }));

    /// <summary>Adds events to the outbox, each in a transaction of its own.</summary>
    public async Task AddAsync(params IEnumerable<ReportEvent> events)
    {
        foreach (var reportEvent in events)
        {
            await Database.WriteAsync(session => Outbox.AddAsync(session, reportEvent), CancellationToken.None);
        }
    }

    /// <summary>What the handler has applied, in the order in which it did.</summary>
    public Task<IReadOnlyList<Applied>> AppliedAsync() =>
        Database.ReadAsync(
            session => session.QueryAsync<Applied>("SELECT report AS Report, sequence AS Sequence FROM applied ORDER BY id"), CancellationToken.None);

    public async Task<IReadOnlyList<long>> AppliedSequencesAsync(string report) =>
        [.. (await AppliedAsync()).Where(applied => applied.Report == report).Select(applied => applied.Sequence)];

    public Task<T?> ScalarAsync<T>(string sql, object? parameters = null) =>
        Database.ReadAsync(session => session.QuerySingleOrDefaultAsync<T>(sql, parameters), CancellationToken.None);

    public Task<long> UnsentAsync() => ScalarAsync<long>("SELECT COUNT(*) FROM messaging_outbox WHERE send_time IS NULL");

    public Task<HealthReport> HealthAsync() => _app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    public ValueTask DisposeAsync() => StopAsync();

    public async ValueTask StopAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

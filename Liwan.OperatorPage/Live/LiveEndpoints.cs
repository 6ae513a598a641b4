using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Liwan.OperatorPage.Cluster;
using Liwan.OperatorPage.Pages;
using Liwan.OperatorPage.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Liwan.OperatorPage.Live;

/// <summary>Server-sent events for pages that are open: which signals have changed, and lines of a console.</summary>
internal static class LiveEndpoints
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    public static void MapLive(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/live", (HttpContext context, ChangeWatch watch, IHostApplicationLifetime lifetime) =>
            TypedResults.ServerSentEvents(ChangesAsync(watch, Ended(context, lifetime)), "changed"));
        routes.MapGet("/console/{resource}/lines", (HttpContext context, string resource, long? after, IClusterView cluster, IHostApplicationLifetime lifetime) =>
        {
            // A browser that lost the connection says what it has got.
            var known = long.TryParse(context.Request.Headers["Last-Event-ID"], out var last) ? last : after ?? 0;
            return cluster.ReadConsole(resource, long.MaxValue) is null
                ? Results.NotFound()
                : TypedResults.ServerSentEvents(LinesAsync(cluster, resource, known, Ended(context, lifetime)));
        }).DisableCookieRedirect();
    }

    private static CancellationToken Ended(HttpContext context, IHostApplicationLifetime lifetime)
    {
        var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.RegisterForDispose(ended);
        return ended.Token;
    }

    private static async IAsyncEnumerable<string> ChangesAsync(ChangeWatch watch, [EnumeratorCancellation] CancellationToken ended)
    {
        var known = watch.Versions;
        // The first event opens the stream, so that the page can say that it is live.
        yield return "";
        while (await PauseAsync(ended))
        {
            var now = watch.Versions;
            if (now.ChangesSince(known) is { Length: > 0 } changes)
            {
                yield return changes;
            }

            known = now;
        }
    }

    private static async IAsyncEnumerable<SseItem<IReadOnlyList<string>>> LinesAsync(
        IClusterView cluster, string resource, long known, [EnumeratorCancellation] CancellationToken ended)
    {
        do
        {
            if (cluster.ReadConsole(resource, known) is { Count: > 0 } lines)
            {
                known = lines[^1].Number;
                yield return new SseItem<IReadOnlyList<string>>([.. lines.Select(line => ConsoleText.Plain(line.Text))], "lines") { EventId = $"{known}" };
            }
        }
        while (await PauseAsync(ended));
    }

    private static async Task<bool> PauseAsync(CancellationToken ended)
    {
        await Task.WhenAny(Task.Delay(Pace, ended));
        return !ended.IsCancellationRequested;
    }
}

/// <summary>How often each signal has changed.</summary>
internal readonly record struct SignalVersions(long Resources, long Traces, long Logs, long Metrics)
{
    /// <summary>The names of the signals that have changed since, with spaces between.</summary>
    public string ChangesSince(SignalVersions before) => string.Join(' ', new[]
    {
        Resources != before.Resources ? "resources" : "",
        Traces != before.Traces ? "traces" : "",
        Logs != before.Logs ? "logs" : "",
        Metrics != before.Metrics ? "metrics" : "",
    }.Where(name => name.Length > 0));
}

/// <summary>Counts changes of the cluster, and reads those of telemetry.</summary>
internal sealed class ChangeWatch : IDisposable
{
    private readonly TelemetryStore _telemetry;
    private readonly IClusterView _cluster;
    private long _resources;

    public ChangeWatch(TelemetryStore telemetry, IClusterView cluster)
    {
        _telemetry = telemetry;
        _cluster = cluster;
        cluster.Changed += Count;
    }

    public SignalVersions Versions =>
        new(Interlocked.Read(ref _resources), _telemetry.Traces.Version, _telemetry.Logs.Version, _telemetry.Metrics.Version);

    public void Dispose() => _cluster.Changed -= Count;

    private void Count() => Interlocked.Increment(ref _resources);
}

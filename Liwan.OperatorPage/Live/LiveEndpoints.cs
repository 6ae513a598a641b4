using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Liwan.OperatorPage.Cluster;
using Liwan.OperatorPage.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Liwan.OperatorPage.Live;

/// <summary>Server-sent events for pages that are open: which signals have changed, and lines of a console.</summary>
internal static class LiveEndpoints
{
    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="pace">The time between two events.</param>
    public static void MapLive(this IEndpointRouteBuilder routes, TimeSpan pace)
    {
        routes.MapGet("/live", (HttpContext context, string? since, ChangeWatch watch, IHostApplicationLifetime lifetime) =>
        {
            // What has changed between the making of a page and its connection is not missed, nor is what changes while it has none.
            var known = LastEventId(context) is { } last ? SignalVersions.Parse(last) : SignalVersions.Parse(since);
            return TypedResults.ServerSentEvents(ChangesAsync(watch, known ?? watch.Versions, pace, Ended(context, lifetime)));
        });
        routes.MapGet("/console/{resource}/lines", (HttpContext context, string resource, long? after, IClusterView cluster, IHostApplicationLifetime lifetime) =>
        {
            var known = long.TryParse(LastEventId(context), out var last) ? last : after ?? 0;
            return cluster.ReadConsole(resource, long.MaxValue) is null
                ? Results.NotFound()
                : TypedResults.ServerSentEvents(LinesAsync(cluster, resource, known, pace, Ended(context, lifetime)));
        }).DisableCookieRedirect();
    }

    /// <summary>What a browser that has lost the connection got last.</summary>
    private static string? LastEventId(HttpContext context) => context.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } id] ? id : null;

    private static CancellationToken Ended(HttpContext context, IHostApplicationLifetime lifetime)
    {
        var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.RegisterForDispose(ended);
        return ended.Token;
    }

    private static async IAsyncEnumerable<SseItem<string>> ChangesAsync(
        ChangeWatch watch, SignalVersions known, TimeSpan pace, [EnumeratorCancellation] CancellationToken ended)
    {
        // The first event may be empty: it opens the stream, so that the page can say that it is live.
        do
        {
            var now = watch.Versions;
            yield return new SseItem<string>(now.ChangesSince(known), "changed") { EventId = now.ToString() };
            known = now;
            while (watch.Versions == known && !ended.IsCancellationRequested)
            {
                await PauseAsync(pace, ended);
            }
        }
        while (!ended.IsCancellationRequested);
    }

    private static async IAsyncEnumerable<SseItem<IReadOnlyList<string>>> LinesAsync(
        IClusterView cluster, string resource, long known, TimeSpan pace, [EnumeratorCancellation] CancellationToken ended)
    {
        do
        {
            if (cluster.ReadConsole(resource, known) is { Count: > 0 } lines)
            {
                known = lines[^1].Number;
                yield return new SseItem<IReadOnlyList<string>>([.. lines.Select(line => ConsoleText.Plain(line.Text))], "lines") { EventId = $"{known}" };
            }
        }
        while (await PauseAsync(pace, ended));
    }

    private static async Task<bool> PauseAsync(TimeSpan pace, CancellationToken ended)
    {
        await Task.WhenAny(Task.Delay(pace, ended));
        return !ended.IsCancellationRequested;
    }
}

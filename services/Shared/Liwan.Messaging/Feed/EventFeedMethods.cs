using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Liwan.Events.V1;
using Liwan.ServiceDefaults.Access;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Liwan.Messaging;

/// <summary>The methods of <c>liwan.events.v1.EventFeedService</c>.</summary>
internal sealed class EventFeedMethods(
    Database database, ResumeTokens tokens, FeedHead head, IOptions<EventFeedOptions> options, TimeProvider time, IHostApplicationLifetime lifetime)
    : EventFeedService.EventFeedServiceBase
{
    internal const int PageSize = 100;

    private const string FromTheStart = "start";

    // The longest that a timer takes.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    public override async Task WatchReports(WatchReportsRequest request, IServerStreamWriter<WatchReportsResponse> responseStream, ServerCallContext context)
    {
        var violations = new Violations();
        var department = ResourceNames.DepartmentOrAll(violations, "parent", request.Parent);
        violations.ThrowIfAny();
        var departments = department is null ? CurrentCall.Value?.Departments : new HashSet<string> { department };

        // Also while nothing is sent, or a reader does not take what is.
        var expireTime = CurrentCall.Value?.Caller.ExpireTime ?? DateTimeOffset.MaxValue;
        var left = expireTime - time.GetUtcNow();
        using var expires = new CancellationTokenSource(left < TimeSpan.Zero ? TimeSpan.Zero : left < Longest ? left : Longest, time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, expires.Token, lifetime.ApplicationStopping);
        using var watch = head.Watch();
        try
        {
            await StreamAsync(await StartAsync(request.ResumeToken, ends.Token), departments, responseStream, ends.Token);
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            throw lifetime.ApplicationStopping.IsCancellationRequested
                ? new ServiceException(ErrorCatalogue.ServiceUnavailable, ("service", "reports"))
                : new ServiceException(ErrorCatalogue.TokenExpired, ("expire_time", expireTime.ToString("O")));
        }
    }

    private async Task<long> StartAsync(string token, CancellationToken cancellationToken)
    {
        var position = token is "" or FromTheStart ? (long?)null : await tokens.ReadAsync(token, cancellationToken);
        var ends = await database.ReadAsync(FeedTable.EndsAsync, cancellationToken);
        return position switch
        {
            null => token.Length == 0 ? ends.Last : ends.Purged,
            // Beyond the end is one from before the database was restored: what came after that is gone as well.
            { } known when known < ends.Purged || known > ends.Last => throw new ServiceException(ErrorCatalogue.ResumeTokenExpired),
            { } known => known,
        };
    }

    // A page at a time, each in a transaction of its own: a slow reader holds up nobody, and no more than a page is held for it.
    private async Task StreamAsync(
        long position, IReadOnlyCollection<string>? departments, IServerStreamWriter<WatchReportsResponse> answers, CancellationToken cancellationToken)
    {
        await SendAsync(null);
        var sent = time.GetTimestamp();
        while (true)
        {
            var after = position;
            var (ends, rows) = await database.ReadSnapshotAsync(session => FeedTable.ReadAsync(session, after, departments, PageSize), cancellationToken);
            if (ends.Purged > position)
            {
                throw new ServiceException(ErrorCatalogue.ResumeTokenExpired);
            }

            foreach (var row in rows)
            {
                position = row.Position;
                // A later build's event is none to those who watch by this build's contracts.
                if (EventContract.TryFind(row.EventType, out var contract))
                {
                    await SendAsync(EventMessages.ToMessage(contract, row.Payload, row.Traceparent, row.Tracestate));
                    sent = time.GetTimestamp();
                }
            }

            if (rows.Count == PageSize)
            {
                continue;
            }

            // What others' events have passed meanwhile is passed here too, or an idle watcher's token would grow old.
            position = Math.Max(position, ends.Last);
            var quiet = time.GetElapsedTime(sent);
            if (quiet >= options.Value.Heartbeat)
            {
                await SendAsync(null);
                sent = time.GetTimestamp();
                quiet = TimeSpan.Zero;
            }

            await head.WaitAsync(position, options.Value.Heartbeat - quiet, cancellationToken);
        }

        async Task SendAsync(Event? message) =>
            await answers.WriteAsync(
                new WatchReportsResponse
                {
                    ResumeToken = await tokens.WriteAsync(position, cancellationToken),
                    Event = message,
                    SendTime = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
                },
                cancellationToken);
    }
}

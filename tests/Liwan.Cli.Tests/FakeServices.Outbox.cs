using Grpc.Core;
using Liwan.Events.V1;

namespace Liwan.Cli.Tests;

/// <summary>The outbox, the error queues and the feed.</summary>
public sealed partial class FakeServices
{
    /// <summary>The events on their way out, in their order.</summary>
    public List<OutboxEvent> OutboxEvents { get; } = [];

    /// <summary>The messages of the feed; the token of each is its index.</summary>
    public List<Event?> Feed { get; } = [];

    /// <summary>After so many messages a stream of the feed breaks, once.</summary>
    public int? FeedBreaksAfter { get; set; }

    private sealed class OutboxFake(FakeServices all) : OutboxService.OutboxServiceBase
    {
        public override Task<ListOutboxEventsResponse> ListOutboxEvents(ListOutboxEventsRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            var events = all.OutboxEvents.Where(one => request.State == OutboxEvent.Types.State.Unspecified || one.State == request.State).ToList();
            var start = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken, System.Globalization.CultureInfo.InvariantCulture);
            // Two a page, whatever is asked for.
            var page = events.Skip(start).Take(Math.Min(2, request.PageSize)).ToList();
            return Task.FromResult(new ListOutboxEventsResponse { OutboxEvents = { page }, NextPageToken = start + page.Count < events.Count ? $"{start + page.Count}" : "" });
        }

        public override Task<OutboxEvent> GetOutboxEvent(GetOutboxEventRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(all.OutboxEvents.Single(one => one.Name == request.Name));
        }

        public override Task<RedriveOutboxEventsResponse> RedriveOutboxEvents(RedriveOutboxEventsRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(new RedriveOutboxEventsResponse { RedrivenCount = request.Names.Count });
        }

        public override Task<ReplayOutboxEventsResponse> ReplayOutboxEvents(ReplayOutboxEventsRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(new ReplayOutboxEventsResponse { ReplayedCount = 12 });
        }

        public override Task<PurgeOutboxEventsResponse> PurgeOutboxEvents(PurgeOutboxEventsRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(new PurgeOutboxEventsResponse { PurgedCount = 7 });
        }

        public override Task<ListDeadLettersResponse> ListDeadLetters(ListDeadLettersRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(new ListDeadLettersResponse
            {
                DeadLetters = { new DeadLetter { MessageId = "m-1", EventType = "liwan.events.v1.ReportSubmitted", Report = "departments/npc-office/reports/2021", Reason = "the year is unknown here", FailTime = Noon } },
                TotalSize = 3,
            });
        }

        public override Task<RedriveDeadLettersResponse> RedriveDeadLetters(RedriveDeadLettersRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(new RedriveDeadLettersResponse { RedrivenCount = 3 });
        }
    }

    private sealed class FeedFake(FakeServices all) : EventFeedService.EventFeedServiceBase
    {
        public override async Task WatchReports(WatchReportsRequest request, IServerStreamWriter<WatchReportsResponse> responseStream, ServerCallContext context)
        {
            all.Record(context, request);
            var next = request.ResumeToken switch
            {
                "" => all.Feed.Count,
                "start" => 0,
                var token => int.Parse(token, System.Globalization.CultureInfo.InvariantCulture),
            };
            await responseStream.WriteAsync(new WatchReportsResponse { ResumeToken = $"{next}", SendTime = Noon });
            for (; next < all.Feed.Count; next++)
            {
                if (all.FeedBreaksAfter == next)
                {
                    all.FeedBreaksAfter = null;
                    throw new RpcException(new Status(StatusCode.Unavailable, "gone"));
                }

                await responseStream.WriteAsync(new WatchReportsResponse { ResumeToken = $"{next + 1}", Event = all.Feed[next], SendTime = Noon });
            }

            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
    }
}

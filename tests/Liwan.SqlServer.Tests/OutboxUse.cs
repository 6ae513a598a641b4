using Google.Protobuf.WellKnownTypes;
using Liwan.Events.V1;
using Liwan.Testing;
using State = Liwan.Events.V1.OutboxEvent.Types.State;
using Task = System.Threading.Tasks.Task;

namespace Liwan.SqlServer.Tests;

/// <summary>Everything that can be asked of an outbox, and of the feed that it is.</summary>
internal static class OutboxUse
{
    private static readonly Timestamp Beginning = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch);

    public static async Task OfAsync(ServiceHost reports)
    {
        var client = new OutboxService.OutboxServiceClient(reports.Channel);
        foreach (var state in System.Enum.GetValues<State>())
        {
            var page = await client.ListOutboxEventsAsync(new ListOutboxEventsRequest { State = state, PageSize = 1 });
            await client.ListOutboxEventsAsync(new ListOutboxEventsRequest { State = state, PageSize = 1, PageToken = page.NextPageToken });
        }

        var known = (await client.ListOutboxEventsAsync(new ListOutboxEventsRequest())).OutboxEvents[0];
        await client.GetOutboxEventAsync(new GetOutboxEventRequest { Name = known.Name });
        await client.RedriveOutboxEventsAsync(new RedriveOutboxEventsRequest { Names = { known.Name } });
        await client.RedriveOutboxEventsAsync(new RedriveOutboxEventsRequest());
        await client.ReplayOutboxEventsAsync(new ReplayOutboxEventsRequest { StartTime = Beginning });
        await client.ReplayOutboxEventsAsync(new ReplayOutboxEventsRequest { StartTime = Beginning, Report = known.Report });
        await WatchAsync(reports, "departments/-");
        await WatchAsync(reports, "departments/npc-office");
        await Wait.UntilAsync("something is done with, and forgotten", async () =>
        {
            var before = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddMilliseconds(-1));
            await client.PurgeOutboxEventsAsync(new PurgeOutboxEventsRequest { BeforeTime = before, ValidateOnly = true });
            return (await client.PurgeOutboxEventsAsync(new PurgeOutboxEventsRequest { BeforeTime = before })).PurgedCount > 0;
        });
    }

    private static async Task WatchAsync(ServiceHost reports, string parent)
    {
        using var watch = new EventFeedService.EventFeedServiceClient(reports.Channel).WatchReports(new WatchReportsRequest { Parent = parent, ResumeToken = "start" });
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        Assert.NotNull(watch.ResponseStream.Current.Event);
    }
}

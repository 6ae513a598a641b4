using Grpc.Core;
using Grpc.Net.Client;
using Liwan.Events.V1;
using Liwan.Testing;

namespace Liwan.Messaging.Tests;

/// <summary>Somebody who watches the feed, over a connection that ends with it.</summary>
internal sealed class Feed : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly GrpcChannel _channel;
    private readonly AsyncServerStreamingCall<WatchReportsResponse> _call;

    private Feed(GrpcChannel channel, AsyncServerStreamingCall<WatchReportsResponse> call)
    {
        _channel = channel;
        _call = call;
    }

    public static Feed Watch(TestService service, string token, string resumeToken = "", string parent = "departments/-")
    {
        var channel = TestTokens.Channel(new Uri(service.Address), token);
        return new Feed(channel, new EventFeedService.EventFeedServiceClient(channel).WatchReports(new WatchReportsRequest { Parent = parent, ResumeToken = resumeToken }));
    }

    /// <summary>The next message, a heartbeat or an event.</summary>
    public async Task<WatchReportsResponse> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _call.ResponseStream.MoveNext(patience.Token) ? _call.ResponseStream.Current : throw new InvalidOperationException("The feed has ended.");
    }

    /// <summary>The next messages with an event.</summary>
    public async Task<IReadOnlyList<WatchReportsResponse>> EventsAsync(int count)
    {
        var received = new List<WatchReportsResponse>();
        while (received.Count < count)
        {
            var message = await NextAsync();
            if (message.Event is not null)
            {
                received.Add(message);
            }
        }

        return received;
    }

    public void Dispose()
    {
        _call.Dispose();
        _channel.Dispose();
    }
}

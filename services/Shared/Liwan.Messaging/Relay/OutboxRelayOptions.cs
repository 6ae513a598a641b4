using System.ComponentModel.DataAnnotations;

namespace Liwan.Messaging;

/// <summary>How the relay empties the outbox; the section <c>Liwan:Messaging:Relay</c>.</summary>
public sealed class OutboxRelayOptions
{
    /// <summary>How long a relay that has died keeps the others waiting.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often the relay looks for events of other replicas; its own replica wakes it at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The most events that are under way to the broker at a time.</summary>
    [Range(1, 1000)]
    public int BatchSize { get; set; } = 500;

    /// <summary>How long the broker may take to connect, or to confirm a batch, before it counts as unreachable.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan BrokerTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the broker may be unreachable before the suite's own services get their events by gRPC.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan BrokerGrace { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a service may take to apply a batch of events by gRPC.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan SinkTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The first wait after a failure; each further one doubles it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan FirstBackoff { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait before the broker or a service that is down is tried again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait before an event that fails for a reason of its own is tried again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan MaxEventBackoff { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often an event may fail at the broker for a reason of its own before it is parked.</summary>
    [Range(1, 1000)]
    public int MaxAttempts { get; set; } = 10;
}

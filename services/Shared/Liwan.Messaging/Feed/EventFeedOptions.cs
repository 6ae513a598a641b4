using System.ComponentModel.DataAnnotations;

namespace Liwan.Messaging;

/// <summary>How the events are streamed to those who watch them; the section <c>Liwan:Messaging:Feed</c>, listed in docs/settings.md.</summary>
public sealed class EventFeedOptions
{
    /// <summary>The section of these settings.</summary>
    public const string Section = "Liwan:Messaging:Feed";

    /// <summary>After so long without an event a stream carries a heartbeat.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a replica whose relay stands by looks for new events while somebody watches; the relay that works says so at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(500);
}

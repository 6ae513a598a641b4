using System.ComponentModel.DataAnnotations;

namespace Liwan.Messaging;

/// <summary>How long messages are remembered; the section <c>Liwan:Messaging:Retention</c>. How often they are swept is a matter of storage.</summary>
public sealed class MessagingRetentionOptions
{
    /// <summary>How long an event stays in the outbox after the broker has taken it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan Outbox { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long a consumer remembers that it has received an event; longer than any outbox may replay it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan Inbox { get; set; } = TimeSpan.FromDays(180);
}

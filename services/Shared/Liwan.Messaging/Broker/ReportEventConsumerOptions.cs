using System.ComponentModel.DataAnnotations;

namespace Liwan.Messaging;

/// <summary>How a consumer takes events from the broker; the section <c>Liwan:Messaging:Consumer</c>.</summary>
public sealed class ReportEventConsumerOptions
{
    /// <summary>Which events of a report are applied.</summary>
    public EventSelection Selection { get; set; } = EventSelection.NewestOnly;

    /// <summary>The most events that are applied at a time.</summary>
    [Range(1, 1000)]
    public int Concurrency { get; set; } = 4;

    /// <summary>How often an event that cannot be applied is tried again before it goes to the error queue.</summary>
    [Range(0, 100)]
    public int Retries { get; set; } = 8;

    /// <summary>The first wait before an event is tried again; it grows up to <see cref="MaxRetryDelay"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan FirstRetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait before an event is tried again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(10);
}

using System.ComponentModel.DataAnnotations;

namespace Liwan.Storage.Retention;

/// <summary>How long a service remembers what it needs for a while only; the section <c>Liwan:Storage:Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>
    /// How long the answer to a request id is given again (AIP-155); after that the id counts as a new one. Longer than any
    /// client goes on repeating a call. The same holds of how far an import is, and of the outcomes of its items.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan RequestLedger { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// How long an entry of the audit trail is kept; not set: for ever. What is forgotten leaves the hash that the rest of the
    /// chain follows. At least a day.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "36500.00:00:00")]
    public TimeSpan? Audit { get; set; }

    /// <summary>How often what is older is looked for.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "7.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>About how many rows are deleted in one transaction, so that no writer waits long.</summary>
    [Range(1, 2000)]
    public int BatchSize { get; set; } = 500;
}

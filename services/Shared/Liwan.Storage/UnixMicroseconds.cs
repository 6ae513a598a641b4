namespace Liwan.Storage;

/// <summary>How times stand in both databases: BIGINT, microseconds since 1970-01-01 UTC.</summary>
public static class UnixMicroseconds
{
    /// <summary>Microseconds since 1970 UTC; what is finer is cut off.</summary>
    /// <param name="time">The time.</param>
    public static long From(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The time, in UTC.</summary>
    /// <param name="microseconds">Microseconds since 1970 UTC.</param>
    public static DateTimeOffset ToDateTimeOffset(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>The present in microseconds since 1970 UTC.</summary>
    /// <param name="time">The clock.</param>
    public static long Now(this TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return From(time.GetUtcNow());
    }

    /// <summary>The present, to the microsecond that the databases keep.</summary>
    /// <param name="time">The clock.</param>
    public static DateTimeOffset Present(this TimeProvider time) => ToDateTimeOffset(time.Now());

    /// <summary>
    /// The present, but at least a microsecond after the last change: so that no two states of a row share a time, and
    /// no clock that is set back lets an etag return.
    /// </summary>
    /// <param name="time">The clock.</param>
    /// <param name="lastChange">When the row was changed before.</param>
    public static DateTimeOffset PresentAfter(this TimeProvider time, DateTimeOffset lastChange) =>
        ToDateTimeOffset(Math.Max(time.Now(), From(lastChange) + 1));
}

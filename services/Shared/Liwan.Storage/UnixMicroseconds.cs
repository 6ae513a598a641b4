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
}

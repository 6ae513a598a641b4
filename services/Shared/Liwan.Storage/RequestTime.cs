using Google.Protobuf.WellKnownTypes;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.Storage;

/// <summary>Times in requests.</summary>
public static class RequestTime
{
    /// <summary>Reads a bound of a time range into microseconds since 1970 UTC.</summary>
    /// <param name="violations">Takes what is wrong: VALUE_NOT_ACCEPTED.</param>
    /// <param name="field">Field path of the time.</param>
    /// <param name="time">The time.</param>
    /// <param name="unset">What an unset one means: the end of time in its direction.</param>
    public static long Read(Violations violations, string field, Timestamp? time, long unset)
    {
        ArgumentNullException.ThrowIfNull(violations);
        if (time is null)
        {
            return unset;
        }

        if (time.Seconds is < -62_135_596_800 or > 253_402_300_799 || time.Nanos is < 0 or > 999_999_999)
        {
            violations.Add(field, ErrorCatalogue.ValueNotAccepted, ("value", $"{time.Seconds}s {time.Nanos}ns"), ("expected", "0001-01-01T00:00:00Z .. 9999-12-31T23:59:59.999999999Z"));
            return unset;
        }

        // A fraction of a microsecond counts as a whole one: what was written before it is before it.
        return (time.Seconds * 1_000_000) + ((time.Nanos + 999) / 1000);
    }
}

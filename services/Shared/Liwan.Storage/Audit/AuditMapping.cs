using Google.Protobuf.WellKnownTypes;
using Liwan.ServiceDefaults.Errors;
using V1 = Liwan.Audit.V1;

namespace Liwan.Storage.Audit;

/// <summary>The audit trail on the wire.</summary>
internal static class AuditMapping
{
    private const string HeadName = "auditHead";

    private static readonly long EarliestTime = UnixMicroseconds.From(DateTimeOffset.MinValue);
    private static readonly long LatestTime = UnixMicroseconds.From(DateTimeOffset.MaxValue);

    public static V1.AuditEntry Write(AuditEntry entry) => new()
    {
        Name = NameOf(entry.EntryId),
        // What is beyond was tampered with; the hash will tell.
        CreateTime = Timestamp.FromDateTimeOffset(UnixMicroseconds.ToDateTimeOffset(Math.Clamp(entry.CreateTime, EarliestTime, LatestTime))),
        Caller = entry.Caller,
        OnBehalfOf = entry.OnBehalfOf,
        Method = entry.Method,
        Resource = entry.Resource,
        EtagBefore = entry.EtagBefore,
        EtagAfter = entry.EtagAfter,
        RequestId = entry.RequestId,
        TraceId = entry.TraceId,
        Address = entry.Address,
        Outcome = entry.Outcome,
    };

    public static V1.AuditSeal Write(SealedEntry sealedEntry) => new()
    {
        Number = sealedEntry.Seal.SealNumber,
        Hash = sealedEntry.Seal.Hash,
        AuditEntry = NameOf(sealedEntry.Seal.EntryId),
        Entry = sealedEntry.Entry is { } entry ? Write(entry) : null,
    };

    public static V1.AuditHead Write(AuditChain chain) => new()
    {
        Name = HeadName,
        Number = chain.Head.SealNumber,
        Hash = chain.Head.Hash,
        AnchorNumber = chain.Anchor.SealNumber,
        AnchorHash = chain.Anchor.Hash,
    };

    /// <summary>Reads a bound of a time range into microseconds since 1970 UTC; unset is the end of time in its direction.</summary>
    public static long ReadTime(Violations violations, string field, Timestamp? time, long unset)
    {
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

    private static string NameOf(string id) => $"auditEntries/{id}";
}

using Google.Protobuf.WellKnownTypes;
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

    private static string NameOf(string id) => $"auditEntries/{id}";
}

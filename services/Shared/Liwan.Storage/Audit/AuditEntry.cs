using System.Diagnostics;
using Liwan.ServiceDefaults.Access;

namespace Liwan.Storage.Audit;

/// <summary>One change of one resource, or one refusal; the contract says what its fields hold.</summary>
internal sealed record AuditEntry
{
    /// <summary>The outcome of a change.</summary>
    public const string Ok = "OK";

    public required string EntryId { get; init; }

    /// <summary>Microseconds since 1970 UTC; as a number, since what somebody tampered with may be no time.</summary>
    public required long CreateTime { get; init; }

    public required string Caller { get; init; }

    public required string OnBehalfOf { get; init; }

    public required string Method { get; init; }

    public required string Resource { get; init; }

    public required string EtagBefore { get; init; }

    public required string EtagAfter { get; init; }

    public required string RequestId { get; init; }

    public required string TraceId { get; init; }

    public required string Address { get; init; }

    public required string Outcome { get; init; }

    /// <summary>Makes the entry of what a call does or is refused.</summary>
    public static AuditEntry Of(CurrentCall call, AuditedChange change, DateTimeOffset now) => new()
    {
        EntryId = Guid.CreateVersion7(now).ToString("D"),
        CreateTime = UnixMicroseconds.From(now),
        Caller = AuditText.Fit(call.Caller.Subject, AuditText.Caller),
        OnBehalfOf = AuditText.Fit(call.Caller.OnBehalfOf, AuditText.Caller),
        Method = AuditText.Fit(call.Method, AuditText.Method),
        Resource = AuditText.Fit(change.Resource, AuditText.Resource),
        EtagBefore = AuditText.Fit(change.EtagBefore, AuditText.Etag),
        EtagAfter = AuditText.Fit(change.EtagAfter, AuditText.Etag),
        RequestId = AuditText.Fit(call.RequestId, AuditText.RequestId),
        TraceId = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.TraceId.ToString() : string.Empty,
        Address = AuditText.Fit(call.Address, AuditText.Address),
        Outcome = AuditText.Fit(change.Outcome, AuditText.Outcome),
    };
}

/// <summary>What happened to a resource.</summary>
/// <param name="Resource">Its name.</param>
/// <param name="EtagBefore">Its etag before; may be empty.</param>
/// <param name="EtagAfter">Its etag after; may be empty.</param>
/// <param name="Outcome">OK, or why it was refused.</param>
internal sealed record AuditedChange(string Resource, string EtagBefore, string EtagAfter, string Outcome);

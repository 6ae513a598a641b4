using System.Collections.Frozen;
using Liwan.Access.V1;

namespace Liwan.ServiceDefaults.Access;

/// <summary>Who calls, as a valid token says it, or which part of the suite works in its own name.</summary>
public sealed record Caller
{
    /// <summary>Who it is: the token's <c>sub</c>, or <c>service:{name}</c>. Key of the request ledger, name in the audit trail.</summary>
    public required string Subject { get; init; }

    /// <summary>For whom the caller acts, where the token names one (RFC 8693: the actor calls, the subject is acted for); else empty.</summary>
    public string OnBehalfOf { get; init; } = string.Empty;

    /// <summary>The roles; may be none.</summary>
    public required IReadOnlySet<Role> Roles { get; init; }

    /// <summary>Ids of the departments that a clerk or an integrator is bound to; null: all.</summary>
    public IReadOnlySet<string>? Departments { get; init; } = FrozenSet<string>.Empty;

    /// <summary>What an integrator may do, such as <c>budgets.read</c>.</summary>
    public IReadOnlySet<string> Scopes { get; init; } = FrozenSet<string>.Empty;

    /// <summary>When the token expires; a stream that still runs then ends.</summary>
    public DateTimeOffset ExpireTime { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Somebody without a token, who sees what is published.</summary>
    public static Caller Nobody { get; } = new() { Subject = string.Empty, Roles = FrozenSet<Role>.Empty };

    /// <summary>A service of the suite in its own name: relay, consumers, sweepers.</summary>
    /// <param name="name">The service, such as <c>reports</c>.</param>
    public static Caller Service(string name) => new() { Subject = $"service:{name}", Roles = new[] { Role.Service }.ToFrozenSet() };
}

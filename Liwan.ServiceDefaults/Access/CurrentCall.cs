using Liwan.ServiceDefaults.Errors;

namespace Liwan.ServiceDefaults.Access;

/// <summary>The call that is being answered, or the work that a service does in its own name: who, and by which method.</summary>
public sealed record CurrentCall
{
    private static readonly AsyncLocal<CurrentCall?> Flowing = new();

    /// <summary>The call of this flow of execution; null outside any.</summary>
    public static CurrentCall? Value => Flowing.Value;

    /// <summary>Who calls.</summary>
    public required Caller Caller { get; init; }

    /// <summary>The full gRPC method name, such as <c>/liwan.budgets.v1.BudgetService/CreateBudget</c>, or what a service does by itself, such as <c>archive</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Ids of the departments that this call may touch; null: all.</summary>
    public IReadOnlySet<string>? Departments { get; init; }

    /// <summary>True: the caller may see what is published, and nothing else.</summary>
    public bool PublishedOnly { get; init; }

    /// <summary>The call's <c>request_id</c>; may be empty.</summary>
    public string RequestId { get; init; } = string.Empty;

    /// <summary>Address of the peer, such as <c>ipv4:127.0.0.1:4711</c>; empty for work of the service itself.</summary>
    public string Address { get; init; } = string.Empty;

    /// <summary>The caller's token, for the calls made on the way; null for work of the service itself.</summary>
    internal string? Token { get; init; }

    /// <summary>True: nobody's call, but work that the service does in its own name.</summary>
    internal bool IsOwnWork => Address.Length == 0;

    /// <summary>The rule by which it is judged; null for work of the service itself.</summary>
    internal MethodRule? Rule { get; init; }

    /// <summary>The rule as the contract of the method states it; null for work of the service itself.</summary>
    public Liwan.Access.V1.Rule? StatedRule => Rule?.Rule;

    /// <summary>What a call is answered that touches a department: null, or PERMISSION_DENIED. For items of streams, which the methods judge.</summary>
    /// <param name="department">Its id.</param>
    public ServiceException? Refuse(string department) => Departments is null || Departments.Contains(department) ? null : Rule!.Denied();

    /// <summary>What a call that may see published content only is answered for anything else, whether or not it exists: TOKEN_MISSING or PERMISSION_DENIED.</summary>
    public ServiceException RefuseUnpublished() => Caller == Caller.Nobody ? new ServiceException(ErrorCatalogue.TokenMissing) : Rule!.Denied();

    /// <summary>Makes a call the one of this flow of execution until the result is disposed.</summary>
    /// <param name="call">The call.</param>
    public static IDisposable Enter(CurrentCall call)
    {
        var before = Flowing.Value;
        Flowing.Value = call;
        return new Exit(before);
    }

    private sealed class Exit(CurrentCall? before) : IDisposable
    {
        public void Dispose() => Flowing.Value = before;
    }
}

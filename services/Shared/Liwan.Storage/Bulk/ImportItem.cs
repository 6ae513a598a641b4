using Liwan.Bulk.V1;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.Storage.Bulk;

/// <summary>One item of a bulk import, from its message to its outcome.</summary>
/// <typeparam name="T">The aggregate.</typeparam>
public sealed class ImportItem<T>
    where T : class
{
    private readonly T? _draft;

    /// <summary>An item that could be read.</summary>
    /// <param name="index">The client's number of it.</param>
    /// <param name="draft">What it says; its etag is the one that the client expects, its times say nothing.</param>
    public ImportItem(long index, T draft)
    {
        Index = index;
        _draft = draft;
    }

    /// <summary>An item that could not be read.</summary>
    /// <param name="index">The client's number of it.</param>
    /// <param name="error">What is wrong with it.</param>
    public ImportItem(long index, ServiceException error)
    {
        Index = index;
        Error = error;
    }

    /// <summary>The client's number of it.</summary>
    public long Index { get; }

    /// <summary>What it says.</summary>
    public T Draft => _draft ?? throw new InvalidOperationException("The item could not be read.");

    /// <summary>Why nothing of it is written; null unless it failed.</summary>
    public ServiceException? Error { get; private set; }

    /// <summary>What becomes of it; meaningless while it is open.</summary>
    public ImportOutcome.Types.Result Result { get; private set; }

    /// <summary>What is to be stored; null unless it was accepted.</summary>
    public T? Accepted { get; private set; }

    /// <summary>The etag of what it replaces; null if it replaces nothing.</summary>
    public string? ReplacedEtag { get; private set; }

    /// <summary>Has it fail, whatever was decided of it before.</summary>
    /// <param name="error">Why.</param>
    public void Fail(ServiceException error)
    {
        Error = error;
        Accepted = null;
    }

    /// <summary>Has it leave what is stored as it is.</summary>
    public void LeaveUnchanged() => Result = ImportOutcome.Types.Result.Unchanged;

    /// <summary>Has it written.</summary>
    /// <param name="accepted">What is to be stored.</param>
    /// <param name="replacedEtag">The etag of what it replaces; null if it replaces nothing.</param>
    public void Accept(T accepted, string? replacedEtag)
    {
        Result = replacedEtag is null ? ImportOutcome.Types.Result.Created : ImportOutcome.Types.Result.Replaced;
        Accepted = accepted;
        ReplacedEtag = replacedEtag;
    }

    /// <summary>The item as it was before anything was decided in a transaction, for a transaction that is run again.</summary>
    internal ImportItem<T> Undecided() => Error is { } error ? new ImportItem<T>(Index, error) : new ImportItem<T>(Index, Draft);

    internal ImportOutcome ToOutcome() => Error is { } error
        ? new ImportOutcome { Index = Index, Result = ImportOutcome.Types.Result.Failed, Error = RpcStatus.Of(error) }
        : new ImportOutcome { Index = Index, Result = Result };
}

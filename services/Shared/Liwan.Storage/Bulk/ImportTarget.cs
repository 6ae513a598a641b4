using Liwan.Bulk.V1;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.Storage.Bulk;

/// <summary>What a stored aggregate is known by.</summary>
/// <param name="Etag">Its etag.</param>
/// <param name="CreateTime">When it was created.</param>
/// <param name="UpdateTime">When it was last changed.</param>
public readonly record struct StoredVersion(string Etag, DateTimeOffset CreateTime, DateTimeOffset UpdateTime);

/// <summary>What an aggregate brings to its bulk import. One object serves one stream.</summary>
/// <typeparam name="TMessage">The aggregate on the wire.</typeparam>
/// <typeparam name="T">The aggregate inside.</typeparam>
/// <param name="time">The clock.</param>
public abstract class ImportTarget<TMessage, T>(TimeProvider time)
    where TMessage : class
    where T : class
{
    /// <summary>The clock.</summary>
    protected TimeProvider Time => time;

    /// <summary>Field path of the aggregate in an item, such as <c>budget</c>.</summary>
    public abstract string Field { get; }

    /// <summary>Reads an item by itself, as the create method reads its request.</summary>
    /// <param name="violations">Takes what is wrong.</param>
    /// <param name="message">The item.</param>
    public abstract T Read(Violations violations, TMessage message);

    /// <summary>The id of the department that an item is about, which the caller must be allowed to touch; null or empty if it does not say.</summary>
    /// <param name="draft">What an item says.</param>
    public abstract string? DepartmentOf(T draft);

    /// <summary>What no two items of one step may share, because the later one must see what the earlier one wrote.</summary>
    /// <param name="draft">What an item says.</param>
    public abstract IEnumerable<string> KeysOf(T draft);

    /// <summary>Fails items for what other services know, before the transaction of their batch.</summary>
    /// <param name="items">The items of a batch that could be read.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public virtual Task CheckAsync(IReadOnlyList<ImportItem<T>> items, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Decides every item by what is stored, in the transaction that is about to write it.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="items">Items without a key in common.</param>
    /// <param name="mode">What happens to an item whose resource exists.</param>
    public abstract Task DecideAsync(DbSession session, IReadOnlyList<ImportItem<T>> items, ImportSettings.Types.Mode mode);

    /// <summary>Writes what was accepted.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="items">The accepted items.</param>
    /// <returns>False if another writer has changed what one of them replaces.</returns>
    public abstract Task<bool> TryWriteAsync(DbSession session, IReadOnlyList<ImportItem<T>> items);

    /// <summary>Returns the aggregate as it is to be stored, with its etag.</summary>
    /// <param name="draft">What the item says.</param>
    /// <param name="current">What is stored; null if nothing is.</param>
    /// <param name="createTime">When it was created.</param>
    /// <param name="updateTime">When it was changed.</param>
    /// <exception cref="ServiceException">It cannot be stored.</exception>
    protected abstract T Complete(T draft, T? current, DateTimeOffset createTime, DateTimeOffset updateTime);

    /// <summary>What a stored aggregate is known by; of a draft, the etag that the client expects.</summary>
    /// <param name="aggregate">The aggregate.</param>
    protected abstract StoredVersion VersionOf(T aggregate);

    /// <summary>The resource name.</summary>
    /// <param name="aggregate">The aggregate.</param>
    protected abstract string NameOf(T aggregate);

    /// <summary>The error of an etag that is not the stored one.</summary>
    /// <param name="current">What is stored.</param>
    protected abstract ServiceException Changed(T current);

    /// <summary>Decides one item by what is stored under its name.</summary>
    /// <param name="item">The item.</param>
    /// <param name="current">What is stored; null if nothing is.</param>
    /// <param name="mode">What happens to an item whose resource exists.</param>
    protected void Decide(ImportItem<T> item, T? current, ImportSettings.Types.Mode mode)
    {
        ArgumentNullException.ThrowIfNull(item);
        try
        {
            if (current is null)
            {
                var now = time.Present();
                item.Accept(Complete(item.Draft, null, now, now), replacedEtag: null);
                return;
            }

            if (mode == ImportSettings.Types.Mode.CreateOnly)
            {
                throw new ServiceException(ErrorCatalogue.AlreadyExists, ("name", NameOf(current)));
            }

            var stored = VersionOf(current);
            if (VersionOf(Complete(item.Draft, current, stored.CreateTime, stored.UpdateTime)).Etag == stored.Etag)
            {
                // Said before the etag is looked at: a file that was imported is imported again without effect.
                item.LeaveUnchanged();
                return;
            }

            if (VersionOf(item.Draft).Etag is { Length: > 0 } expected && expected != stored.Etag)
            {
                throw Changed(current);
            }

            item.Accept(Complete(item.Draft, current, stored.CreateTime, time.PresentAfter(stored.UpdateTime)), stored.Etag);
        }
        catch (ServiceException e)
        {
            item.Fail(e);
        }
    }
}

using Google.Protobuf;
using Liwan.ServiceDefaults.Requests;
using Microsoft.Extensions.Caching.Memory;

namespace Liwan.Storage.Caching;

/// <summary>
/// What tells two states of a resource apart. An etag covers the content and never comes back, so while the stamp is the
/// same, so is the answer of a read, whichever replica made the last change.
/// </summary>
public sealed record ResourceStamp
{
    /// <summary>The etag.</summary>
    public required string Etag { get; init; }

    /// <summary>Whether the year is locked, which is in the answer but not in the etag.</summary>
    public required bool Locked { get; init; }
}

/// <summary>
/// The last answers of a read, each good only while the database gives the stamp that it was made under: a read that
/// finds its answer here costs one query of one row instead of all rows of the resource.
/// </summary>
/// <typeparam name="TMessage">The resource; nobody may change one that was put in or taken out.</typeparam>
public sealed class ReadCache<TMessage> : IDisposable
    where TMessage : class, IMessage<TMessage>
{
    private const long MostBytes = 32 * 1024 * 1024;

    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = MostBytes });

    /// <summary>Reads a resource, from the database where the cache does not hold its present state.</summary>
    /// <param name="key">Which resource.</param>
    /// <param name="stamp">Asks the database for the present stamp; null if there is no such resource.</param>
    /// <param name="read">Reads the whole resource with the stamp that it has then; null if there is none any more.</param>
    public async Task<TMessage?> GetAsync(
        DepartmentYear key, Func<Task<ResourceStamp?>> stamp, Func<Task<(ResourceStamp Stamp, TMessage Message)?>> read)
    {
        ArgumentNullException.ThrowIfNull(stamp);
        ArgumentNullException.ThrowIfNull(read);
        if (_answers.TryGetValue(key, out Entry? known))
        {
            var present = await stamp();
            if (present is null || present == known!.Stamp)
            {
                return present is null ? null : known!.Message;
            }
        }

        if (await read() is not { } answer)
        {
            return null;
        }

        _answers.Set(key, new Entry(answer.Stamp, answer.Message), new MemoryCacheEntryOptions { Size = answer.Message.CalculateSize() });
        return answer.Message;
    }

    /// <inheritdoc/>
    public void Dispose() => _answers.Dispose();

    private sealed record Entry(ResourceStamp Stamp, TMessage Message);
}

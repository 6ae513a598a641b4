using Grpc.Core;
using Liwan.Bulk.V1;
using Xunit;

namespace Liwan.Testing;

/// <summary>Begins imports.</summary>
public static class NewImport
{
    /// <summary>Settings with a new id.</summary>
    /// <param name="mode">The mode.</param>
    public static ImportSettings Settings(ImportSettings.Types.Mode mode = ImportSettings.Types.Mode.CreateOrReplace) =>
        new() { ImportId = $"{Guid.NewGuid()}", Mode = mode };
}

/// <summary>The client's side of the stream of an import.</summary>
/// <typeparam name="TRequest">The message of the stream.</typeparam>
/// <param name="call">The call.</param>
public sealed class ImportDialogue<TRequest>(AsyncDuplexStreamingCall<TRequest, ImportProgress> call) : IDisposable
{
    /// <summary>Every outcome so far.</summary>
    public List<ImportOutcome> Outcomes { get; } = [];

    /// <summary>Where the import stands.</summary>
    public long NextIndex { get; private set; }

    /// <summary>The outcomes so far, in short: index and result.</summary>
    public IEnumerable<(long Index, ImportOutcome.Types.Result Result)> Results => Outcomes.Select(outcome => (outcome.Index, outcome.Result));

    /// <summary>Sends a message.</summary>
    /// <param name="request">The message.</param>
    public Task SendAsync(TRequest request) => call.RequestStream.WriteAsync(request);

    /// <summary>Takes the next answer.</summary>
    public async Task<ImportProgress> NextAsync()
    {
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None), "The service ended the stream.");
        Take(call.ResponseStream.Current);
        return call.ResponseStream.Current;
    }

    /// <summary>Takes the answers to the settings: outcomes of before, and then one without any, which says where the import stands.</summary>
    public async Task ReachAsync()
    {
        while ((await NextAsync()).Outcomes.Count > 0)
        {
        }
    }

    /// <summary>Says that nothing more comes, and takes the rest of the answers.</summary>
    public async Task<ImportDialogue<TRequest>> FinishAsync()
    {
        await call.RequestStream.CompleteAsync();
        await foreach (var progress in call.ResponseStream.ReadAllAsync())
        {
            Take(progress);
        }

        return this;
    }

    /// <inheritdoc/>
    public void Dispose() => call.Dispose();

    private void Take(ImportProgress progress)
    {
        Outcomes.AddRange(progress.Outcomes);
        NextIndex = progress.NextIndex;
    }
}

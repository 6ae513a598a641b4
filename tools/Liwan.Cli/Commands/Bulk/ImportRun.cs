using System.Collections.Concurrent;
using Grpc.Core;
using Liwan.Bulk.V1;
using Liwan.Cli.Services;
using Result = Liwan.Bulk.V1.ImportOutcome.Types.Result;

namespace Liwan.Cli.Commands.Bulk;

/// <summary>A line that was not imported.</summary>
internal sealed record ImportFailure(long Line, ServiceError Error);

/// <summary>
/// Imports a file: a few batches under way at a time, the same import id over every connection, and every outcome heard
/// once, however often the connection breaks.
/// </summary>
internal sealed class ImportRun(BulkResource resource, ServiceClients clients, ImportFile file, ImportSettings settings, Action<ImportFailure> failed)
{
    private const int MostUnderWay = 4;
    private const int MostItems = 500;
    // Below the most, so that a circle of links finds room in the batch that it begins in.
    private const int UsualItems = 400;
    private const int UsualBytes = 2 * 1024 * 1024;

    private readonly ConcurrentQueue<IReadOnlyList<NumberedItem>> _underWay = [];
    private readonly Dictionary<Result, long> _counts = [];
    private long _next = settings.FromIndex;
    private long _malformed;

    /// <summary>Whether each item is to be written whatever is stored.</summary>
    public bool Overwrite { get; init; }

    public long Created => _counts.GetValueOrDefault(Result.Created);

    public long Replaced => _counts.GetValueOrDefault(Result.Replaced);

    public long Unchanged => _counts.GetValueOrDefault(Result.Unchanged);

    public long Failed => _counts.GetValueOrDefault(Result.Failed) + Interlocked.Read(ref _malformed);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var reconnection = new Reconnection(resource.Address(clients), clients);
        await using var batches = BatchesAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                var call = resource.Import(clients, new CallOptions(cancellationToken: cancellationToken));
                using (call.Call)
                {
                    await ResumeAsync(call, reconnection, cancellationToken);
                    await ExchangeAsync(call, batches, reconnection, cancellationToken);
                    return;
                }
            }
            catch (RpcException e)
            {
                await reconnection.WaitAsync(e, cancellationToken);
            }
        }
    }

    private async Task ResumeAsync(ImportCall call, Reconnection reconnection, CancellationToken cancellationToken)
    {
        var resumed = settings.Clone();
        resumed.FromIndex = _next;
        await SendAsync(call, resumed, []);
        while (true)
        {
            if (!await call.Answers.MoveNext(cancellationToken))
            {
                throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "The service ended the stream."));
            }

            Take(call.Answers.Current);
            reconnection.Progress();
            if (call.Answers.Current.Outcomes.Count == 0)
            {
                return;
            }
        }
    }

    private async Task ExchangeAsync(
        ImportCall call, IAsyncEnumerator<IReadOnlyList<NumberedItem>> batches, Reconnection reconnection, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        DropDecided();
        using var room = new SemaphoreSlim(MostUnderWay - _underWay.Count);
        var receiving = ReceiveAsync(call, room, reconnection, stop, cancellationToken);
        try
        {
            foreach (var batch in _underWay.ToArray())
            {
                await SendAsync(call, null, batch);
            }

            while (true)
            {
                // Room first: a batch that was read must be under way before the connection can break.
                await room.WaitAsync(stop.Token);
                if (!await batches.MoveNextAsync())
                {
                    break;
                }

                _underWay.Enqueue(batches.Current);
                await SendAsync(call, null, batches.Current);
            }

            await call.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The receiver knows why.
        }
        catch
        {
            call.Call.Dispose();
            await receiving.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }

        await receiving;
    }

    private async Task ReceiveAsync(ImportCall call, SemaphoreSlim room, Reconnection reconnection, CancellationTokenSource stop, CancellationToken cancellationToken)
    {
        try
        {
            while (await call.Answers.MoveNext(cancellationToken))
            {
                Take(call.Answers.Current);
                reconnection.Progress();
                for (var decided = DropDecided(); decided > 0; decided--)
                {
                    room.Release();
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    // Once the service has ended the stream, a write fails with what the receiver is told too.
    private static async Task SendAsync(ImportCall call, ImportSettings? settings, IReadOnlyList<NumberedItem> items)
    {
        try
        {
            await call.SendAsync(settings, items);
        }
        catch (InvalidOperationException e)
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, e.Message, e));
        }
    }

    private int DropDecided()
    {
        var count = 0;
        while (_underWay.TryPeek(out var batch) && batch[^1].Index < Interlocked.Read(ref _next))
        {
            _underWay.TryDequeue(out _);
            count++;
        }

        return count;
    }

    private void Take(ImportProgress progress)
    {
        foreach (var outcome in progress.Outcomes)
        {
            _counts[outcome.Result] = _counts.GetValueOrDefault(outcome.Result) + 1;
            if (outcome.Result == Result.Failed)
            {
                failed(new ImportFailure(file.LineOf(outcome.Index), ServiceError.From(outcome.Error.ToRpcException(), resource.Address(clients))));
            }
        }

        Interlocked.Exchange(ref _next, Math.Max(_next, progress.NextIndex));
    }

    private async IAsyncEnumerable<IReadOnlyList<NumberedItem>> BatchesAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batch = new List<NumberedItem>(UsualItems);
        var (bytes, togetherUntil) = (0, 0L);
        await foreach (var line in file.ReadAsync(cancellationToken))
        {
            if (line.Error is { } error)
            {
                Interlocked.Increment(ref _malformed);
                failed(new ImportFailure(line.Line, error));
                continue;
            }

            // Decided before this run began.
            if (line.Index < Interlocked.Read(ref _next))
            {
                continue;
            }

            var size = line.Message!.CalculateSize();
            var isFull = batch.Count >= UsualItems && line.Index > togetherUntil;
            if (batch.Count > 0 && (isFull || batch.Count == MostItems || bytes + size > UsualBytes))
            {
                yield return batch;
                batch = new List<NumberedItem>(UsualItems);
                bytes = 0;
            }

            if (Overwrite)
            {
                resource.DropEtag(line.Message);
            }

            batch.Add(new NumberedItem(line.Index, line.Message));
            bytes += size;
            togetherUntil = Math.Max(togetherUntil, line.TogetherUntil);
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Liwan.Storage.Audit;

/// <summary>
/// Seals what the audit trail gets, within a second: chains the hashes of committed entries, so that writers wait for
/// nothing. Replicas may do it at the same time; the number of a seal is unique, and who comes second starts again.
/// </summary>
/// <param name="database">The service's own database.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it says where the chain ends: kept apart from the database, it tells if the chain was cut.</param>
public sealed partial class AuditSealer(Database database, TimeProvider time, ILogger<AuditSealer> logger) : BackgroundService
{
    // An INSERT and an UPDATE by ids in one statement each on SQL Server.
    private const int BatchSize = 500;
    private const int MostAttempts = 50;

    // Entries that come close together share a transaction, which costs SQLite a sync of the disk.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(200);

    // For what a replica committed that ended before it could seal it.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Announce = TimeSpan.FromHours(1);

    private long _announced;
    private AuditSeal _known = AuditSeal.Start;

    private sealed class EntryGoneException : Exception;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        AuditSeal? announced = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SealAsync(stoppingToken);
                if (announced is null || time.GetElapsedTime(_announced) >= Announce)
                {
                    announced = await AnnounceAsync(stoppingToken);
                }
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Pending migrations or a full disk: the entries stay, and so does the sealer.
                LogFailure(e);
            }

            await database.AuditWritten.WaitAsync(Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(Gather, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await SealAsync(cancellationToken);
            await AnnounceAsync(cancellationToken);
        }
        catch (Exception e)
        {
            LogFailure(e);
        }
    }

    /// <summary>Seals every committed entry.</summary>
    /// <param name="cancellationToken">Ends it between two batches.</param>
    public async Task SealAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ;)
        {
            try
            {
                if (await SealBatchAsync(cancellationToken) < BatchSize)
                {
                    return;
                }

                attempt = 1;
            }
            catch (Exception e) when (attempt < MostAttempts && (e is EntryGoneException || database.Dialect.IsUniqueViolation(e)))
            {
                // Another replica has sealed meanwhile: go on from where it is.
                attempt++;
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 50)), time, cancellationToken);
            }
        }
    }

    private async Task<int> SealBatchAsync(CancellationToken cancellationToken)
    {
        // Read before the transaction that writes, so that no writer of entries waits for it.
        var (chain, entries) = await database.ReadSnapshotAsync(
            async session => (await AuditTable.FindChainAsync(session), await AuditTable.FindUnsealedAsync(session, BatchSize)), cancellationToken);
        Watch(chain.Head);
        if (entries.Count == 0)
        {
            return 0;
        }

        var seals = new List<AuditSeal>(entries.Count);
        foreach (var entry in entries)
        {
            seals.Add((seals.Count == 0 ? chain.Head : seals[^1]).Next(entry));
        }

        await database.WriteAsync(
            async session =>
            {
                if (!await AuditTable.SealAsync(session, seals))
                {
                    throw new EntryGoneException();
                }
            },
            cancellationToken);
        Watch(seals[^1]);
        return entries.Count;
    }

    private async Task<AuditSeal> AnnounceAsync(CancellationToken cancellationToken)
    {
        var chain = await database.ReadSnapshotAsync(AuditTable.FindChainAsync, cancellationToken);
        _announced = time.GetTimestamp();
        LogHead(database.Name, chain.Head.SealNumber, chain.Head.Hash);
        return chain.Head;
    }

    // The database could be cut and nobody see it; who has sealed remembers.
    private void Watch(AuditSeal head)
    {
        if (head.SealNumber < _known.SealNumber || (head.SealNumber == _known.SealNumber && head.Hash != _known.Hash))
        {
            LogCut(database.Name, _known.SealNumber, _known.Hash, head.SealNumber, head.Hash);
        }

        _known = head;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The audit chain of {Service} ends at {Number} with {Hash}")]
    private partial void LogHead(string service, long number, string hash);

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit chain of {Service} was tampered with: it ended at {KnownNumber} with {KnownHash}, and ends at {Number} with {Hash} now")]
    private partial void LogCut(string service, long knownNumber, string knownHash, long number, string hash);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Entries of the audit trail could not be sealed; trying again")]
    private partial void LogFailure(Exception exception);
}

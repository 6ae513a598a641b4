using Grpc.Core;
using Liwan.Bulk.V1;
using Liwan.ServiceDefaults.Access;
using Liwan.ServiceDefaults.Errors;
using Liwan.Storage.Ledger;
using Microsoft.Extensions.Options;

namespace Liwan.Storage.Bulk;

/// <summary>What an import method gets in one message.</summary>
/// <typeparam name="TMessage">The aggregate on the wire.</typeparam>
/// <param name="Settings">The settings; null but in the first message.</param>
/// <param name="Items">The items; an aggregate may be missing.</param>
public sealed record ImportRequest<TMessage>(ImportSettings? Settings, IReadOnlyList<(long Index, TMessage? Message)> Items);

/// <summary>
/// Runs bulk imports: reads batches, decides and writes each in one transaction together with how far the import is, and
/// answers each. A stream can break at any point; what was answered, and perhaps one batch more, is written.
/// </summary>
/// <param name="database">The service's own database.</param>
/// <param name="options">The settings.</param>
/// <param name="time">The clock.</param>
public sealed class ImportRunner(Database database, IOptions<ImportOptions> options, TimeProvider time)
{
    /// <summary>The most items of a message.</summary>
    public const int MostItems = 500;

    private const int MostAttempts = 20;

    private sealed class ChangedMeanwhileException : Exception;

    /// <summary>Runs one stream to its end.</summary>
    /// <typeparam name="TRequest">The message of the stream.</typeparam>
    /// <typeparam name="TMessage">The aggregate on the wire.</typeparam>
    /// <typeparam name="T">The aggregate inside.</typeparam>
    /// <param name="makeTarget">Makes the aggregate's part.</param>
    /// <param name="requests">The stream of the client.</param>
    /// <param name="open">Takes a message apart.</param>
    /// <param name="answers">The stream to the client.</param>
    /// <param name="context">Names method and caller.</param>
    /// <exception cref="ServiceException">The stream breaks the rules, or is idle; its whole batches so far are kept.</exception>
    public async Task RunAsync<TRequest, TMessage, T>(
        Func<ImportSettings, ImportTarget<TMessage, T>> makeTarget,
        IAsyncStreamReader<TRequest> requests,
        Func<TRequest, ImportRequest<TMessage>> open,
        IServerStreamWriter<ImportProgress> answers,
        ServerCallContext context)
        where TMessage : class
        where T : class
    {
        ArgumentNullException.ThrowIfNull(makeTarget);
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(context);
        if (!await NextAsync(requests, context.CancellationToken))
        {
            throw new ServiceException(new Violations().Add("settings", ErrorCatalogue.FieldRequired));
        }

        var request = open(requests.Current);
        var settings = ImportRules.ReadSettings(request.Settings);
        var target = makeTarget(settings);
        var import = new ImportKey(LedgerCall.Caller, context.Method, settings.ImportId);
        var writer = new ImportProgressWriter(answers);
        await ResumeAsync(import, settings, writer, context.CancellationToken);

        // Of this stream only: items that an earlier one brought may come again.
        var last = -1L;
        do
        {
            request = open(requests.Current);
            last = ImportRules.CheckItems(request.Items.Select(item => item.Index), last);
            if (request.Items.Count > 0)
            {
                var items = request.Items.Select(item => Read(target, item.Index, item.Message)).ToList();
                var (next, outcomes) = await ExecuteAsync(target, import, settings, items, context.CancellationToken);
                await writer.WriteAsync(outcomes, next);
            }
        }
        while (await NextAsync(requests, context.CancellationToken) && ImportRules.RequireNoSettings(open(requests.Current).Settings));
    }

    private async Task ResumeAsync(ImportKey import, ImportSettings settings, ImportProgressWriter writer, CancellationToken cancellationToken)
    {
        if (settings.ValidateOnly)
        {
            await writer.WriteAsync([], settings.FromIndex);
            return;
        }

        var head = await database.ReadAsync(session => ImportBatches.FindAsync(session, import), cancellationToken);
        if (head is not { } known)
        {
            await writer.WriteAsync([], 0);
            return;
        }

        if (known.Mode != settings.Mode)
        {
            throw new ServiceException(new Violations().Add(
                "settings.import_id", ErrorCatalogue.RequestIdReused, ("value", settings.ImportId)));
        }

        await foreach (var outcomes in ImportBatches.ReadAsync(database, import, settings.FromIndex, cancellationToken))
        {
            if (outcomes.Count > 0)
            {
                await writer.WriteAsync(outcomes, outcomes[^1].Index + 1);
            }
        }

        await writer.WriteAsync([], known.NextIndex);
    }

    private static ImportItem<T> Read<TMessage, T>(ImportTarget<TMessage, T> target, long index, TMessage? message)
        where TMessage : class
        where T : class
    {
        var violations = new Violations();
        if (message is null)
        {
            return new ImportItem<T>(index, new ServiceException(violations.Add(target.Field, ErrorCatalogue.FieldRequired)));
        }

        var draft = target.Read(violations, message);
        // Whose item it is comes first; without a name it is nobody's, and not accepted for that.
        var refusal = target.DepartmentOf(draft) is { Length: > 0 } department ? CurrentCall.Value?.Refuse(department) : null;
        refusal ??= violations.Items.Count > 0 ? new ServiceException(violations) : null;
        return refusal is null ? new ImportItem<T>(index, draft) : new ImportItem<T>(index, refusal);
    }

    private async Task<(long Next, IReadOnlyList<ImportOutcome> Outcomes)> ExecuteAsync<TMessage, T>(
        ImportTarget<TMessage, T> target, ImportKey import, ImportSettings settings, IReadOnlyList<ImportItem<T>> items, CancellationToken cancellationToken)
        where TMessage : class
        where T : class
    {
        await target.CheckAsync([.. items.Where(item => item.Error is null)], cancellationToken);
        if (settings.ValidateOnly)
        {
            var judged = items.Where(item => item.Index >= settings.FromIndex).ToList();
            await database.ReadSnapshotAsync(
                async session =>
                {
                    await DecideAsync(session, target, judged, settings.Mode, write: false);
                    return true;
                },
                cancellationToken);
            return (items[^1].Index + 1, [.. judged.Select(item => item.ToOutcome())]);
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await database.WriteAsync(session => WriteAsync(session, target, import, settings.Mode, items), cancellationToken);
            }
            catch (Exception e) when (attempt < MostAttempts && (e is ChangedMeanwhileException || database.Dialect.IsUniqueViolation(e)))
            {
                // Another writer came between what was read and what was written: decide again by what it left.
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 10 * attempt)), cancellationToken);
            }
        }
    }

    private async Task<(long Next, IReadOnlyList<ImportOutcome> Outcomes)> WriteAsync<TMessage, T>(
        DbSession session, ImportTarget<TMessage, T> target, ImportKey import, ImportSettings.Types.Mode mode, IReadOnlyList<ImportItem<T>> items)
        where TMessage : class
        where T : class
    {
        var head = await ImportBatches.FindAsync(session, import);
        var first = head?.NextIndex ?? 0;
        // Fresh ones: the transaction may be run again.
        var open = items.Where(item => item.Index >= first).Select(item => item.Undecided()).ToList();
        if (open.Count == 0)
        {
            return (first, []);
        }

        var next = open[^1].Index + 1;
        await ImportBatches.ReserveAsync(session, import, mode, first, next, time.Now());
        await DecideAsync(session, target, open, mode, write: true);
        foreach (var refused in open.Where(item => item.Error?.Definition.Status is StatusCode.FailedPrecondition or StatusCode.Aborted or StatusCode.PermissionDenied))
        {
            session.Refused(refused.Error!.Values.GetValueOrDefault("name", string.Empty), refused.Error.Definition.Reason);
        }

        var outcomes = open.Select(item => item.ToOutcome()).ToList();
        await ImportBatches.KeepAsync(session, import, first, outcomes);
        return (next, outcomes);
    }

    private static async Task DecideAsync<TMessage, T>(
        DbSession session, ImportTarget<TMessage, T> target, IReadOnlyList<ImportItem<T>> items, ImportSettings.Types.Mode mode, bool write)
        where TMessage : class
        where T : class
    {
        foreach (var step in ImportSteps.Cut([.. items.Where(item => item.Error is null)], item => target.KeysOf(item.Draft)))
        {
            await target.DecideAsync(session, step, mode);
            var accepted = step.Where(item => item.Accepted is not null).ToList();
            if (write && accepted.Count > 0 && !await target.TryWriteAsync(session, accepted))
            {
                throw new ChangedMeanwhileException();
            }
        }
    }

    private async Task<bool> NextAsync<TRequest>(IAsyncStreamReader<TRequest> requests, CancellationToken cancellationToken)
    {
        var limit = options.Value.IdleLimit;
        try
        {
            return await requests.MoveNext(cancellationToken).WaitAsync(limit, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new ServiceException(ErrorCatalogue.ImportIdle, ("limit", limit.ToString("c")));
        }
    }
}

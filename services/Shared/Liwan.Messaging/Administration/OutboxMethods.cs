using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Liwan.Events.V1;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Ledger;
using Liwan.Storage.Paging;
using Microsoft.Extensions.Options;
using static Liwan.Storage.Ledger.LedgerCall;

namespace Liwan.Messaging;

/// <summary>The methods of <c>liwan.events.v1.OutboxService</c>.</summary>
internal sealed class OutboxMethods(
    Database database,
    RequestLedger ledger,
    PageTokens tokens,
    IOptions<MessagingRetentionOptions> retention,
    TimeProvider time,
    ErrorQueues? errorQueues = null) : OutboxService.OutboxServiceBase
{
    internal const int MostNames = 1000;
    private const int MostOnPage = 1000;

    private bool HasBroker => errorQueues is not null;

    public override async Task<ListOutboxEventsResponse> ListOutboxEvents(ListOutboxEventsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        if (!System.Enum.IsDefined(request.State))
        {
            violations.Add("state", ErrorCatalogue.ValueNotAccepted, ("value", $"{request.State:D}"), ("expected", "PENDING, FAILING, PARKED, SENT"));
        }

        violations.ThrowIfAny();
        var size = PageSizes.Resolve(request.PageSize, MostOnPage);
        var binding = $"{context.Method} {request.State}";
        var after = Read(await tokens.UnprotectAsync(binding, request.PageToken, context.CancellationToken));
        var page = Page.Cut(
            await database.ReadSnapshotAsync(session => OutboxRecords.ListAsync(session, request.State, after, size + 1), context.CancellationToken), size);
        return new ListOutboxEventsResponse
        {
            OutboxEvents = { page.Rows.Select(row => row.ToMessage()) },
            NextPageToken = page.HasMore ? await tokens.ProtectAsync(binding, Write(OutboxPlace.Of(page.Rows[^1])), context.CancellationToken) : string.Empty,
        };
    }

    public override async Task<OutboxEvent> GetOutboxEvent(GetOutboxEventRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var messageId = OutboxNames.ReadEvent(violations, "name", request.Name);
        violations.ThrowIfAny();
        var found = await database.ReadSnapshotAsync(session => OutboxRecords.FindAsync(session, messageId), context.CancellationToken);
        return found?.ToMessage() ?? throw new ServiceException(ErrorCatalogue.NotFound, ("name", request.Name));
    }

    public override Task<RedriveOutboxEventsResponse> RedriveOutboxEvents(RedriveOutboxEventsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        if (request.Names.Count > MostNames)
        {
            violations.Add("names", ErrorCatalogue.TooManyItems, ("value", $"{request.Names.Count}"), ("limit", $"{MostNames}"));
            violations.ThrowIfAny();
        }

        var messageIds = request.Names.Select((name, i) => OutboxNames.ReadEvent(violations, $"names[{i}]", name)).Distinct().ToList();
        violations.ThrowIfAny();
        return ledger.ExecuteAsync(
            Of(context, request, request.RequestId),
            async session => new RedriveOutboxEventsResponse
            {
                RedrivenCount = messageIds.Count == 0 ? await RedriveAllAsync(session) : await RedriveAsync(session, messageIds),
            },
            context.CancellationToken);
    }

    public override Task<ReplayOutboxEventsResponse> ReplayOutboxEvents(ReplayOutboxEventsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var start = ReadRequired(violations, "start_time", request.StartTime);
        var end = RequestTime.Read(violations, "end_time", request.EndTime, long.MaxValue);
        if (request.Report.Length > 0)
        {
            ResourceNames.DepartmentYear(violations, "report", request.Report, "reports");
        }

        violations.ThrowIfAny();
        return ledger.ExecuteAsync(
            Of(context, request, request.RequestId),
            async session =>
            {
                // What is older than this some inbox may have forgotten, and it would have its effect twice: an inbox remembers
                // longer than an outbox keeps, but counts from when it got the event, which is no earlier than it was made.
                var oldest = UnixMicroseconds.From(time.GetUtcNow() - retention.Value.Outbox);
                var count = await OutboxRecords.ReplayAsync(session, new ReplayRange(Math.Max(start, oldest), end, request.Report), time.Now());
                Tell(session, count, OutboxNames.AllEvents);
                return new ReplayOutboxEventsResponse { ReplayedCount = count };
            },
            context.CancellationToken);
    }

    public override async Task<PurgeOutboxEventsResponse> PurgeOutboxEvents(PurgeOutboxEventsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var before = ReadRequired(violations, "before_time", request.BeforeTime);
        if (violations.Items.Count == 0 && before > time.Now())
        {
            violations.Add("before_time", ErrorCatalogue.ValueNotAccepted, ("value", Text(before)), ("expected", $"0001-01-01T00:00:00Z .. {Text(time.Now())}"));
        }

        violations.ThrowIfAny();
        if (request.ValidateOnly)
        {
            var would = await database.ReadAsync(session => OutboxRecords.CountPurgeableAsync(session, before, HasBroker), context.CancellationToken);
            return new PurgeOutboxEventsResponse { PurgedCount = would };
        }

        return await ledger.ExecuteAsync(
            Of(context, request, request.RequestId),
            async session =>
            {
                var count = await OutboxRecords.PurgeAsync(session, before, HasBroker);
                Tell(session, count, OutboxNames.AllEvents);
                return new PurgeOutboxEventsResponse { PurgedCount = count };
            },
            context.CancellationToken);
    }

    public override async Task<ListDeadLettersResponse> ListDeadLetters(ListDeadLettersRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var consumer = OutboxNames.ReadConsumer(violations, "parent", request.Parent);
        violations.ThrowIfAny();
        var size = PageSizes.Resolve(request.PageSize, MostOnPage);
        var (letters, total) = await Queues().PeekAsync(consumer!, size, context.CancellationToken);
        return new ListDeadLettersResponse { DeadLetters = { letters }, TotalSize = total };
    }

    public override async Task<RedriveDeadLettersResponse> RedriveDeadLetters(RedriveDeadLettersRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var consumer = OutboxNames.ReadConsumer(violations, "parent", request.Parent);
        if (request.Limit < 0)
        {
            violations.Add("limit", ErrorCatalogue.ValueNotAccepted, ("value", $"{request.Limit}"), ("expected", "0 .."));
        }

        violations.ThrowIfAny();
        var count = 0;
        try
        {
            await Queues().RedriveAsync(consumer!, request.Limit == 0 ? int.MaxValue : request.Limit, () => count++, context.CancellationToken);
        }
        finally
        {
            if (count > 0)
            {
                // Even if the rest failed, or the caller has gone.
                await database.WriteAsync(
                    session =>
                    {
                        Tell(session, count, OutboxNames.DeadLetters(consumer!.Consumer));
                        return Task.CompletedTask;
                    },
                    CancellationToken.None);
            }
        }

        return new RedriveDeadLettersResponse { RedrivenCount = count };
    }

    private static async Task<int> RedriveAllAsync(DbSession session)
    {
        var count = await OutboxRecords.RedriveAsync(session, null);
        Tell(session, count, OutboxNames.AllEvents);
        return count;
    }

    private static async Task<int> RedriveAsync(DbSession session, List<string> messageIds)
    {
        var known = await OutboxRecords.KnownAsync(session, messageIds);
        if (messageIds.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new ServiceException(ErrorCatalogue.NotFound, ("name", OutboxNames.Event(unknown)));
        }

        var redrivable = await OutboxRecords.RedrivableAsync(session, messageIds);
        foreach (var messageId in redrivable)
        {
            session.Changed(OutboxNames.Event(messageId), string.Empty, string.Empty);
        }

        return redrivable.Count == 0 ? 0 : await OutboxRecords.RedriveAsync(session, redrivable);
    }

    private ErrorQueues Queues() => errorQueues ?? throw new ServiceException(ErrorCatalogue.BrokerNotConfigured);

    // One entry for all of them: they are told by method, time and request, and there may be very many.
    private static void Tell(DbSession session, int count, string resource)
    {
        if (count > 0)
        {
            session.Changed(resource, string.Empty, string.Empty);
        }
    }

    private static long ReadRequired(Violations violations, string field, Timestamp? value)
    {
        if (value is null)
        {
            violations.Add(field, ErrorCatalogue.FieldRequired);
        }

        return RequestTime.Read(violations, field, value, 0);
    }

    private static string Text(long microseconds) => UnixMicroseconds.ToDateTimeOffset(microseconds).ToString("O", CultureInfo.InvariantCulture);

    private static IReadOnlyList<string> Write(OutboxPlace place) => [place.IsUnplaced ? "id" : "position", place.Key.ToString(CultureInfo.InvariantCulture)];

    private static OutboxPlace Read(IReadOnlyList<string>? key) =>
        key is null ? OutboxPlace.Before : new OutboxPlace(key[0] == "id", long.Parse(key[1], CultureInfo.InvariantCulture));
}

using Grpc.Core;
using Liwan.Departments.Register;
using Liwan.Departments.V1;
using Liwan.ServiceDefaults.Access;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Ledger;
using Liwan.Storage.Paging;

namespace Liwan.Departments.Rounds;

/// <summary>The methods of <c>liwan.departments.v1.EvaluationRoundService</c>.</summary>
internal sealed partial class EvaluationRoundGrpcService(
    RoundRepository rounds, FilingRepository filings, RequestLedger ledger, PageTokens tokens, TimeProvider time)
    : EvaluationRoundService.EvaluationRoundServiceBase
{
    private const string NamePattern = "rounds/{year}";

    public override Task<V1.Round> OpenRound(OpenRoundRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var year = ResourceNames.Year(violations, "round_id", request.RoundId);
        if (request.Round is null)
        {
            violations.Add("round", ErrorCatalogue.FieldRequired);
            violations.ThrowIfAny();
        }

        RoundMapping.RequireTemplate(violations, request.Round!.Template, ErrorCatalogue.ValueNotAccepted);
        var now = time.Present();
        var round = RoundMapping.Read(violations, request.Round, new Round
        {
            Year = year,
            State = RoundState.Open,
            DeadlineEnd = default,
            LatePolicy = LatePolicy.Allowed,
            Template = RoundMapping.Template,
            CreateTime = now,
            UpdateTime = now,
        });
        violations.ThrowIfAny();
        return ledger.ExecuteAsync(
            LedgerCall.Of(context, request, request.RequestId),
            async session =>
            {
                await Board.TakeTurnAsync(session);
                await RequireRegisteredAsync(session, request.Round);
                var opened = RoundMapping.WithEtag(round);
                await RoundRepository.InsertAsync(session, opened);
                await Board.SettleAsync(session, year, now);
                return Write(opened);
            },
            context.CancellationToken);
    }

    public override async Task<V1.Round> GetRound(GetRoundRequest request, ServerCallContext context)
    {
        var year = ReadName("name", request.Name);
        var round = await rounds.FindAsync(year, context.CancellationToken) ?? throw NotFound(year);
        // Why another department is exempted is no business of a caller who is bound to some.
        return Write(CurrentCall.Value?.Departments is { } departments
            ? round with { Exemptions = [.. round.Exemptions.Where(exemption => departments.Contains(exemption.Department))] }
            : round);
    }

    public override async Task<ListRoundsResponse> ListRounds(ListRoundsRequest request, ServerCallContext context)
    {
        var list = new ListRequest(context.Method, string.Empty, string.Empty, string.Empty, request.PageSize, request.PageToken);
        var query = await RoundList.Method.ReadAsync(tokens, list, [], context.CancellationToken);
        var page = await rounds.ListAsync(query, context.CancellationToken);
        return new ListRoundsResponse
        {
            Rounds = { page.Rows.Select(Write) },
            NextPageToken = await tokens.NextAsync(query, page, context.CancellationToken),
        };
    }

    public override Task<V1.Round> UpdateRound(UpdateRoundRequest request, ServerCallContext context)
    {
        var year = ReadName("round.name", request.Round?.Name ?? string.Empty);
        return ledger.ExecuteAsync(
            LedgerCall.Of(context, request, request.RequestId),
            session => ChangeAsync(session, year, request.Round!.Etag, async current =>
            {
                var violations = new Violations();
                var merged = UpdateMasks.Apply(request.UpdateMask, request.Round, RoundMapping.Write(current, current.UpdateTime));
                RoundMapping.RequireTemplate(violations, merged.Template, ErrorCatalogue.FieldImmutable);
                var changed = RoundMapping.Read(violations, merged, current);
                violations.ThrowIfAny();
                await RequireRegisteredAsync(session, merged);
                return changed;
            }),
            context.CancellationToken);
    }

    public override Task<V1.Round> CloseRound(CloseRoundRequest request, ServerCallContext context) =>
        MoveAsync(RoundMove.Close, request.Name, request.Etag, LedgerCall.Of(context, request, request.RequestId), context);

    public override Task<V1.Round> ReopenRound(ReopenRoundRequest request, ServerCallContext context) =>
        MoveAsync(RoundMove.Reopen, request.Name, request.Etag, LedgerCall.Of(context, request, request.RequestId), context);

    private Task<V1.Round> MoveAsync<TRequest>(RoundMove move, string name, string etag, LedgerCall<TRequest> call, ServerCallContext context)
        where TRequest : Google.Protobuf.IMessage<TRequest>
    {
        var year = ReadName("name", name);
        return ledger.ExecuteAsync(
            call,
            session => ChangeAsync(session, year, etag, current =>
            {
                move.Require(current);
                return Task.FromResult(current with { State = move.To });
            }),
            context.CancellationToken);
    }

    /// <summary>Changes a round, and settles its board by it.</summary>
    private async Task<V1.Round> ChangeAsync(DbSession session, int year, string etag, Func<Round, Task<Round>> change)
    {
        await Board.TakeTurnAsync(session);
        var current = await RoundRepository.FindAsync(session, year) ?? throw NotFound(year);
        if (etag.Length > 0 && etag != current.Etag)
        {
            throw Changed(current);
        }

        var now = time.PresentAfter(current.UpdateTime);
        var changed = await change(current);
        changed = RoundMapping.WithEtag(changed with
        {
            UpdateTime = now,
            CloseTime = changed.State == RoundState.Open ? null : current.CloseTime ?? now,
        });
        if (!await RoundRepository.TryUpdateAsync(session, changed, current.Etag))
        {
            throw Changed(current);
        }

        await Board.SettleAsync(session, year, now);
        return Write(changed);
    }

    private static async Task RequireRegisteredAsync(DbSession session, V1.Round round)
    {
        var violations = new Violations();
        var ids = round.Exemptions.Select(exemption => exemption.Department["departments/".Length..]).ToList();
        var held = await DepartmentRepository.FindTargetsAsync(session, ids, hold: false);
        for (var i = 0; i < ids.Count; i++)
        {
            if (!held.ContainsKey(ids[i]))
            {
                violations.Add($"{RoundMapping.PathOf(i)}.department", ErrorCatalogue.NotFound, ("name", round.Exemptions[i].Department));
            }
        }

        violations.ThrowIfAny();
    }

    private static int ReadName(string field, string name)
    {
        var violations = new Violations();
        var year = 0;
        if (name.Split('/') is ["rounds", var segment])
        {
            year = ResourceNames.Year(violations, field, segment);
        }
        else
        {
            ResourceNames.Malformed(violations, field, name, NamePattern);
        }

        violations.ThrowIfAny();
        return year;
    }

    private V1.Round Write(Round round) => RoundMapping.Write(round, time.Present());

    private static ServiceException NotFound(int year) => new(ErrorCatalogue.NotFound, ("name", $"rounds/{year}"));

    private static ServiceException Changed(Round current) =>
        new(ErrorCatalogue.EtagMismatch, ("name", current.Name), ("changed", "自评年度"), ("etag", current.Etag));
}

using System.Globalization;
using Grpc.Core;
using Liwan.ServiceDefaults.Access;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Ledger;
using Liwan.TaskIndicators.Judgements;
using Liwan.TaskIndicators.V1;
using OutcomeOverride = Liwan.TaskIndicators.Judgements.OutcomeOverride;
using Task = System.Threading.Tasks.Task;

namespace Liwan.TaskIndicators.TaskPlans;

/// <summary>Reading, and the reviewer's word that goes before it.</summary>
internal sealed partial class TaskPlanGrpcService
{
    private const int MostIndicatorTexts = 5000;

    public override Task<ReadIndicatorsResponse> ReadIndicators(ReadIndicatorsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        RequireWithin(violations, request.Indicators.Count);
        violations.ThrowIfAny();
        var texts = request.Indicators.Select((text, i) => JudgementMapping.ReadText(violations, $"indicators[{i}]", text)).ToList();
        violations.ThrowIfAny();

        var answer = new ReadIndicatorsResponse();
        foreach (var text in texts)
        {
            // Nobody waits any longer for the rest.
            context.CancellationToken.ThrowIfCancellationRequested();
            answer.Judgements.Add(JudgementMapping.Write(IndicatorJudgement.Of(text)));
        }

        RequireFitting("indicators", answer);
        return Task.FromResult(answer);
    }

    public override Task<V1.TaskPlan> OverrideOutcome(OverrideOutcomeRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var key = ResourceNames.DepartmentYear(violations, "name", request.Name, TaskPlanMapping.Collection);
        RequireUid(violations, request.IndicatorUid);
        var word = new OutcomeOverride(
            JudgementMapping.ReadOutcome(violations, request.Outcome),
            FormText.Read(violations, "reason", request.Reason, FormText.CellLimit, required: true),
            JudgementMapping.ReadScoreRate(violations, request.ScoreRate),
            CurrentCall.Value?.Caller.Subject ?? string.Empty,
            time.Present());
        violations.ThrowIfAny();
        return ledger.ExecuteAsync(
            LedgerCall.Of(context, request, request.RequestId),
            session => SayAsync(session, key, request.IndicatorUid, request.Etag, _ => word),
            context.CancellationToken);
    }

    public override Task<V1.TaskPlan> ClearOutcomeOverride(ClearOutcomeOverrideRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var key = ResourceNames.DepartmentYear(violations, "name", request.Name, TaskPlanMapping.Collection);
        RequireUid(violations, request.IndicatorUid);
        violations.ThrowIfAny();
        return ledger.ExecuteAsync(
            LedgerCall.Of(context, request, request.RequestId),
            session => SayAsync(session, key, request.IndicatorUid, request.Etag, said => said is null ? throw NotOverridden(key, request.IndicatorUid) : null),
            context.CancellationToken);
    }

    /// <summary>Puts a reviewer's word on an indicator, or takes it off; a locked year does not keep it from being said.</summary>
    private static async Task<V1.TaskPlan> SayAsync(
        DbSession session, DepartmentYear key, string uid, string etag, Func<OutcomeOverride?, OutcomeOverride?> change)
    {
        var current = await TaskPlanRepository.HoldAsync(session, key) ?? throw NotFound(key);
        if (etag.Length > 0 && etag != current.Etag)
        {
            throw Changed(current);
        }

        var indicator = current.Indicators.FirstOrDefault(indicator => indicator.Uid == uid)
            ?? throw new ServiceException(new Violations().Add("indicator_uid", ErrorCatalogue.NotFound, ("name", uid)));
        var word = change(indicator.Judgement?.Override);
        var plan = TaskPlanMapping.WithEtag(PlanJudging.Override(current, uid, word));
        var answer = TaskPlanMapping.Write(plan);
        await TaskPlanRepository.OverrideAsync(session, plan, current.Etag, uid, word, RequireFitting(answer));
        return answer;
    }

    private static void RequireWithin(Violations violations, int count)
    {
        if (count == 0)
        {
            violations.Add("indicators", ErrorCatalogue.FieldRequired);
        }
        else if (count > MostIndicatorTexts)
        {
            violations.Add(
                "indicators",
                ErrorCatalogue.TooManyItems,
                ("value", count.ToString(CultureInfo.InvariantCulture)),
                ("limit", MostIndicatorTexts.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static void RequireUid(Violations violations, string uid)
    {
        if (uid.Length == 0)
        {
            violations.Add("indicator_uid", ErrorCatalogue.FieldRequired);
        }
    }

    private static ServiceException NotOverridden(DepartmentYear key, string uid) =>
        new(ErrorCatalogue.NotOverridden, ("name", key.In(TaskPlanMapping.Collection)), ("uid", uid));
}

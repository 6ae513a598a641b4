using Liwan.TaskIndicators.V1;
using Outcome = Liwan.TaskIndicators.V1.Judgement.Types.Outcome;

namespace Liwan.Cli.Commands.Judging;

/// <summary>What outcomes are called: on the wire, on the command line and in Chinese.</summary>
internal static class OutcomeWords
{
    /// <summary>All outcomes, in the order in which they are counted.</summary>
    public static readonly IReadOnlyList<Outcome> All = [Outcome.Exceeded, Outcome.Met, Outcome.NotMet, Outcome.Qualitative, Outcome.NotReported, Outcome.Exempt];

    public static string OnTheWire(Outcome outcome) => outcome switch
    {
        Outcome.Exceeded => "EXCEEDED",
        Outcome.Met => "MET",
        Outcome.NotMet => "NOT_MET",
        Outcome.Qualitative => "QUALITATIVE",
        Outcome.NotReported => "NOT_REPORTED",
        Outcome.Exempt => "EXEMPT",
        _ => $"{(int)outcome}",
    };

    public static string InChinese(Outcome outcome) => outcome switch
    {
        Outcome.Exceeded => "超额完成",
        Outcome.Met => "完成",
        Outcome.NotMet => "未完成",
        Outcome.Qualitative => "需人工评价",
        Outcome.NotReported => "未填报",
        Outcome.Exempt => "不作评价",
        _ => OnTheWire(outcome),
    };

    /// <summary>How many indicators of a plan came out how; outcomes that none came out as are left out.</summary>
    public static IReadOnlyList<(Outcome Outcome, int Count)> Counts(TaskPlan plan)
    {
        var indicators = plan.Tasks.SelectMany(task => task.Indicators).Where(indicator => indicator.Judgement is not null).ToLookup(indicator => indicator.Judgement.Outcome);
        return [.. All.Where(indicators.Contains).Select(outcome => (outcome, indicators[outcome].Count()))];
    }
}

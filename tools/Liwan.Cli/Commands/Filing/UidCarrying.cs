using Liwan.Budgets.V1;
using Liwan.TaskIndicators.V1;
using FormAmount = Liwan.Cli.FormFiles.Amount;
using PlanTask = Liwan.TaskIndicators.V1.Task;

namespace Liwan.Cli.Commands.Filing;

/// <summary>
/// Gives the rows, tasks and indicators of a form file the uids of those that they are, so that what is anchored on them
/// survives an edit or a new order.
/// </summary>
internal static class UidCarrying
{
    public static void Carry(Budget held, Budget filed)
    {
        var matches = ItemMatching.Match(held.FundingRows, filed.FundingRows, RowLikeness);
        for (var i = 0; i < matches.Length; i++)
        {
            filed.FundingRows[i].Uid = matches[i] is { } j ? held.FundingRows[j].Uid : "";
        }
    }

    public static void Carry(TaskPlan held, TaskPlan filed)
    {
        var leftHeld = held.Tasks.SelectMany(task => task.Indicators).ToDictionary(indicator => indicator.Uid);
        var leftFiled = new List<Indicator>();
        var matches = ItemMatching.Match(held.Tasks, filed.Tasks, TaskLikeness);
        for (var i = 0; i < matches.Length; i++)
        {
            var task = filed.Tasks[i];
            var heldIndicators = matches[i] is { } j ? held.Tasks[j].Indicators : [];
            task.Uid = matches[i] is { } same ? held.Tasks[same].Uid : "";
            var indicatorMatches = ItemMatching.Match(heldIndicators, task.Indicators, IndicatorLikeness);
            for (var k = 0; k < indicatorMatches.Length; k++)
            {
                task.Indicators[k].Uid = indicatorMatches[k] is { } l ? heldIndicators[l].Uid : "";
                if (indicatorMatches[k] is null)
                {
                    leftFiled.Add(task.Indicators[k]);
                }
                else
                {
                    leftHeld.Remove(task.Indicators[k].Uid);
                }
            }
        }

        CarryMoved([.. leftHeld.Values], leftFiled);
    }

    /// <summary>An indicator moved to another task is the same one only if all its words but the actual are the same.</summary>
    private static void CarryMoved(List<Indicator> held, List<Indicator> filed)
    {
        var matches = ItemMatching.Match(
            held,
            filed,
            (a, b) => a.DisplayName == b.DisplayName && a.Definition == b.Definition && a.Target == b.Target ? 1 : 0);
        for (var i = 0; i < matches.Length; i++)
        {
            filed[i].Uid = matches[i] is { } j ? held[j].Uid : "";
        }
    }

    private static double RowLikeness(FundingRow held, FundingRow filed) => ItemMatching.Likeness(
        (held.Source, filed.Source, 0.6),
        (AmountText(held.InitialBudget), AmountText(filed.InitialBudget), 0.2),
        (AmountText(held.Adjustment), AmountText(filed.Adjustment), 0.1),
        (AmountText(held.ActualExpenditure), AmountText(filed.ActualExpenditure), 0.1));

    private static double TaskLikeness(PlanTask held, PlanTask filed) => ItemMatching.Likeness(
        (held.Expected, filed.Expected, 0.4),
        (held.Achieved, filed.Achieved, 0.2),
        (IndicatorNames(held), IndicatorNames(filed), 0.3),
        (AmountText(held.Funds), AmountText(filed.Funds), 0.05),
        (held.Label, filed.Label, 0.05));

    private static double IndicatorLikeness(Indicator held, Indicator filed) => ItemMatching.Likeness(
        (held.DisplayName, filed.DisplayName, 0.5),
        (held.Definition, filed.Definition, 0.2),
        (held.Target, filed.Target, 0.2),
        (held.Actual, filed.Actual, 0.08),
        (held.DeviationReason, filed.DeviationReason, 0.02));

    private static string IndicatorNames(PlanTask task) => string.Join('\n', task.Indicators.Select(indicator => indicator.DisplayName));

    private static string AmountText(Google.Type.Money? money) => FormAmount.FromMoney(money)?.ToString() ?? "";
}

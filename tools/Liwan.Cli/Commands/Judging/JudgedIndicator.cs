using Liwan.TaskIndicators.V1;

namespace Liwan.Cli.Commands.Judging;

/// <summary>An indicator of a form and its judgement.</summary>
/// <param name="Task">The number of its task, from 1; 0 for one that stands in no form.</param>
/// <param name="Number">Its number within the task, from 1.</param>
/// <param name="Uid">Its uid; empty where it is stored nowhere.</param>
/// <param name="Text">Its words.</param>
/// <param name="Judgement">How it came out.</param>
internal sealed record JudgedIndicator(int Task, int Number, string Uid, IndicatorText Text, Judgement Judgement)
{
    /// <summary>How it is named on the command line, such as 2.3; empty where it stands in no form.</summary>
    public string Place => Task == 0 ? "" : $"{Task}.{Number}";

    /// <summary>The indicators of a plan, in the order of the form.</summary>
    public static IReadOnlyList<JudgedIndicator> Of(TaskPlan plan) =>
    [
        .. plan.Tasks.SelectMany((task, i) => task.Indicators.Select((indicator, j) => new JudgedIndicator(
            i + 1,
            j + 1,
            indicator.Uid,
            new IndicatorText { Name = indicator.DisplayName, Definition = indicator.Definition, Target = indicator.Target, Actual = indicator.Actual },
            indicator.Judgement ?? new Judgement()))),
    ];
}

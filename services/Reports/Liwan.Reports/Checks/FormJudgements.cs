namespace Liwan.Reports.Checks;

/// <summary>The judgements of a form's indicators, task by task.</summary>
/// <param name="Tasks">In the order of the form.</param>
internal sealed record FormJudgements(IReadOnlyList<IReadOnlyList<IndicatorJudgement>> Tasks)
{
    /// <summary>Those of a form of which nothing is known but its texts.</summary>
    public static readonly FormJudgements None = new([]);

    /// <summary>The judgement of an indicator; null if there is none.</summary>
    public IndicatorJudgement? Of(int task, int indicator) =>
        task < Tasks.Count && indicator < Tasks[task].Count ? Tasks[task][indicator] : null;
}

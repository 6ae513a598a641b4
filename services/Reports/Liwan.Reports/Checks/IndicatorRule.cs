using Liwan.Documents.Forms;

namespace Liwan.Reports.Checks;

/// <summary>A rule over each indicator that was judged; it warns only, for a judgement is no more than a reading of words.</summary>
/// <param name="id">Stable id.</param>
/// <param name="field">The field of an indicator that its findings are about.</param>
internal abstract class IndicatorRule(string id, string field) : FormRule(id, Severity.Warning)
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(FormInContext context)
    {
        var form = context.Form;
        for (var i = 0; i < form.Tasks.Count; i++)
        {
            for (var j = 0; j < form.Tasks[i].Indicators.Count; j++)
            {
                var indicator = form.Tasks[i].Indicators[j];
                if (context.Judgements.Of(i, j) is { } judgement && Find(indicator, judgement) is { } problem)
                {
                    yield return Found($"task_plan.tasks[{i}].indicators[{j}].{field}", $"{Label(form, i)}的关键指标“{indicator.Name}”{problem}");
                }
            }
        }
    }

    /// <summary>The rest of the sentence that begins with the indicator; null if there is nothing to say.</summary>
    protected abstract string? Find(FormIndicator indicator, IndicatorJudgement judgement);
}

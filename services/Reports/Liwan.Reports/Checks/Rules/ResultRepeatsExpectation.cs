using System.Text;

namespace Liwan.Reports.Checks.Rules;

/// <summary>The same text pasted as expectation and as result. Spaces, line breaks and punctuation do not tell two texts apart.</summary>
internal sealed class ResultRepeatsExpectation() : FormRule("result-repeats-expectation", Severity.Warning)
{
    public override IEnumerable<Finding> Check(FormInContext context)
    {
        var form = context.Form;
        if (AreSame(form.ExpectedObjective, form.AchievedObjective))
        {
            yield return Found("task_plan.annual_objective.achieved", "年度目标的目标完成情况与预期目标文字相同，请改写为实际完成的情况。");
        }

        for (var i = 0; i < form.Tasks.Count; i++)
        {
            if (AreSame(form.Tasks[i].Expected, form.Tasks[i].Achieved))
            {
                yield return Found($"task_plan.tasks[{i}].achieved", $"{Label(form, i)}的目标完成情况与年初预期目标文字相同，请改写为实际完成的情况。");
            }
        }
    }

    private static bool AreSame(string expected, string achieved) =>
        Letters(expected).Any() && Letters(expected).SequenceEqual(Letters(achieved));

    private static IEnumerable<Rune> Letters(string text) => text.EnumerateRunes().Where(Rune.IsLetterOrDigit);
}

using Liwan.Documents.Forms;
using Liwan.Reports.Rendering;

namespace Liwan.Reports.Checks.Rules;

/// <summary>Characters that the document prints as 〓, for want of them in its font.</summary>
internal sealed class CharacterNotInFont(FormFonts fonts) : FormRule("character-not-in-font", Severity.Warning)
{
    public override IEnumerable<Finding> Check(FormContent form)
    {
        if (fonts.TryFonts() is not { } set)
        {
            return [];
        }

        return
            from text in Texts(form)
            let missing = set.MissingCharacters(text.Text)
            where missing.Count > 0
            select Found(text.Field, $"字体缺少字符“{string.Join(string.Empty, missing)}”，打印时显示为“〓”，请改用常用字或说明读音。");
    }

    private static IEnumerable<(string Field, string Text)> Texts(FormContent form)
    {
        yield return ("report.title", form.Title);
        yield return ("report.attachment_label", form.AttachmentLabel);
        yield return ("report.year_line", form.YearLine);
        yield return ("report.seal_line", form.SealLine);
        yield return ("report.department_cell_text", form.DepartmentCellText);
        for (var i = 0; i < form.Funding.Count; i++)
        {
            yield return ($"budget.funding_rows[{i}].source", form.Funding[i].Source);
        }

        yield return ("task_plan.annual_objective.expected", form.ExpectedObjective);
        yield return ("task_plan.annual_objective.achieved", form.AchievedObjective);
        for (var i = 0; i < form.Tasks.Count; i++)
        {
            var task = form.Tasks[i];
            yield return ($"task_plan.tasks[{i}].label", task.Label);
            yield return ($"task_plan.tasks[{i}].expected", task.Expected);
            yield return ($"task_plan.tasks[{i}].achieved", task.Achieved);
            for (var j = 0; j < task.Indicators.Count; j++)
            {
                var indicator = task.Indicators[j];
                yield return ($"task_plan.tasks[{i}].indicators[{j}].display_name", indicator.Name);
                yield return ($"task_plan.tasks[{i}].indicators[{j}].definition", indicator.Definition);
                yield return ($"task_plan.tasks[{i}].indicators[{j}].target", indicator.Target);
                yield return ($"task_plan.tasks[{i}].indicators[{j}].actual", indicator.Actual);
            }
        }

        yield return ("report.problems", form.Problems);
        yield return ("report.improvements", form.Improvements);
    }
}

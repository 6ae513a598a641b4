namespace Liwan.Reports.Checks.Rules;

/// <summary>
/// An indicator that a task has twice: the same name and the same definition. Names alone may repeat (满意度 of two groups
/// of people), and so may indicators of two tasks (系统使用覆盖率).
/// </summary>
internal sealed class IndicatorRepeated() : FormRule("indicator-repeated", Severity.Warning)
{
    public override IEnumerable<Finding> Check(FormInContext context)
    {
        var form = context.Form;
        for (var i = 0; i < form.Tasks.Count; i++)
        {
            var indicators = form.Tasks[i].Indicators;
            var first = new Dictionary<(string Name, string Definition), int>();
            for (var j = 0; j < indicators.Count; j++)
            {
                var key = (WithoutSpaces(indicators[j].Name), WithoutSpaces(indicators[j].Definition));
                if (key.Item1.Length > 0 && !first.TryAdd(key, j))
                {
                    yield return Found(
                        $"task_plan.tasks[{i}].indicators[{j}].display_name",
                        $"{Label(form, i)}的第{j + 1}个关键指标“{indicators[j].Name}”与第{first[key] + 1}个重复，请删去一个或写明区别。");
                }
            }
        }
    }

    private static string WithoutSpaces(string text) =>
        text.Any(char.IsWhiteSpace) ? string.Concat(text.Where(character => !char.IsWhiteSpace(character))) : text;
}

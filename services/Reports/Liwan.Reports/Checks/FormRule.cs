using Liwan.Documents.Forms;

namespace Liwan.Reports.Checks;

/// <summary>One rule over a whole form.</summary>
/// <param name="id">Stable id, lower case with hyphens.</param>
/// <param name="severity">What its findings mean for submission.</param>
internal abstract class FormRule(string id, Severity severity)
{
    /// <summary>Returns what the rule notices, in the order of the form.</summary>
    public abstract IEnumerable<Finding> Check(FormContent form);

    /// <summary>What the form calls a task.</summary>
    protected static string Label(FormContent form, int task) =>
        form.Tasks[task].Label is { Length: > 0 } label ? label : $"任务{task + 1}";

    protected Finding Found(string field, string message) => new(id, severity, field, message);
}

using Liwan.Documents.Forms;

namespace Liwan.Reports.Checks;

/// <summary>One rule over a whole form; <c>docs/checks.md</c> has a row for each.</summary>
/// <param name="id">Stable id, lower case with hyphens.</param>
/// <param name="severity">What its findings mean for submission.</param>
internal abstract class FormRule(string id, Severity severity)
{
    public string Id => id;

    public Severity Severity => severity;

    /// <summary>Whether a form with one of its findings must not be published, whatever it means for submission.</summary>
    public virtual bool BlocksPublication => false;

    /// <summary>Returns what the rule notices, in the order of the form.</summary>
    public abstract IEnumerable<Finding> Check(FormInContext context);

    /// <summary>What the form calls a task.</summary>
    protected static string Label(FormContent form, int task) => FormTexts.Label(form, task);

    protected Finding Found(string field, string message) => new(id, severity, field, message);
}

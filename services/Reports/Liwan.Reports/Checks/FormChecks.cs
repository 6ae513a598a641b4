using Liwan.Documents.Forms;

namespace Liwan.Reports.Checks;

/// <summary>All rules over a form.</summary>
internal sealed class FormChecks(IEnumerable<FormRule> rules)
{
    private readonly IReadOnlyList<FormRule> _rules = [.. rules];

    /// <summary>Returns what the rules notice: what blocks first, then by rule, then in the order of the form.</summary>
    public IReadOnlyList<Finding> Run(FormContent form) =>
        [.. _rules.SelectMany(rule => rule.Check(form)).OrderByDescending(finding => finding.Severity)];
}

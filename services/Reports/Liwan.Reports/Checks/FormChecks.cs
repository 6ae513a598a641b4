using Liwan.Documents.Forms;

namespace Liwan.Reports.Checks;

/// <summary>All rules over a form.</summary>
internal sealed class FormChecks(IEnumerable<FormRule> rules)
{
    /// <summary>The most findings that are returned and kept.</summary>
    public const int MostFindings = 1000;

    private readonly IReadOnlyList<FormRule> _rules = [.. rules];

    /// <summary>Returns what the rules notice: what blocks first, then by rule, then in the order of the form.</summary>
    /// <param name="form">The form.</param>
    /// <param name="judgements">How its indicators came out.</param>
    /// <param name="yearBefore">What the department submitted last for the year before; null if it never did.</param>
    public IReadOnlyList<Finding> Run(FormContent form, FormJudgements judgements, FormContent? yearBefore) =>
        Run(_rules, new FormInContext(form, judgements, yearBefore));

    /// <summary>Returns what must not become public.</summary>
    /// <param name="form">The form as it would be published.</param>
    public IReadOnlyList<Finding> RunForPublication(FormContent form) =>
        Run(_rules.Where(rule => rule.BlocksPublication), new FormInContext(form, FormJudgements.None, YearBefore: null));

    private static List<Finding> Run(IEnumerable<FormRule> rules, FormInContext context)
    {
        var byRule = rules.OrderByDescending(rule => rule.Severity).Select(rule => rule.Check(context).Take(MostFindings).ToList()).ToList();
        return [.. byRule.Zip(Shares(byRule), (findings, share) => findings.Take(share)).SelectMany(findings => findings)];
    }

    /// <summary>
    /// How many findings of each rule are returned. Where there are too many, those that blocked come whole, and the
    /// rules with few findings lose none to a rule with thousands.
    /// </summary>
    private static int[] Shares(List<List<Finding>> byRule)
    {
        var shares = new int[byRule.Count];
        var left = MostFindings;
        var waiting = byRule.Count;
        var order = Enumerable.Range(0, byRule.Count)
            .OrderByDescending(rule => byRule[rule] is [{ Severity: Severity.Error }, ..])
            .ThenBy(rule => byRule[rule].Count);
        foreach (var rule in order)
        {
            shares[rule] = Math.Min(byRule[rule].Count, byRule[rule] is [{ Severity: Severity.Error }, ..] ? left : left / waiting);
            left -= shares[rule];
            waiting--;
        }

        return shares;
    }
}

namespace Liwan.Reports.Checks.Rules;

/// <summary>A form needs at least one funding source.</summary>
internal sealed class FundingRowMissing() : FormRule("funding-row-missing", Severity.Error)
{
    public override IEnumerable<Finding> Check(FormInContext context)
    {
        if (context.Form.Funding.Count == 0)
        {
            yield return Found("budget.funding_rows", "部门资金情况没有任何资金来源，请至少填报一行（如一般公共预算）。");
        }
    }
}

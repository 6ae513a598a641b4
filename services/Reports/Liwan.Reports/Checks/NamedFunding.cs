using Liwan.Documents.Forms;

namespace Liwan.Reports.Checks;

/// <summary>A row of 部门资金情况 or its 合计.</summary>
/// <param name="Field">Its field path.</param>
/// <param name="Name">What a sentence calls it.</param>
/// <param name="Line">What it says.</param>
/// <param name="Amounts">Its amounts; those of 合计 are the sums of the rows.</param>
internal readonly record struct NamedFunding(string Field, string Name, FundingLine Line, FundingAmounts Amounts)
{
    /// <summary>The rows, in order.</summary>
    public static IEnumerable<NamedFunding> Rows(FormContent form) => form.Funding.Select((line, i) =>
        new NamedFunding($"budget.funding_rows[{i}]", $"资金来源“{line.Source}”", line, FundingAmounts.Of(line)));

    /// <summary>The rows and then 合计; no rows, no 合计.</summary>
    public static IEnumerable<NamedFunding> RowsAndTotal(FormContent form) =>
        form.Funding.Count == 0 ? [] : Rows(form).Append(new("budget.total", "合计", form.FundingTotal, FundingAmounts.Sum(form.Funding)));

    /// <summary>The rows and then 合计, which is left out where it only repeats the one row.</summary>
    public static IEnumerable<NamedFunding> Distinct(FormContent form) => form.Funding.Count == 1 ? Rows(form) : RowsAndTotal(form);
}

using System.Globalization;
using Liwan.Documents.Forms;

namespace Liwan.Reports.Checks;

/// <summary>The three amounts of a funding row or of 合计, in fen; null is a blank cell. The rates that they give are compared with the ones that a form states.</summary>
internal readonly record struct FundingAmounts(Int128? InitialBudget, Int128? Adjustment, Int128? ActualExpenditure)
{
    private const int BasisPoints = 10_000;

    /// <summary>预算完成率 in basis points: actual / (initial + adjustment), half away from zero.</summary>
    public long? CompletionRate => Rate(ActualExpenditure, InitialBudget + Adjustment);

    /// <summary>预算调整率 in basis points: adjustment / initial, half away from zero.</summary>
    public long? AdjustmentRate => Rate(Adjustment, InitialBudget);

    /// <summary>The adjusted budget or what was spent, whichever is more; null if neither is known.</summary>
    public Int128? Whole => (InitialBudget + Adjustment, ActualExpenditure) switch
    {
        ({ } budget, { } actual) => Int128.Max(budget, actual),
        var (budget, actual) => budget ?? actual,
    };

    public static FundingAmounts Of(FundingLine line) => new(line.InitialBudgetFen, line.AdjustmentFen, line.ActualExpenditureFen);

    /// <summary>Sums column by column; a column that is blank in every row stays blank.</summary>
    public static FundingAmounts Sum(IEnumerable<FundingLine> rows) => rows.Select(Of).Aggregate(
        default(FundingAmounts),
        (sum, row) => new FundingAmounts(
            Add(sum.InitialBudget, row.InitialBudget),
            Add(sum.Adjustment, row.Adjustment),
            Add(sum.ActualExpenditure, row.ActualExpenditure)));

    /// <summary>An amount in 万元 with all its decimals, two at least: two amounts that differ never look alike.</summary>
    public static string Wan(Int128 fen) => ((decimal)fen / 1_000_000).ToString("0.00####", CultureInfo.InvariantCulture);

    /// <summary>A rate as forms print it.</summary>
    public static string Percent(long basisPoints) => (basisPoints / 100m).ToString("0.00'%'", CultureInfo.InvariantCulture);

    private static Int128? Add(Int128? sum, Int128? amount) => amount is null ? sum : (sum ?? 0) + amount;

    private static long? Rate(Int128? part, Int128? whole)
    {
        if (part is not { } numerator || whole is not { } denominator || denominator <= 0)
        {
            return null;
        }

        var (quotient, remainder) = Int128.DivRem(numerator * BasisPoints, denominator);
        if (Int128.Abs(remainder) * 2 >= denominator)
        {
            quotient += Int128.Sign(remainder);
        }

        return quotient >= long.MinValue && quotient <= long.MaxValue ? (long)quotient : null;
    }
}

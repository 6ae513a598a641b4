namespace Liwan.Budgets.Budgets;

/// <summary>The three amounts of a row or of 合计, in fen; null is a blank cell. The rates follow from them.</summary>
internal readonly record struct Amounts(long? InitialBudget, long? Adjustment, long? ActualExpenditure)
{
    private const int BasisPoints = 10_000;

    /// <summary>预算完成率: actual / (initial + adjustment).</summary>
    public long? CompletionRate => Rate(ActualExpenditure, InitialBudget + Adjustment);

    /// <summary>预算调整率: adjustment / initial.</summary>
    public long? AdjustmentRate => Rate(Adjustment, InitialBudget);

    /// <summary>Sums column by column; a column that is blank in every row stays blank.</summary>
    public static Amounts Sum(IEnumerable<Amounts> rows) => rows.Aggregate(
        default(Amounts),
        (sum, row) => new Amounts(
            Add(sum.InitialBudget, row.InitialBudget),
            Add(sum.Adjustment, row.Adjustment),
            Add(sum.ActualExpenditure, row.ActualExpenditure)));

    private static long? Add(long? sum, long? amount) => amount is null ? sum : (sum ?? 0) + amount;

    // Whole numbers only: decimal and double round twice.
    private static long? Rate(long? part, long? whole)
    {
        if (part is not { } numerator || whole is not { } denominator || denominator <= 0)
        {
            return null;
        }

        var (quotient, remainder) = Int128.DivRem((Int128)numerator * BasisPoints, denominator);
        if (Int128.Abs(remainder) * 2 >= denominator)
        {
            quotient += Int128.Sign(remainder);
        }

        return quotient >= long.MinValue && quotient <= long.MaxValue ? (long)quotient : null;
    }
}

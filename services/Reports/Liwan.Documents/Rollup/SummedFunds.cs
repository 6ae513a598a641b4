namespace Liwan.Documents.Rollup;

/// <summary>Funds of many forms, summed up, in fen. Wider than the amounts of one form, so that no district is too large.</summary>
/// <param name="InitialBudgetFen">年初预算数.</param>
/// <param name="AdjustmentFen">预算调整数.</param>
/// <param name="ActualExpenditureFen">实际支出数.</param>
public readonly record struct SummedFunds(Int128 InitialBudgetFen, Int128 AdjustmentFen, Int128 ActualExpenditureFen)
{
    private const int BasisPoints = 10_000;

    /// <summary>What could be spent: initial budget and adjustment.</summary>
    public Int128 BudgetFen => InitialBudgetFen + AdjustmentFen;

    /// <summary>预算完成率 in basis points, half away from zero; absent without a positive budget.</summary>
    public long? CompletionRateBasisPoints => Rate(ActualExpenditureFen, BudgetFen);

    /// <summary>预算调整率 in basis points, half away from zero; absent without a positive initial budget.</summary>
    public long? AdjustmentRateBasisPoints => Rate(AdjustmentFen, InitialBudgetFen);

    /// <summary>Both together.</summary>
    public static SummedFunds operator +(SummedFunds left, SummedFunds right) => Add(left, right);

    /// <summary>Both together.</summary>
    public static SummedFunds Add(SummedFunds left, SummedFunds right) => new(
        left.InitialBudgetFen + right.InitialBudgetFen,
        left.AdjustmentFen + right.AdjustmentFen,
        left.ActualExpenditureFen + right.ActualExpenditureFen);

    private static long? Rate(Int128 part, Int128 whole)
    {
        if (whole <= 0)
        {
            return null;
        }

        (Int128 quotient, Int128 remainder) = Int128.DivRem(part * BasisPoints, whole);
        if (Int128.Abs(remainder) * 2 >= whole)
        {
            quotient += Int128.Sign(remainder);
        }

        return quotient >= long.MinValue && quotient <= long.MaxValue ? (long)quotient : null;
    }
}

namespace Liwan.Documents.Rollup;

/// <summary>A class of 预算完成率, in basis points.</summary>
/// <param name="Label">What it is called in print.</param>
/// <param name="Least">The least rate in it; absent in the lowest.</param>
/// <param name="Most">The greatest rate in it; absent in the highest. Rates are whole basis points, so nothing falls between two classes.</param>
public sealed record CompletionRateClass(string Label, long? Least, long? Most)
{
    /// <summary>The classes, the lowest first.</summary>
    public static IReadOnlyList<CompletionRateClass> All { get; } =
    [
        new("低于60%", null, 59_99),
        new("60%–80%", 60_00, 79_99),
        new("80%–90%", 80_00, 89_99),
        new("90%–95%", 90_00, 94_99),
        new("95%–100%", 95_00, 100_00),
        new("超过100%", 100_01, null),
    ];

    /// <summary>The place in <see cref="All"/> of the class that a rate is in.</summary>
    public static int IndexOf(long basisPoints)
    {
        int index = 0;
        while (All[index].Most < basisPoints)
        {
            index++;
        }

        return index;
    }
}

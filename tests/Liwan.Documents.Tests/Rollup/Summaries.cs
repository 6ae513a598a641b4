using Liwan.Documents.Rollup;

namespace Liwan.Documents.Tests.Rollup;

/// <summary>Summaries of rounds, small and large.</summary>
internal static class Summaries
{
    /// <summary>A round of two departments and three sources.</summary>
    public static RoundSummaryContent Small { get; } = Of(
        [
            new SummedSource("一般公共预算", 2, Funds(6_203_38_00_00, -432_10_00_00, 5_722_93_00_00)),
            new SummedSource("政府性基金预算", 1, Funds(0, 120_00_00_00, 118_50_00_00)),
            new SummedSource("其他资金", 1, Funds(30_00_00_00, 0, 31_00_00_00)),
        ],
        [
            new SummedDepartment("npc-office", "荔湾区人大办", 2, Funds(4_000_00_00_00, 283_60_00_00, 4_223_90_00_00), new OutcomeFigures(3, 11, 1, 4, 1, 2)),
            new SummedDepartment("cppcc-office", "荔湾区政协办", 1, Funds(2_233_38_00_00, -595_70_00_00, 1_648_53_00_00), new OutcomeFigures(0, 5, 0, 2, 0, 0)),
        ]);

    /// <summary>A round in which no form is counted.</summary>
    public static RoundSummaryContent Empty { get; } = Of([], []);

    /// <summary>So many sources with long names and amounts beyond any district, some of them negative; as many departments.</summary>
    public static RoundSummaryContent Large(int count) => Of(
        [
            .. Enumerable.Range(1, count).Select(i => new SummedSource(
                $"第{i}项上级专项转移支付资金（含中央、省、市配套）结转结余部分", i, Funds((Int128)1_000_000_000_000_000 * 5_000 / i, -(Int128)3_000_000_000_000_000 * 5_000 / i, i % 2 == 0 ? -1_000_000_000_00 : 777_777_777_777_77))),
        ],
        [
            .. Enumerable.Range(1, count).Select(i => new SummedDepartment(
                $"department-{i:0000}", $"荔湾区第{i}局", 1, Funds(1_000_000_00 * i, -i, 999_999_00 * i), new OutcomeFigures(i, i, i, i, i, i))),
        ]);

    public static SummedFunds Funds(Int128 initial, Int128 adjustment, Int128 actual) => new(initial, adjustment, actual);

    private static RoundSummaryContent Of(IReadOnlyList<SummedSource> sources, IReadOnlyList<SummedDepartment> departments)
    {
        var rates = departments.Select(department => department.Funds.CompletionRateBasisPoints).ToList();
        return new RoundSummaryContent
        {
            Year = 2021,
            ComputeTime = new DateTimeOffset(2022, 4, 1, 9, 5, 0, TimeSpan.Zero),
            Filings = new FilingFigures(40, 3, 2, departments.Count, 1, 0, 0, 5, 1, 4),
            Total = sources.Aggregate(default(SummedFunds), (sum, source) => sum + source.Funds),
            Sources = sources,
            Departments = departments,
            Outcomes = departments.Aggregate(default(OutcomeFigures), (sum, department) => sum + department.Outcomes),
            FormsOfClasses = [.. CompletionRateClass.All.Select((_, i) => rates.Count(rate => rate is { } given && CompletionRateClass.IndexOf(given) == i))],
            FormsWithoutRate = rates.Count(rate => rate is null),
        };
    }
}

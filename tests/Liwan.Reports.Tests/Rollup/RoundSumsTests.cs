using System.Runtime.CompilerServices;
using Liwan.Documents.Rollup;
using Liwan.Reports.Rollup;
using static Liwan.Reports.Tests.FormContents;

namespace Liwan.Reports.Tests.Rollup;

public sealed class RoundSumsTests
{
    private static readonly FilingFigures NoFilings = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    [Fact]
    public void Add_OfForms_SumsUpBySourceByDepartmentAndInAll()
    {
        var sums = new RoundSums();
        sums.Add("small-office", 1, Complete.WithFunding(Row(100_00, 0, 50_00)) with { DepartmentName = "小办" });
        sums.Add("large-office", 3, Complete.WithFunding(
            Row(1000_00, -200_00, 800_00, "一般 公共\n预算"), Row(10_00, null, 12_00, "其他资金"), Row(0, 0, 1_00, "其他资金")) with
        { DepartmentName = "大局" });
        sums.AddOutcomes("large-office", new OutcomeFigures(1, 2, 3, 4, 5, 6));
        sums.AddOutcomes("not-counted", new OutcomeFigures(9, 9, 9, 9, 9, 9));

        var summary = sums.ToContent(2021, DateTimeOffset.UnixEpoch, NoFilings);

        Assert.Equal(Funds(1110_00, -200_00, 863_00), summary.Total);
        Assert.Equal(
            [
                new SummedSource("一般公共预算", 2, Funds(1100_00, -200_00, 850_00)),
                new SummedSource("其他资金", 1, Funds(10_00, 0, 13_00)),
            ],
            summary.Sources);
        Assert.Equal(
            [
                new SummedDepartment("large-office", "大局", 3, Funds(1010_00, -200_00, 813_00), new OutcomeFigures(1, 2, 3, 4, 5, 6)),
                new SummedDepartment("small-office", "小办", 1, Funds(100_00, 0, 50_00), default),
            ],
            summary.Departments);
        Assert.Equal(new OutcomeFigures(1, 2, 3, 4, 5, 6), summary.Outcomes);
        Assert.Equal([1, 0, 0, 0, 0, 1], summary.FormsOfClasses);
        Assert.Equal(0, summary.FormsWithoutRate);
    }

    [Fact]
    public void Add_OfFormsWithoutAPositiveBudget_IsInNoClass()
    {
        var sums = new RoundSums();
        sums.Add("a-office", 1, Complete.WithFunding());
        sums.Add("b-office", 1, Complete.WithFunding(Row(0, 0, 5_00)));
        sums.Add("c-office", 1, Complete.WithFunding(Row(10_00, -20_00, 5_00)));

        var summary = sums.ToContent(2021, DateTimeOffset.UnixEpoch, NoFilings);

        Assert.Equal([0, 0, 0, 0, 0, 0], summary.FormsOfClasses);
        Assert.Equal(3, summary.FormsWithoutRate);
        Assert.Null(summary.Total.CompletionRateBasisPoints);
    }

    [Fact]
    public void Add_OfTheLargestAmountsOfManyForms_StaysExact()
    {
        const long most = 10_000_000_000_000_00;
        var sums = new RoundSums();
        for (var i = 0; i < 100; i++)
        {
            sums.Add($"office-{i}", 1, Complete with { Funding = [.. Enumerable.Repeat(Complete.Funding[0] with { InitialBudgetFen = most, AdjustmentFen = -most, ActualExpenditureFen = most }, 100)] });
        }

        var summary = sums.ToContent(2021, DateTimeOffset.UnixEpoch, NoFilings);

        Assert.Equal(Funds((Int128)most * 10_000, (Int128)most * -10_000, (Int128)most * 10_000, scale: 1), summary.Total);
        Assert.Equal((100_000_000_000_000_000, 0), (RoundSummaryMapping.Write(summary).Total.InitialBudget.Units, RoundSummaryMapping.Write(summary).Total.InitialBudget.Nanos));
    }

    [Fact]
    public void Write_OfMoreSourcesAndDepartmentsThanAMessageTakes_ListsTheLargestAndSumsUpAll()
    {
        var sums = new RoundSums();
        for (var i = 1; i <= 5_100; i++)
        {
            sums.Add($"office-{i:0000}", 1, Complete.WithFunding(Row(1, 0, i, $"来源{i % 150}")) with { DepartmentName = new string('局', 200) });
        }

        var summary = RoundSummaryMapping.Write(sums.ToContent(2021, DateTimeOffset.UnixEpoch, NoFilings));

        Assert.Equal((5_100, 100, 150), (summary.CountedForms, summary.Sources.Count, summary.SourceCount));
        Assert.InRange(summary.CalculateSize(), 3_000_000, 3_300_000);
        Assert.Equal("departments/office-5100/reports/2021/revisions/1", summary.Departments[0].Revision);
        Assert.Equal(summary.Total.ActualExpenditure.Units, summary.Sources.Sum(source => source.Funding.ActualExpenditure.Units) + summary.OtherSources.ActualExpenditure.Units);
    }

    [Fact]
    public void Add_OfAForm_KeepsNothingOfItsContent()
    {
        var sums = new RoundSums();

        var content = AddOne(sums);
        GC.Collect();

        Assert.False(content.TryGetTarget(out _));
        Assert.Single(sums.ToContent(2021, DateTimeOffset.UnixEpoch, NoFilings).Departments);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference<Liwan.Documents.Forms.FormContent> AddOne(RoundSums sums)
    {
        var content = Complete with { Problems = new string('问', 1000) };
        sums.Add("a-office", 1, content);
        return new WeakReference<Liwan.Documents.Forms.FormContent>(content);
    }

    /// <summary>Amounts in hundredths of 万元, unless told.</summary>
    private static SummedFunds Funds(Int128 initial, Int128 adjustment, Int128 actual, int scale = 10_000) => new(initial * scale, adjustment * scale, actual * scale);
}

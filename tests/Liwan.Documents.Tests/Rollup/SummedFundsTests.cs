using Liwan.Documents.Rollup;

namespace Liwan.Documents.Tests.Rollup;

public class SummedFundsTests
{
    [Theory]
    [InlineData(10_000, 0, 9_861, 98_61L, 0L)]
    [InlineData(10_000, -1_808, 7_851, 95_84L, -18_08L)]
    [InlineData(3, 0, 1, 33_33L, 0L)]
    [InlineData(3, 0, 2, 66_67L, 0L)]
    [InlineData(20_000, 0, 1, 1L, 0L)]
    [InlineData(20_000, 0, -1, -1L, 0L)]
    [InlineData(0, 0, 5, null, null)]
    [InlineData(5, -5, 5, null, -100_00L)]
    [InlineData(0, 10, 5, 50_00L, null)]
    [InlineData(-10, 5, 5, null, null)]
    public void Rates_AreOfTheSumsHalfAwayFromZeroAndAbsentWithoutAPositiveBase(long initial, long adjustment, long actual, long? completion, long? ofAdjustment)
    {
        var funds = new SummedFunds(initial, adjustment, actual);

        Assert.Equal((completion, ofAdjustment), (funds.CompletionRateBasisPoints, funds.AdjustmentRateBasisPoints));
    }

    [Fact]
    public void Rates_BeyondWhatANumberHolds_AreAbsent()
    {
        var funds = new SummedFunds(1, 0, (Int128)long.MaxValue * 100);

        Assert.Null(funds.CompletionRateBasisPoints);
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(59_99, 0)]
    [InlineData(60_00, 1)]
    [InlineData(79_99, 1)]
    [InlineData(80_00, 2)]
    [InlineData(90_00, 3)]
    [InlineData(94_99, 3)]
    [InlineData(95_00, 4)]
    [InlineData(100_00, 4)]
    [InlineData(100_01, 5)]
    [InlineData(long.MaxValue, 5)]
    public void IndexOf_ARate_IsTheClassWhoseBoundsHoldIt(long rate, int expected)
    {
        Assert.Equal(expected, CompletionRateClass.IndexOf(rate));
        Assert.True((CompletionRateClass.All[expected].Least ?? long.MinValue) <= rate && rate <= (CompletionRateClass.All[expected].Most ?? long.MaxValue));
    }
}

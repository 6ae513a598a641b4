using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Liwan.Budgets.Budgets;

namespace Liwan.Budgets.Tests;

[Properties(Arbitrary = [typeof(FenAmounts)], Replay = "20210001,440103", MaxTest = 1000)]
public sealed class AmountsTests
{
    [Theory]
    [InlineData(2165_98_0000, 153_56_0000, 2287_19_0000, 9861, 709)]
    [InlineData(4248_39_0000, -768_27_0000, 3335_41_0000, 9584, -1808)]
    [InlineData(200, 0, 1, 50, 0)]
    [InlineData(20000, 0, 1, 1, 0)]
    [InlineData(20001, 0, 1, 0, 0)]
    [InlineData(20000, -1, 0, 0, -1)]
    [InlineData(20000, -3, 0, 0, -2)]
    public void Rates_OfKnownAmounts_AreInBasisPointsHalfAwayFromZero(long initial, long adjustment, long actual, long completion, long adjusted)
    {
        var amounts = new Amounts(initial, adjustment, actual);
        Assert.Equal((completion, adjusted), (amounts.CompletionRate, amounts.AdjustmentRate));
    }

    [Theory]
    [InlineData(null, 1L, 1L, null, null)]
    [InlineData(1L, null, 1L, null, null)]
    [InlineData(10L, 1L, null, null, 1000L)]
    [InlineData(0L, 5L, 5L, 10000L, null)]
    [InlineData(5L, -5L, 5L, null, -10000L)]
    [InlineData(-5L, 10L, 5L, 10000L, null)]
    [InlineData(-5L, 1L, 5L, null, null)]
    public void Rates_OverBlanksOrABaseThatIsNotPositive_AreBlank(long? initial, long? adjustment, long? actual, long? completion, long? adjusted)
    {
        var amounts = new Amounts(initial, adjustment, actual);
        Assert.Equal((completion, adjusted), (amounts.CompletionRate, amounts.AdjustmentRate));
    }

    [Fact]
    public void Rates_BeyondInt64_AreBlank() =>
        Assert.Null(new Amounts(1, 0, 1_000_000_000_000_000).CompletionRate);

    [Property]
    public void Rates_OfAnyAmounts_AreThoseOfExactArithmetic(long initial, long adjustment, long actual)
    {
        var amounts = new Amounts(initial, adjustment, actual);
        Assert.Equal(Reference(actual, (BigInteger)initial + adjustment), amounts.CompletionRate);
        Assert.Equal(Reference(adjustment, initial), amounts.AdjustmentRate);
    }

    [Property]
    public void Rates_OfMirroredAmounts_AreMirrored(long initial, long adjustment) =>
        Assert.Equal(-new Amounts(initial, adjustment, null).AdjustmentRate, new Amounts(initial, -adjustment, null).AdjustmentRate);

    [Property]
    public void Sum_OfAnyRows_IsExactAndBlankOnlyWhereEveryRowIs((long? Initial, long? Adjustment, long? Actual)[] rows)
    {
        var sum = Amounts.Sum(rows.Select(row => new Amounts(row.Initial, row.Adjustment, row.Actual)));
        Assert.Equal(
            new Amounts(Column(rows.Select(row => row.Initial)), Column(rows.Select(row => row.Adjustment)), Column(rows.Select(row => row.Actual))),
            sum);
    }

    // Half away from zero by magnitudes, in numbers that cannot overflow.
    private static long? Reference(BigInteger part, BigInteger whole)
    {
        if (whole <= 0)
        {
            return null;
        }

        var magnitude = ((BigInteger.Abs(part) * 20_000) + whole) / (whole * 2);
        var rate = part.Sign * magnitude;
        return rate >= long.MinValue && rate <= long.MaxValue ? (long)rate : null;
    }

    private static long? Column(IEnumerable<long?> cells)
    {
        var filled = cells.Where(cell => cell is not null).ToList();
        return filled.Count == 0 ? null : (long)filled.Aggregate(BigInteger.Zero, (sum, cell) => sum + cell!.Value);
    }

    /// <summary>Amounts as forms have them, in fen: small, round, and at the limits.</summary>
    public static class FenAmounts
    {
        private const long Most = 1_000_000_000_000_000;

        public static Arbitrary<long> Fen() => Gen.OneOf(
            Gen.Choose(-20, 20).Select(amount => (long)amount),
            Gen.Choose(-1_000_000, 1_000_000).Select(amount => amount * 100L),
            from high in Gen.Choose(-999_999, 999_999)
            from low in Gen.Choose(-999_999_999, 999_999_999)
            select (high * 1_000_000_000L) + low,
            Gen.Elements(-Most, Most, 0L)).ToArbitrary();
    }
}

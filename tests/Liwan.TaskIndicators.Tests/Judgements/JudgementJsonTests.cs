using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Liwan.IndicatorReading;
using Liwan.TaskIndicators.Judgements;
using Outcome = Liwan.IndicatorReading.Outcome;

namespace Liwan.TaskIndicators.Tests.Judgements;

public sealed class JudgementJsonTests
{
    /// <summary>As an earlier build has written it: this must be read for ever.</summary>
    private const string Stored =
        """{"judgement":{"outcome":1,"grounds":1,"target":{"kind":3,"span":{"end":4},"value":95,"bound":2,"unit":"%"},"actual":{"kind":4,"span":{"start":2,"end":9},"value":1116.50,"upper":1200,"bound":1,"unit":"人次","startDate":{"year":2021,"month":12,"day":31},"endDate":{"month":1,"day":2}},"direction":1,"directionSource":1,"ratio":1.0316,"reason":"完成值 98%，高于目标 95%。"},"readerVersion":3}""";

    private static readonly IndicatorJudgement Judgement = new(
        new Judgement(
            Outcome.Exceeded,
            Grounds.NumbersCompared,
            new ValueReading(ReadingKind.Number, new TextSpan(0, 4)) { Value = 95, Bound = Bound.AtLeast, Unit = "%" },
            new ValueReading(ReadingKind.Interval, new TextSpan(2, 9))
            {
                Value = 1116.50m,
                Upper = 1200,
                Bound = Bound.Exactly,
                Unit = "人次",
                StartDate = new PartialDate(2021, 12, 31),
                EndDate = new PartialDate(0, 1, 2),
            },
            Direction.Floor,
            DirectionSource.Operator,
            1.0316m,
            "完成值 98%，高于目标 95%。"),
        3);

    [Fact]
    public void Json_OfAnEarlierBuild_IsReadAndWrittenAsItWas()
    {
        Assert.Equal(Judgement, JudgementJson.Read(Stored));
        Assert.Equal(Stored, JudgementJson.Write(Judgement));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"judgement\":[]}")]
    public void Json_ThatIsNoJudgement_IsSaidToBeNone(string stored) =>
        Assert.Throws<InvalidDataException>(() => JudgementJson.Read(stored));

    [Property]
    public Property Json_OfAnyJudgement_ReadsBackToItself() => Prop.ForAll(
        Judgements().ToArbitrary(),
        judgement => JudgementJson.Read(JudgementJson.Write(judgement)) == judgement);

    private static Gen<IndicatorJudgement> Judgements() =>
        from outcome in Gen.Elements(Enum.GetValues<Outcome>())
        from grounds in Gen.Elements(Enum.GetValues<Grounds>())
        from target in Readings()
        from actual in Readings()
        from direction in Gen.Elements(Enum.GetValues<Direction>())
        from source in Gen.Elements(Enum.GetValues<DirectionSource>())
        from ratio in Numbers()
        from reason in Gen.Elements("", "完成值 1116 人次，高于目标 900 人次。", "引号\"与反斜杠\\、换行\n、𠮷👩‍👩‍👧。")
        from version in Gen.Choose(0, 9)
        select new IndicatorJudgement(new Judgement(outcome, grounds, target, actual, direction, source, ratio, reason), version);

    private static Gen<ValueReading> Readings() =>
        from kind in Gen.Elements(Enum.GetValues<ReadingKind>())
        from start in Gen.Choose(0, 2000)
        from length in Gen.Choose(0, 20)
        from value in Numbers()
        from upper in Numbers()
        from bound in Gen.Elements(Enum.GetValues<Bound>())
        from unit in Gen.Elements("", "%", "人次", "元/人*月")
        from day in Gen.Elements<PartialDate?>(null, new PartialDate(0, 0, 0), new PartialDate(2021, 2, 28))
        select new ValueReading(kind, new TextSpan(start, start + length)) { Value = value, Upper = upper, Bound = bound, Unit = unit, StartDate = day, EndDate = day };

    private static Gen<decimal?> Numbers() =>
        Gen.Elements<decimal?>(null, 0m, 0.0001m, 95m, 1.20m, -3m, decimal.MaxValue, 0.0000000000000000000000000001m);
}

namespace Liwan.IndicatorReading.Tests;

/// <summary>How officials write, and what comes of it.</summary>
public sealed class JudgeTests
{
    [Theory]
    // Operators, doubled and odd ones, apart from the value, before and behind it.
    [InlineData("≥≥98%", "98%", Outcome.Met)]
    [InlineData(">= 95 %", "94.9%", Outcome.NotMet)]
    [InlineData("=>95%", "96%", Outcome.Exceeded)]
    [InlineData("≥\n95%", "９５％", Outcome.Met)]
    [InlineData("≥95%以上", "97%", Outcome.Exceeded)]
    [InlineData("﹥90%", "91%", Outcome.Exceeded)]
    [InlineData("＞90%", "90%", Outcome.Qualitative)]
    [InlineData("≦5%", "3%", Outcome.Met)]
    [InlineData("<=5%", "6%", Outcome.NotMet)]
    [InlineData("＝100%", "100%", Outcome.Met)]
    [InlineData("=2个", "3个", Outcome.Exceeded)]
    [InlineData("=2个", "1个", Outcome.NotMet)]
    [InlineData("=0次", "2次", Outcome.NotMet)]
    // Wording.
    [InlineData("不低于90%", "92%", Outcome.Exceeded)]
    [InlineData("不得少于3次", "3次", Outcome.Met)]
    [InlineData("至少开展2次", "1次", Outcome.NotMet)]
    [InlineData("大于等于80分", "85分", Outcome.Exceeded)]
    [InlineData("超过500人", "500人", Outcome.Qualitative)]
    [InlineData("不超过30万元", "28.5万元", Outcome.Met)]
    [InlineData("控制在30万元以内", "31万元", Outcome.NotMet)]
    [InlineData("控制在3%以下", "3%", Outcome.Met)]
    [InlineData("小于5%", "5%", Outcome.Qualitative)]
    [InlineData("小于5%", "4%", Outcome.Met)]
    [InlineData("10天以内", "8天", Outcome.Met)]
    [InlineData("5个工作日内", "3个工作日", Outcome.Met)]
    [InlineData("5个工作日内", "7个工作日", Outcome.NotMet)]
    [InlineData("1次及其以下", "0次", Outcome.Met)]
    [InlineData("95%及以上", "满意度达96.5%", Outcome.Exceeded)]
    [InlineData("完成6次培训", "完成培训8次", Outcome.Exceeded)]
    // Units.
    [InlineData("1.2万亩", "12000亩", Outcome.Met)]
    [InlineData("1.2万亩", "800公顷", Outcome.Met)]
    [InlineData("3公里", "3000米", Outcome.Met)]
    [InlineData("2亿元", "19800万元", Outcome.NotMet)]
    [InlineData("5‰", "0.5%", Outcome.Met)]
    [InlineData("≥8万亩", "80000", Outcome.Met)]
    [InlineData("100人", "120人次", Outcome.Exceeded)]
    [InlineData("5件", "6个", Outcome.Exceeded)]
    [InlineData("5批次", "5批", Outcome.Met)]
    [InlineData("100%", "48件", Outcome.Qualitative)]
    [InlineData("50个", "100%", Outcome.Qualitative)]
    [InlineData("6次", "6人", Outcome.Qualitative)]
    [InlineData("3年", "36个月", Outcome.Met)]
    [InlineData("≥100吨", "120000公斤", Outcome.Exceeded)]
    [InlineData("120元/人/天", "120元/人/天", Outcome.Met)]
    [InlineData("120元/人*天", "120元/人", Outcome.Qualitative)]
    [InlineData("每月1次", "12次", Outcome.Qualitative)]
    [InlineData("每月1次", "每月1次", Outcome.Met)]
    [InlineData("每年2次", "3次", Outcome.Exceeded)]
    [InlineData("≥1次/年", "1次", Outcome.Met)]
    [InlineData("500元/人·月", "500元/人*月", Outcome.Met)]
    [InlineData("500元/人", "500元", Outcome.Met)]
    [InlineData("500元/人", "50000元", Outcome.Qualitative)]
    [InlineData("≤50dB", "48dB", Outcome.Met)]
    [InlineData("5G基站", "5G基站", Outcome.Qualitative)]
    [InlineData("20名", "20个", Outcome.Met)]
    [InlineData("0.5万元/人", "5000元/人", Outcome.Met)]
    [InlineData("≥100百分比", "100", Outcome.Met)]
    [InlineData("≤90万元", "89.97", Outcome.Met)]
    [InlineData("≥1200㎡", "1300平方米", Outcome.Exceeded)]
    // Bare numbers.
    [InlineData("85%", "85", Outcome.Met)]
    [InlineData("90%", "0.95", Outcome.Exceeded)]
    [InlineData("100%", "1", Outcome.Met)]
    [InlineData("1", "100%", Outcome.Met)]
    [InlineData("43.2", "43.20", Outcome.Met)]
    [InlineData("1,000人", "1200人", Outcome.Exceeded)]
    [InlineData("1000", "1，200", Outcome.Qualitative)]
    // Ranges.
    [InlineData("5至8次", "6次", Outcome.Met)]
    [InlineData("5-8次", "4次", Outcome.NotMet)]
    [InlineData("5~8次", "9次", Outcome.Qualitative)]
    [InlineData("95%-98%", "97%", Outcome.Met)]
    [InlineData("≥90%", "95%-98%", Outcome.Exceeded)]
    [InlineData("≥96%", "95%-98%", Outcome.Qualitative)]
    // Chinese numerals.
    [InlineData("三次以上", "四次", Outcome.Exceeded)]
    [InlineData("十二次", "12次", Outcome.Met)]
    [InlineData("两次", "1次", Outcome.NotMet)]
    [InlineData("百分之九十五以上", "96%", Outcome.Exceeded)]
    [InlineData("九成以上", "92%", Outcome.Exceeded)]
    [InlineData("一百二十人", "120人", Outcome.Met)]
    [InlineData("1次", "召开一次会议", Outcome.Met)]
    // Sentences.
    [InlineData("≥10次", "全年共开展巡查12次，发现问题3个", Outcome.Exceeded)]
    [InlineData("10次", "上半年5次，下半年6次", Outcome.Qualitative)]
    [InlineData("10次", "上半年2次，下半年3次", Outcome.NotMet)]
    [InlineData("≥50人", "原计划50人，实际完成45人", Outcome.NotMet)]
    [InlineData("100%", "应到50人，实到48人，出勤率96%", Outcome.NotMet)]
    [InlineData("≥90%", "较上年提高5%，达到93%", Outcome.Exceeded)]
    [InlineData("95%", "比上年提高3个百分点", Outcome.Qualitative)]
    [InlineData("增长5%", "同比增长6%", Outcome.Exceeded)]
    [InlineData("100%", "已100%完成", Outcome.Met)]
    [InlineData("100%", "超额完成20%", Outcome.Qualitative)]
    [InlineData("100%", "应急响应100%", Outcome.Met)]
    [InlineData("一站式服务", "一站式服务", Outcome.Qualitative)]
    [InlineData("一件事一次办", "一件事一次办", Outcome.Qualitative)]
    [InlineData("15天/次", "10天/次", Outcome.Qualitative)]
    [InlineData("-5%~5%", "2%", Outcome.Met)]
    [InlineData("前三名", "第二名", Outcome.Qualitative)]
    [InlineData("一次性通过", "一次性通过", Outcome.Qualitative)]
    [InlineData("粤府〔2021〕5号", "5", Outcome.Qualitative)]
    [InlineData("12期", "已编印第5期", Outcome.Qualitative)]
    [InlineData("5个", "2021年完成5个项目（其中新建2个）", Outcome.Met)]
    [InlineData("90%", "不足90%", Outcome.NotMet)]
    [InlineData("90%", "未达到90%", Outcome.NotMet)]
    [InlineData("100人", "约100人", Outcome.Qualitative)]
    [InlineData("100人", "100余人", Outcome.Met)]
    [InlineData("≥300份", "完成300多份", Outcome.Met)]
    [InlineData("95%", "95%以上", Outcome.Met)]
    [InlineData("95%以上", "90%以上", Outcome.Qualitative)]
    [InlineData("90%以上", "95%以上", Outcome.Exceeded)]
    // Zero in words, and what is not.
    [InlineData("0起", "无", Outcome.Met)]
    [InlineData("0", "未发生安全事故", Outcome.Met)]
    [InlineData("0次", "零投诉", Outcome.Met)]
    [InlineData("0次", "2次", Outcome.NotMet)]
    [InlineData("无事故", "没有发生事故", Outcome.Met)]
    [InlineData("零投诉", "1起", Outcome.NotMet)]
    [InlineData("不发生重大安全事故", "发生事故1起", Outcome.Qualitative)]
    [InlineData("≤2起", "没有发生重大事故，但有一般事故", Outcome.Qualitative)]
    [InlineData("6次", "无", Outcome.Qualitative)]
    [InlineData("100%", "未处理的投诉较多", Outcome.Qualitative)]
    // Dates.
    [InlineData("2021年12月底前", "2021年11月完成", Outcome.Met)]
    [InlineData("2021年12月31日前", "2021年12月20日", Outcome.Met)]
    [InlineData("2021年12月底前", "2022年3月", Outcome.NotMet)]
    [InlineData("2021年12月前", "2021年12月", Outcome.Qualitative)]
    [InlineData("12月底前完成", "2021年12月完成", Outcome.Qualitative)]
    [InlineData("2021年6月", "2021年5月", Outcome.Met)]
    [InlineData("2021.12.31", "2021/12/1", Outcome.Met)]
    [InlineData("2021年底", "已完成", Outcome.Qualitative)]
    [InlineData("2021年1-12月", "2021年1-12月", Outcome.Met)]
    [InlineData("2021年底", "100%", Outcome.Qualitative)]
    [InlineData("2021年6月底前", "预计2021年12月完成", Outcome.Qualitative)]
    // Words.
    [InlineData("及时", "及时", Outcome.Qualitative)]
    [InlineData("优", "良", Outcome.Qualitative)]
    [InlineData("100%", "全部完成", Outcome.Qualitative)]
    [InlineData("100%", "未完成", Outcome.NotMet)]
    [InlineData("有所提升", "100%", Outcome.Qualitative)]
    [InlineData("", "95%", Outcome.Qualitative)]
    [InlineData("", "", Outcome.NotReported)]
    [InlineData("100%", "—", Outcome.NotReported)]
    [InlineData("100%", "/", Outcome.NotReported)]
    [InlineData("/", "", Outcome.Exempt)]
    [InlineData("——", "——", Outcome.Exempt)]
    [InlineData("6次", "不涉及", Outcome.Exempt)]
    [InlineData("6次", "因疫情影响，未开展", Outcome.Exempt)]
    [InlineData("6次", "受疫情影响，仅开展3次", Outcome.NotMet)]
    [InlineData("6次", "培训次数", Outcome.NotReported)]
    [InlineData("≥95%", "满意度", Outcome.NotReported)]
    [InlineData("95%", "基本满意", Outcome.Qualitative)]
    [InlineData("完成5个项目，覆盖率≥90%", "完成5个项目，覆盖率≥90%", Outcome.Met)]
    [InlineData("完成5个项目，覆盖率≥90%", "完成5个项目，覆盖率95%", Outcome.Qualitative)]
    [InlineData("达到国家4A级标准", "达到国家4A级标准", Outcome.Qualitative)]
    [InlineData("符合《2019年管理办法》要求", "符合", Outcome.Qualitative)]
    [InlineData("7*24小时", "7*24小时", Outcome.Met)]
    [InlineData("1:1", "1:1", Outcome.Qualitative)]
    [InlineData("20套", "20", Outcome.Met)]
    [InlineData("6", "20个", Outcome.Exceeded)]
    [InlineData("1个", "1个", Outcome.Met)]
    [InlineData("-", "0", Outcome.Qualitative)]
    public void Judge_OfWhatOfficialsWrite_IsNeverConfidentlyWrong(string target, string actual, Outcome expected)
    {
        var judgement = IndicatorJudge.Judge(new IndicatorText(string.Empty, string.Empty, target, actual));

        Assert.True(expected == judgement.Outcome, $"{target} | {actual}: {judgement}");
    }

    [Theory]
    [InlineData("印刷出错率", "1%", "0.5%", Outcome.Met, Direction.Cap, DirectionSource.Name)]
    [InlineData("有效投诉次数", "3次", "5次", Outcome.NotMet, Direction.Cap, DirectionSource.Name)]
    [InlineData("投诉处理率", "95%", "98%", Outcome.Exceeded, Direction.Floor, DirectionSource.Default)]
    [InlineData("事故处理满意度", "90%", "80%", Outcome.NotMet, Direction.Floor, DirectionSource.Default)]
    [InlineData("项目成本", "1100万元", "1093万元", Outcome.Met, Direction.Cap, DirectionSource.Name)]
    [InlineData("成本控制", "30万元", "28万元", Outcome.Met, Direction.Cap, DirectionSource.Name)]
    [InlineData("成本控制率", "100%", "95%", Outcome.Qualitative, Direction.Undecided, DirectionSource.Name)]
    [InlineData("成本节约率", "5%", "8%", Outcome.Exceeded, Direction.Floor, DirectionSource.Default)]
    [InlineData("安全事故发生率", "98%", "99%", Outcome.Qualitative, Direction.Undecided, DirectionSource.Name)]
    [InlineData("平均响应时间", "30分钟", "20分钟", Outcome.Met, Direction.Cap, DirectionSource.Name)]
    [InlineData("项目建设期", "30天", "25天", Outcome.Qualitative, Direction.Undecided, DirectionSource.Default)]
    [InlineData("培训时长", "8小时", "10小时", Outcome.Exceeded, Direction.Floor, DirectionSource.Name)]
    [InlineData("培训次数", "≥8次", "10次", Outcome.Exceeded, Direction.Floor, DirectionSource.Operator)]
    [InlineData("培训次数", "不少于8次", "7次", Outcome.NotMet, Direction.Floor, DirectionSource.Wording)]
    public void Judge_TakesTheDirectionFromOperatorWordingOrName(string name, string target, string actual, Outcome outcome, Direction direction, DirectionSource source)
    {
        var judgement = IndicatorJudge.Judge(new IndicatorText(name, string.Empty, target, actual));

        Assert.Equal((outcome, direction, source), (judgement.Outcome, judgement.Direction, judgement.DirectionSource));
    }

    [Theory]
    [InlineData("≥95%", "98%", 1.0316)]
    [InlineData("6次", "13次", 2.1667)]
    [InlineData("1.2万亩", "9000亩", 0.75)]
    public void Judge_OfTwoNumbers_GivesTheirRatio(string target, string actual, double ratio) =>
        Assert.Equal((decimal)ratio, IndicatorJudge.Judge(new IndicatorText(string.Empty, string.Empty, target, actual)).Ratio);

    [Fact]
    public void Judge_TellsWhereItsValuesStand()
    {
        var judgement = IndicatorJudge.Judge(new IndicatorText("进社区人数或次数", string.Empty, "９００ 人次", "𠮷进社区\n人数为1116人次。"));

        Assert.Equal(
            new Judgement(
                Outcome.Exceeded,
                Grounds.NumbersCompared,
                new ValueReading(ReadingKind.Number, new TextSpan(0, 6)) { Value = 900, Bound = Bound.Exactly, Unit = "人次" },
                new ValueReading(ReadingKind.Number, new TextSpan(8, 14)) { Value = 1116, Bound = Bound.Exactly, Unit = "人次" },
                Direction.Floor,
                DirectionSource.Default,
                1.24m,
                "完成值 1116 人次，高于目标值 900 人次，为目标值的 124%。"),
            judgement);
    }
}

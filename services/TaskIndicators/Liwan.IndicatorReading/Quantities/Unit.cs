using System.Collections.Frozen;

namespace Liwan.IndicatorReading;

/// <summary>How two units stand to each other.</summary>
internal enum UnitRelation
{
    /// <summary>They cannot be compared.</summary>
    Different,

    /// <summary>They can be compared, and a reader should know: 人 and 人次, 个 and 件.</summary>
    Akin,

    /// <summary>They measure the same.</summary>
    Same,
}

/// <summary>A unit of measure.</summary>
/// <param name="Text">As written, without its multiplier; empty for a bare number.</param>
/// <param name="Dimension">What it measures; units of one dimension convert.</param>
/// <param name="Factor">How many of the dimension's base it is.</param>
internal readonly record struct Unit(string Text, string Dimension, decimal Factor)
{
    private const string Share = "share";
    private const string People = "people";
    private const string Visits = "visits";
    private const string Batches = "batches";
    private const string Occurrences = "occurrences";
    private const string Counted = "counted";
    private const string Duration = "duration";
    private const string Months = "months";
    private const string PartsPrefix = "part:";

    private static readonly FrozenDictionary<string, Unit> Known = Table().ToFrozenDictionary(unit => unit.Text, StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, Unit>.AlternateLookup<ReadOnlySpan<char>> BySpan = Known.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly int LongestText = Known.Keys.Max(text => text.Length);

    public static Unit None { get; } = new(string.Empty, string.Empty, 1);

    public static Unit Percent => Known["%"];

    public bool IsNone => Text.Length == 0;

    public bool IsShare => Dimension == Share;

    public bool IsPoints => Dimension == "points";

    /// <summary>Whether it measures time, also for each of something.</summary>
    public bool IsDuration => Base is Duration or Months or "workdays";

    /// <summary>The longest unit that a text begins with.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out Unit unit)
    {
        for (var length = Math.Min(LongestText, text.Length); length > 0; length--)
        {
            if (BySpan.TryGetValue(text[..length], out unit))
            {
                return true;
            }
        }

        unit = None;
        return false;
    }

    /// <summary>A unit that the table does not hold: comparable with itself only.</summary>
    public static Unit Other(string text) => new(text, "other:" + text, 1);

    /// <summary>A unit for each of something, such as 元/人. For each year is what the form of a year counts anyway.</summary>
    public static Unit Per(Unit unit, string divisor)
    {
        var parts = divisor.Replace('*', '/').Replace('·', '/');
        return new($"{unit.Text}/{divisor}", parts is "年" or "年度" ? unit.Dimension : $"{unit.Dimension}/{parts}", unit.Factor);
    }

    /// <summary>Whether two units differ only in what they are for each of: 元/人 and 元.</summary>
    public bool HasBaseOf(Unit other) => Base.SequenceEqual(other.Base) && (Base.Length == Dimension.Length || Base.Length == other.Dimension.Length);

    public UnitRelation RelationTo(Unit other)
    {
        if (Dimension == other.Dimension)
        {
            return Dimension is Occurrences && Text != other.Text ? UnitRelation.Akin : UnitRelation.Same;
        }

        var akin = (IsCount(this) && other.Dimension == Counted) || (IsCount(other) && Dimension == Counted)
            || (Dimension is People && (other.Dimension is Visits || other.Text is "个")) || (other.Dimension is People && (Dimension is Visits || Text is "个"));
        return akin ? UnitRelation.Akin : UnitRelation.Different;
    }

    private ReadOnlySpan<char> Base => Dimension.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? Dimension.AsSpan(0, slash) : Dimension;

    // What 个, 件 and 项 count as well.
    private static bool IsCount(Unit unit) => unit.Dimension == Counted || unit.Dimension.StartsWith(PartsPrefix, StringComparison.Ordinal);

    private static IEnumerable<Unit> Table()
    {
        (string Dimension, (decimal Factor, string Texts)[] Units)[] table =
        [
            (Share, [(1, "% 百分比"), (0.1m, "‰"), (10, "成")]),
            ("points", [(1, "个百分点 百分点")]),
            ("money", [(1, "元 块钱 元人民币 人民币元"), (0.1m, "角")]),
            ("dollars", [(1, "美元")]),
            ("area", [(1, "亩"), (15, "公顷"), (1500, "平方公里 平方千米 km² km2"), (0.0015m, "平方米 平米 ㎡ m² m2 平方")]),
            ("length", [(1, "米 m 延米"), (1000, "公里 千米 km KM ㎞"), (0.01m, "厘米 cm"), (0.001m, "毫米 mm")]),
            ("mass", [(1, "克 g"), (0.001m, "毫克 mg"), (500, "斤"), (1000, "公斤 千克 kg KG ㎏"), (1_000_000, "吨 t")]),
            ("volume", [(1, "立方米 立方 m³ m3 方"), (0.001m, "升 L"), (0.000001m, "毫升 ml")]),
            (Duration, [(1, "秒 秒钟"), (60, "分钟"), (3600, "小时 个小时 h"), (86400, "天 日 个自然日 自然日"), (604800, "周 个星期 星期")]),
            ("workdays", [(1, "个工作日 工作日")]),
            (Months, [(1, "个月 月"), (3, "个季度"), (12, "年 个年度")]),
            ("data", [(1, "MB M"), (1024, "GB Gb"), (1_048_576, "TB Tb"), (1_073_741_824, "PB")]),
            ("power", [(1, "千瓦 kW"), (1000, "兆瓦 MW")]),
            ("energy", [(1, "千瓦时 度电 kWh kwh KWH")]),
            (People, [(1, "人 名 位")]),
            (Visits, [(1, "人次")]),
            (Batches, [(1, "批 批次")]),
            (Occurrences, [(1, "次 场 场次 回 次数")]),
            (Counted, [(1, "个 件 项")]),
            ("grade", [(1, "分")]),
            ("temperature", [(1, "℃ 摄氏度")]),
        ];
        foreach (var (dimension, units) in table)
        {
            foreach (var (factor, texts) in units)
            {
                foreach (var text in texts.Split(' '))
                {
                    yield return new Unit(text, dimension, factor);
                }
            }
        }

        // Each counts what nothing else counts; 个, 件 and 项 may stand for them.
        const string parts = "宗 起 例 单 笔 份 篇 本 册 部 条 张 块 幅 面 卷 家 户 处 所 座 间 栋 幢 台 套 辆 艘 架 支 只 头 株 棵 粒 枚 根 盏 "
            + "箱 包 袋 瓶 桶 对 组 队 班 团 类 种 门 节 课 首 则 期 轮 站 点 段 片 村 镇 床 岗 字 句 版 栏 户次 家次 车次 班次 班期 课时 学时 "
            + "件次 项次 个次 台次 辆次 户家 人天 人月 人日 人年 工日 张次 条次 批件 座次 床位 张床位 个床位 名次 本次 头次 羽 尾 捆 双 桩 滴 道 孔 口 眼 亩次 车 船 架次";
        foreach (var text in parts.Split(' ').Distinct())
        {
            yield return new Unit(text, PartsPrefix + text, 1);
        }
    }
}

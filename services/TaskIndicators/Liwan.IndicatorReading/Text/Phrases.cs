using System.Buffers;

namespace Liwan.IndicatorReading;

/// <summary>What texts without a value are known to say. Each looks for words, never for the meaning of a sentence.</summary>
internal static class Phrases
{
    private const int LongestLabel = 30;
    private const int LongestGap = 10;

    private static readonly string[] Nothings = ["N/A", "n/a", "NA", "na", "不适用", "无要求", "暂无", "空", "无此项", "略"];
    private static readonly string[] NotApplicable = ["不适用", "不涉及", "无此项", "不存在此项", "本年度不涉及", "本年不涉及", "本年度未涉及", "未涉及", "无需开展", "无该项工作", "N/A", "n/a"];

    private static readonly string[] HarmWords =
    [
        "事故", "投诉", "差错", "出错", "错误", "失误", "违规", "违纪", "违法", "举报", "纠纷", "舆情", "事件", "案件", "上访", "信访", "隐患", "泄密", "失密", "超支",
        "伤亡", "死亡", "死伤", "受伤", "疫情", "感染", "故障", "漏洞", "中断", "缺陷", "逾期", "延误", "拖欠", "浪费", "流失", "挪用", "截留", "超标", "污染", "火灾",
        "不良反应", "不良影响", "负面影响", "异议", "质疑", "退件", "缺勤", "迟到", "旷工", "欠薪", "问题",
    ];

    private static readonly SearchValues<string> Harms = Words(HarmWords);

    private static readonly string[] Occurring = ["发生", "发放", "出现", "产生", "收到", "接到", "造成", "存在", "引发", "发现", "导致", "有"];
    private static readonly SearchValues<string> Handling = Words(["处理", "解决", "整改", "办结", "回复", "落实", "消除", "排除", "排查", "化解", "查处", "结案", "完成", "上报", "控制", "防范", "遗留"]);
    private static readonly SearchValues<string> Turns = Words(["但", "除", "其中", "仅", "只有", "个别", "少量", "少数", "不过", "以外", "之外", "部分", "基本", "较少", "偶", "然而", "下降", "减少"]);
    private static readonly SearchValues<string> Serious = Words(["重大", "较大", "重特大", "特大", "严重", "群体", "恶性", "规模", "重要", "责任", "一般以上", "以上", "较严重"]);

    private static readonly SearchValues<string> Causes = Words(["因", "由于", "受疫", "受新冠", "鉴于", "根据上级", "按上级", "按照上级", "疫情影响", "疫情防控"]);
    private static readonly SearchValues<string> NotDone = Words(
    [
        "没有进行", "未进行", "没有开展", "未开展", "未能开展", "无法开展", "没有召开", "未召开", "未能召开", "没有举办", "未举办", "未能举办", "没有举行", "未举行", "未能举行",
        "没有组织", "未组织", "未能组织", "没有实施", "未实施", "未能实施", "没有安排", "未安排", "未启动", "未能进行", "无法进行", "无法实施", "取消", "暂停", "暂缓", "停办", "停止",
        "不再进行", "不再开展", "不再实施", "未执行", "没有执行",
    ]);

    private static readonly SearchValues<string> PartlyDone = Words(["部分", "仅", "只", "线上", "改为", "改成", "但", "推迟", "延期", "下半年", "次年", "实际", "调整为", "减少", "少于", "已完成"]);

    private static readonly HashSet<string> Shortfalls =
    [
        "未完成", "没有完成", "尚未完成", "未达标", "不达标", "未达到", "没有达到", "未达成", "未实现", "没有实现", "未完成目标", "未达到目标", "未达到目标值", "未达成目标", "未完成任务",
        "未达成预期指标", "未达到预期指标", "未达到预期目标", "未达成预期目标", "未完成预期目标", "未完成预期指标", "没有达到预期目标", "未实现预期目标", "未达预期", "未达到预期", "未完成年度目标", "未完成指标",
    ];

    private static readonly string[] Measures = ["数", "率", "量", "情况", "个数", "额", "度", "覆盖面", "比例", "程度", "时间", "名称", "内容", "次", "占比", "水平", "质量", "效果", "成效"];
    private static readonly string[] MeasuresOf = ["完成", "落实", "达成", "实现", "达标", "保障", "提升", "改善", "合格", "满意", "及时", "优良", "执行", "完好", "到位", "达到", "提高", "增长", "降低", "下降", "解决", "整改", "办结"];
    private static readonly string[] MeasureEnds = ["率", "情况", "程度", "数", "数量", "量", "度", "比例", "次数", "时间", "效果", "质量"];

    private static readonly SearchValues<string> Claims = Words(
    [
        "已", "完成", "达成", "达到", "实现", "落实", "做到", "保证", "保障", "确保", "到位", "顺利", "圆满", "完满", "及时", "按时", "如期", "良好", "优秀", "优良", "合格", "达标",
        "提高", "提升", "增强", "加强", "改善", "加大", "全部", "全面", "全年", "有效", "较", "进一步", "显著", "明显", "符合", "满足", "掌握", "了解", "严格", "积极", "稳步", "超额", "正常",
        "基本", "未", "没有", "无", "不", "高", "好", "强", "逐步", "持续", "推进", "推动", "促进", "解决", "形成", "取得", "得到", "了",
    ]);

    private static readonly SearchValues<char> Dashes = SearchValues.Create("-/\\_*·.。…、~|()");

    /// <summary>What ends a clause or a part of one.</summary>
    internal static readonly SearchValues<char> Stops = SearchValues.Create("，,。；;:、!?");

    /// <summary>Whether a text is a sign for nothing.</summary>
    public static bool IsPlaceholder(NormalText text)
    {
        foreach (var nothing in Nothings)
        {
            if (text.Text.SequenceEqual(nothing))
            {
                return true;
            }
        }

        return text.Length > 0 && !text.Text.ContainsAnyExcept(Dashes);
    }

    /// <summary>Whether a text says, and says no more than, that the measure does not apply.</summary>
    public static bool SaysNotApplicable(NormalText text) => Array.Exists(NotApplicable, word => text.Text.TrimEnd("。").SequenceEqual(word));

    /// <summary>Whether a name or text speaks of what is better the less there is of it.</summary>
    public static bool SpeaksOfHarm(NormalText text) => text.Text.ContainsAny(Harms);

    /// <summary>Whether only grave cases are meant, so that others do not count.</summary>
    public static bool MeansGraveOnly(NormalText text) => text.Text.ContainsAny(Serious);

    /// <summary>Whether a text says, and says no more than, 无.</summary>
    public static bool SaysNone(NormalText text) => text.Text.TrimEnd("。") is "无" or "没有" or "零" or "未发生" or "没有发生" or "未出现" or "没有出现" or "无发生";

    /// <summary>Whether a text says that something harmful did not happen, such as 没有发生安全事故 or 零投诉.</summary>
    public static bool StatesNoHarm(NormalText text)
    {
        if (text.Text.ContainsAny(Turns))
        {
            return false;
        }

        var found = false;
        for (var i = 0; i < text.Length; i++)
        {
            var negation = text.StartsWith(i, "没有") || text.StartsWith(i, "未曾") || text.StartsWith(i, "不发") || text.StartsWith(i, "杜绝") ? 2
                : text[i] is '未' or '无' or '零' or '没' ? 1
                : 0;
            if (negation == 0)
            {
                continue;
            }

            var start = i + (text.StartsWith(i, "不发") ? 1 : negation);
            found |= DeniesHarm(text, text[i], start);
        }

        return found;
    }

    /// <summary>Whether a text gives a reason for which something was not carried out at all.</summary>
    public static bool GivesReason(NormalText text) =>
        text.Length <= 200 && text.Text.ContainsAny(Causes) && text.Text.ContainsAny(NotDone) && !text.Text.ContainsAny(PartlyDone);

    /// <summary>Whether a text says, and says no more than, that the target was missed.</summary>
    public static bool StatesShortfall(NormalText text) => text.Length <= 12 && Shortfalls.Contains(new string(text.Text.TrimEnd("。")));

    /// <summary>Whether a text is the name of a measure, such as 调研报告件数, and claims nothing.</summary>
    public static bool IsLabel(NormalText text)
    {
        if (text.Length is < 2 or > LongestLabel || text.Text.ContainsAny(Stops) || !Wording.EndsWithAny(text, text.Length, Measures))
        {
            return false;
        }

        var rest = new string(text.Text);
        foreach (var of in MeasuresOf)
        {
            foreach (var end in MeasureEnds)
            {
                rest = rest.Replace(of + end, string.Empty, StringComparison.Ordinal);
            }
        }

        return !rest.ContainsAny(Claims);
    }

    /// <summary>Words that are looked for all at once.</summary>
    internal static SearchValues<string> Words(ReadOnlySpan<string> words) => SearchValues.Create(words, StringComparison.Ordinal);

    private static bool DeniesHarm(NormalText text, char negation, int start)
    {
        // 未 denies a verb, the others may deny the harm itself.
        var at = start;
        foreach (var verb in Occurring)
        {
            if (text.StartsWith(at, verb))
            {
                at += verb.Length;
                break;
            }
        }

        if (negation is '未' && at == start)
        {
            return false;
        }

        foreach (var harm in HarmWords)
        {
            var gap = text.From(at)[..Math.Min(text.Length - at, LongestGap + harm.Length)].IndexOf(harm, StringComparison.Ordinal);
            if (gap >= 0 && gap <= LongestGap)
            {
                var between = text.Text.Slice(at, gap);
                var after = text.From(at + gap + harm.Length);
                return !between.ContainsAny(Handling) && !between.ContainsAny(Stops)
                    && !after[..Math.Min(4, after.Length)].ContainsAny(Handling);
            }
        }

        return false;
    }
}

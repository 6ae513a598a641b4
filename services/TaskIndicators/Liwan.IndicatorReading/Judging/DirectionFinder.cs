using System.Buffers;

namespace Liwan.IndicatorReading;

/// <summary>Finds which side of a target is the good one: by operator, by wording, by the indicator's name, or by nothing.</summary>
internal static class DirectionFinder
{
    // A share beyond it is not what an office allows itself of accidents or complaints.
    private const decimal MostHarm = 50;

    private static readonly SearchValues<string> Fewer = Phrases.Words(
    [
        "出错", "差错", "错误", "失误", "事故", "投诉", "成本", "超支", "违规", "违纪", "违法", "流失", "死亡", "伤亡", "发病", "纠纷", "上访", "信访", "缺勤", "故障", "偏差", "逾期", "延误", "滞后",
        "隐患", "泄密", "拖欠", "负面", "退件", "误差", "耗", "三公", "排放", "空置", "闲置", "结转", "结余", "返工", "漏报", "瞒报", "差评", "中断", "响应时间", "响应时长", "等待时间", "等候时间",
        "办理时限", "办结时限", "处理时限", "办理时间", "用时", "耗时", "时限", "修复时间", "到达时间",
    ]);

    private static readonly SearchValues<string> Handled = Phrases.Words(
    [
        "处理", "办结", "处置", "整改", "化解", "修复", "排除", "排查", "下降", "降低", "减少", "节约", "节省", "压减", "回复", "满意", "受理", "查处", "结案", "办理率", "解决", "达标",
        "合格", "完成", "消除", "防控", "预防", "演练", "检查", "培训", "宣传", "调解", "答复", "督办", "救助", "覆盖", "及时", "鉴定", "核查", "赔付", "调处", "清理", "盘活", "准确",
    ]);

    private static readonly SearchValues<string> Longer = Phrases.Words(["培训", "课时", "学时", "服务时长", "运行", "开放", "值班", "值守", "活动", "天数达", "可用", "志愿", "优良天数", "时长"]);

    /// <summary>The direction of a number as target.</summary>
    public static (Direction Direction, DirectionSource Source) Of(in Quantity target, NormalText name, Func<NormalText> definition)
    {
        var source = target.HasOperator ? DirectionSource.Operator : DirectionSource.Wording;
        if (target.Upper is not null)
        {
            return (Direction.Within, DirectionSource.Wording);
        }

        switch (target.Bound)
        {
            case Bound.AtLeast or Bound.MoreThan:
                return (Direction.Floor, source);
            case Bound.AtMost or Bound.LessThan:
                return (Direction.Cap, source);
            case Bound.About:
                return (Direction.Undecided, DirectionSource.Wording);
        }

        var byName = ByName(name, target);
        if (byName == Direction.None && ByName(definition(), target) == Direction.Cap)
        {
            // A definition speaks of many things.
            byName = target.Value == 0 ? Direction.Cap : Direction.Undecided;
        }

        if (target.HasOperator)
        {
            // More than a zero that was asked for is never better, nor is more of what is harmful.
            return byName == Direction.Cap || target.Value == 0 ? (Direction.Cap, DirectionSource.Operator) : (Direction.Equal, DirectionSource.Operator);
        }

        if (byName != Direction.None)
        {
            return (byName, DirectionSource.Name);
        }

        return target.Value == 0 ? (Direction.Cap, DirectionSource.Default)
            : target.Unit.IsDuration ? (Direction.Undecided, DirectionSource.Default)
            : (Direction.Floor, DirectionSource.Default);
    }

    /// <summary>Whether a name speaks of what is better the less there is of it.</summary>
    public static bool IsFewerBetter(NormalText name) => name.Text.ContainsAny(Fewer) && !name.Text.ContainsAny(Handled);

    private static Direction ByName(NormalText name, in Quantity target)
    {
        if (name.Text.ContainsAny(Fewer))
        {
            var harmless = name.Text.ContainsAny(Handled);
            var large = target.Unit.IsShare && target.Value > MostHarm;
            return (harmless, large) switch
            {
                (false, false) => Direction.Cap,
                (true, true) => Direction.None,
                // 投诉处理件数, 成本控制 with 3万元, 事故率 with 98%: name and number do not agree.
                _ => target.Value == 0 ? Direction.Cap : harmless && target.Unit.IsShare ? Direction.None : Direction.Undecided,
            };
        }

        return target.Unit.IsDuration && name.Text.ContainsAny(Longer) ? Direction.Floor : Direction.None;
    }
}

using System.Buffers;
using System.Globalization;

namespace Liwan.IndicatorReading;

/// <summary>
/// Finds the numbers of a text that are values: not dates, ordinals, numbers of lists and documents, or what stands in
/// names such as G20. One pass; each step looks a bounded way back and ahead.
/// </summary>
internal ref struct QuantityScanner(NormalText text, DateList dates, Unit wanted)
{
    /// <summary>More values than any cell has; what has more is not read.</summary>
    public const int Most = 64;

    private const int LongestNumber = 24;
    private const decimal Largest = 1_000_000_000_000_000_000m;
    private const int LookBack = 12;

    private static readonly string[] Planning = ["目标", "计划", "预期", "预计", "原定", "指标值", "应到", "应有", "应检", "应办", "应收", "任务数", "目标值", "计划数", "预期值"];
    private static readonly string[] Planners = ["目标值为", "目标为", "目标是", "目标:", "计划为", "计划:", "预期为", "预期:", "年初计划", "年度目标", "年初目标", "原计划", "计划完成", "计划开展", "计划举办", "计划召开", "计划组织", "应完成", "拟", "要求"];
    private static readonly string[] Rising = ["增长", "增加", "提高", "提升", "上升", "增长了", "增加了", "提高了", "提升了", "上升了", "增长约", "增幅", "增幅达", "增幅为", "同比增", "多出", "高出", "超额完成", "超额", "超计划", "超目标", "超计划完成"];
    private static readonly string[] Falling = ["下降", "降低", "减少", "下降了", "降低了", "减少了", "减少约", "下降约", "节约", "节约了", "节省", "压减", "压缩", "降幅", "降幅达", "降幅为", "同比降"];
    private static readonly string[] Denying = ["没有", "未发生", "没有发生", "未出现", "没有出现", "未开展", "没有开展", "未举办", "未组织", "未进行", "没有进行", "取消", "取消了", "无法完成", "尚未完成"];
    private static readonly string[] Summing = ["共", "合计", "总计", "累计", "总数", "总数为", "总共", "共计", "全年", "全年共", "实际完成", "实际", "实际为", "实际完成了", "累计完成", "共完成", "总量", "总额", "总额为"];
    private static readonly string[] Openers = ["共", "计", "完成", "完成了", "召开", "召开了", "开展", "开展了", "举办", "举办了", "组织", "组织了", "达", "达到", "为", "是", "实际", "每年", "全年", "约", "近", "各", "有", "进行", "进行了", "形成", "撰写", "编印", "印发", "新增", "建成", "建设", "培训", "每", "=", ":", "满", "足"];

    private static readonly SearchValues<string> NoUnit = Phrases.Words(["完成", "达", "成", "已", "个", "满意", "合格", "优", "良", "余", "多", "以", "内", "整", "左右"]);
    private static readonly SearchValues<string> Reached = Phrases.Words(["完成", "达到", "达成", "实现", "超过", "高于"]);

    private readonly NormalText _text = text;
    private readonly DateList _dates = dates;
    private readonly Unit _wanted = wanted;
    private int _depth;

    /// <summary>Whether a number was met that cannot be read, such as one of a hundred digits.</summary>
    public bool HasUnreadable { get; private set; }

    /// <summary>Adds the values of the text in their order; false if there are too many.</summary>
    public bool Scan(List<Quantity> found)
    {
        for (var i = 0; i < _text.Length;)
        {
            if (_dates.TryEndOf(i, out var dateEnd))
            {
                i = dateEnd;
                continue;
            }

            var character = _text[i];
            _depth = Math.Max(0, _depth + (character is '(' or '[' ? 1 : character is ')' or ']' ? -1 : 0));
            var end = i;
            if ((char.IsAsciiDigit(character) || (character is '.' && char.IsAsciiDigit(_text[i + 1])))
                ? TryDigits(i, out end, out var quantity)
                : TryWords(i, out end, out quantity))
            {
                if (found.Count == Most)
                {
                    return false;
                }

                found.Add(quantity);
            }

            i = Math.Max(end, i + 1);
        }

        return true;
    }

    private bool TryDigits(int start, out int end, out Quantity quantity)
    {
        quantity = default;
        if (!TryNumber(start, out end, out var value))
        {
            return false;
        }

        if (IsNoValue(start, end))
        {
            return false;
        }

        var multiplier = Multiplier(ref end);
        var bound = Bound.None;
        var upper = Upper(ref end, value, ref multiplier, out var isRatio);
        if (isRatio)
        {
            return false;
        }

        if (value > Largest / multiplier || upper > Largest)
        {
            HasUnreadable = true;
            return false;
        }

        Complete(start, end, value, upper, multiplier, bound, out quantity, out end);
        return !IsOrdinalBy(quantity, end);
    }

    private bool TryWords(int start, out int end, out Quantity quantity)
    {
        quantity = default;
        end = start;
        if (_text[start] is not '百' and not '十' && !ChineseNumerals.IsDigit(_text[start]))
        {
            return false;
        }

        var from = start;
        var isShare = _text.StartsWith(start, "百分之") || _text.StartsWith(start, "百分百");
        if (_text.StartsWith(start, "百分百"))
        {
            Finish(start, start + 3, 100, null, 1, Unit.Percent, out quantity, out end);
            return true;
        }

        if (isShare)
        {
            from = start + 3;
        }

        decimal value;
        if (isShare && char.IsAsciiDigit(_text[from]))
        {
            if (!TryNumber(from, out end, out value))
            {
                return false;
            }

            Finish(start, end, value, null, 1, Unit.Percent, out quantity, out end);
            return true;
        }

        if (!ChineseNumerals.IsDigit(_text[from]) && _text[from] is not '十')
        {
            return false;
        }

        var length = ChineseNumerals.Read(_text.From(from), out value);
        if (length == 0)
        {
            // The whole run is none.
            end = SkipNumerals(from);
            return false;
        }

        end = from + length;
        if (isShare)
        {
            Finish(start, end, value, null, 1, Unit.Percent, out quantity, out end);
            return true;
        }

        return TryCounted(start, ref end, value, out quantity);
    }

    // 三次 counts, 一致 and 第三次 do not: only where a number can begin, and with a unit behind it.
    private readonly bool TryCounted(int start, ref int end, decimal value, out Quantity quantity)
    {
        quantity = default;
        if (!OpensNumber(start))
        {
            return false;
        }

        decimal? upper = null;
        if (_text[end] is '至' or '到' or '-' or '~' && ChineseNumerals.Read(_text.From(end + 1), out var high) is var length and > 0 && high > value)
        {
            end += 1 + length;
            upper = high;
        }

        if (_text[end] is '成')
        {
            if (value > 10 || "功果立绩员效本为长交熟就".Contains(_text[end + 1]))
            {
                return false;
            }

            end++;
            value *= 10;
            if (ChineseNumerals.IsDigit(_text[end]) && ChineseNumerals.Read(_text.From(end), out var tenth) == 1)
            {
                value += tenth;
                end++;
            }

            Finish(start, end, value, upper * 10, 1, Unit.Percent, out quantity, out end);
            return true;
        }

        var hasUnit = Unit.TryRead(_text.From(end), out _) || (!_wanted.IsNone && _text.StartsWith(end, _wanted.Text));
        if (!hasUnit && end < _text.Length)
        {
            return false;
        }

        var isOne = _text[start] is '一' && end == start + 1;
        Complete(start, end, value, upper, 1, Bound.None, out quantity, out end);
        return !IsOrdinalBy(quantity, end) && !(isOne && IsTurnOfPhrase(quantity.Unit, end));
    }

    // 一站式, 一张网, 一户一策 and 一次办 count nothing; 一次会议 does.
    private readonly bool IsTurnOfPhrase(Unit unit, int end)
    {
        var counts = unit.Text is "次" or "场" or "期" or "篇" or "份" or "名" or "轮" && _text[end] is not ('办' or '通' or '成');
        return !counts && end < _text.Length && !Phrases.Stops.Contains(_text[end]);
    }

    private readonly bool OpensNumber(int start)
    {
        if (start == 0)
        {
            return true;
        }

        var end = start;
        return "，,。；;、:(=≥≤<>".Contains(_text[start - 1]) || Wording.EndingAt(_text, ref end) != Bound.None || Wording.EndsWithAny(_text, start, Openers);
    }

    private readonly int SkipNumerals(int start)
    {
        var end = start;
        while (ChineseNumerals.IsDigit(_text[end]) || "十百千万亿".Contains(_text[end]))
        {
            end++;
        }

        return end;
    }

    private bool TryNumber(int start, out int end, out decimal value)
    {
        end = start;
        var digits = 0;
        var point = false;
        for (; end < _text.Length; end++)
        {
            var character = _text[end];
            if (char.IsAsciiDigit(character))
            {
                digits++;
            }
            else if (character is '.' && !point && char.IsAsciiDigit(_text[end + 1]))
            {
                point = true;
            }
            else if (!(character is ',' && !point && IsThousands(start, end)))
            {
                break;
            }
        }

        value = 0;
        if (digits > LongestNumber)
        {
            HasUnreadable = true;
            return false;
        }

        // 1.2.3 is a number of a list, or a version.
        if (point && _text[end] is '.' && char.IsAsciiDigit(_text[end + 1]))
        {
            while (char.IsAsciiDigit(_text[end]) || _text[end] is '.')
            {
                end++;
            }

            return false;
        }

        return decimal.TryParse(_text.Text[start..end], NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out value);
    }

    // A comma with one to three digits before it and exactly three behind it.
    private readonly bool IsThousands(int start, int comma)
    {
        var before = 0;
        while (comma - before > start && char.IsAsciiDigit(_text[comma - before - 1]))
        {
            before++;
        }

        return before is >= 1 and <= 3 && char.IsAsciiDigit(_text[comma + 1]) && char.IsAsciiDigit(_text[comma + 2])
            && char.IsAsciiDigit(_text[comma + 3]) && !char.IsAsciiDigit(_text[comma + 4]);
    }

    private readonly bool IsNoValue(int start, int end)
    {
        var before = start > 0 ? _text[start - 1] : '\0';
        if (char.IsAsciiLetter(before) || before is '第' or '〔' or '[' or '【' or '#' or '№' or '\uFFFD' or '*')
        {
            return true;
        }

        // 020-81234567
        if (before is '-' && start > 1 && char.IsAsciiDigit(_text[start - 2]))
        {
            return true;
        }

        var after = _text[end];
        if (after is '届' or '号' or '楼' or '路' or '版' or '〕' or '】' || (after is '级' && _text[end + 1] is not '以'))
        {
            return true;
        }

        if (_text.StartsWith(end, "名列") || _text.StartsWith(end, "小时制"))
        {
            return true;
        }

        // 1、 and 1. at the beginning of a clause number a list; so does (1).
        if (end - start <= 2 && _text[end + 1] != '\0')
        {
            var opens = start == 0 || "。；;:".Contains(before);
            if ((opens && after is '、' or '.' && !char.IsAsciiDigit(_text[end + 1])) || (before is '(' && after is ')'))
            {
                return true;
            }
        }

        // 5G and 4A are names, 50dB is a value where nothing else is said: letters that are no known unit.
        return char.IsAsciiLetter(after) && !Unit.TryRead(_text.From(end), out _) && !(!_wanted.IsNone && _text.StartsWith(end, _wanted.Text))
            && !((start == 0 || before is '≥' or '≤' or '>' or '<' or '=') && EndsAfterLetters(end));
    }

    private readonly bool EndsAfterLetters(int at)
    {
        while (char.IsAsciiLetter(_text[at]))
        {
            at++;
        }

        return at == _text.Length || _text[at] is '以' or '/' || Phrases.Stops.Contains(_text[at]);
    }

    private readonly decimal Multiplier(ref int end)
    {
        decimal multiplier = 1;
        while (end < _text.Length)
        {
            var power = _text[end] switch
            {
                '十' => 10m,
                '百' when _text[end + 1] is not '分' => 100m,
                '千' when !IsKilo(end) => 1000m,
                '万' => 10_000m,
                '亿' => 100_000_000m,
                _ => 0m,
            };
            if (power == 0 || multiplier * power > 1_000_000_000_000m)
            {
                return multiplier;
            }

            multiplier *= power;
            end++;
        }

        return multiplier;
    }

    private readonly bool IsKilo(int at) => _text[at + 1] is '克' or '米' or '瓦' or '卡' or '伏' or '赫';

    // The second number of 5至8次; a colon or a slash between two numbers makes a ratio, which is no value.
    private decimal? Upper(ref int end, decimal low, ref decimal multiplier, out bool isRatio)
    {
        isRatio = false;
        var at = end;
        var between = Unit.TryRead(_text.From(at), out var unit) && _text[at + unit.Text.Length] is '-' or '~' or '至' or '到' ? unit.Text.Length : 0;
        at += between;
        if (_text[at] is ':' or '/' && char.IsAsciiDigit(_text[at + 1]) && TryNumber(at + 1, out var after, out _))
        {
            isRatio = true;
            end = after;
            return null;
        }

        if (_text[at] is not ('-' or '~' or '至' or '到'))
        {
            return null;
        }

        while (_text[at] is '-' or '~' or '至' or '到')
        {
            at++;
        }

        if (!char.IsAsciiDigit(_text[at]) || _dates.TryEndOf(at, out _) || !TryNumber(at, out var highEnd, out var high))
        {
            return null;
        }

        var highMultiplier = Multiplier(ref highEnd);
        if (high > Largest / highMultiplier || low > Largest / multiplier || high * highMultiplier < low * multiplier)
        {
            // 5至8万 and 020-81234567: not an interval as it stands.
            isRatio = true;
            end = highEnd;
            return null;
        }

        // 5-8万元 is 5万 to 8万.
        multiplier = multiplier == 1 && between == 0 ? highMultiplier : multiplier;
        end = highEnd;
        return high * highMultiplier;
    }

    private readonly void Complete(int start, int end, decimal value, decimal? upper, decimal multiplier, Bound bound, out Quantity quantity, out int after)
    {
        var more = Wording.StartingAt(_text, ref end);
        bound = more == Bound.None ? bound : more;
        // 100余人 and 50多次 are as many at least.
        if (_text[end] is '余' or '多' && (Unit.TryRead(_text.From(end + 1), out _) || (!_wanted.IsNone && _text.StartsWith(end + 1, _wanted.Text))))
        {
            end++;
            bound = Bound.AtLeast;
        }

        var unit = ReadUnit(ref end);
        Finish(start, end, value, upper, multiplier, unit, out quantity, out after, bound);
    }

    private readonly Unit ReadUnit(ref int end)
    {
        // What the target is measured in comes first: a table cannot know every unit.
        Unit unit;
        if (!_wanted.IsNone && _text.From(end).StartsWith(_wanted.Text, StringComparison.OrdinalIgnoreCase)
            && !(Unit.TryRead(_text.From(end), out var longer) && longer.Text.Length > _wanted.Text.Length))
        {
            end += _wanted.Text.Length;
            return _wanted;
        }

        if (Unit.TryRead(_text.From(end), out unit))
        {
            if (char.IsAsciiLetter(unit.Text[^1]) && char.IsAsciiLetter(_text[end + unit.Text.Length]))
            {
                return ReadOther(ref end);
            }

            end += unit.Text.Length;
            return ReadDivisor(unit, ref end);
        }

        return ReadOther(ref end);
    }

    // 元/人*月, 次/年, mg/L.
    private readonly Unit ReadDivisor(Unit unit, ref int end)
    {
        var at = end;
        while (_text[at] is '/' or '*' or '·' && at - end < 12 && IsUnitCharacter(_text[at + 1]))
        {
            at++;
            at += Unit.TryRead(_text.From(at), out var part) ? part.Text.Length : Run(at, 4);
        }

        if (at == end)
        {
            return unit;
        }

        var divisor = new string(_text.Text[(end + 1)..at]);
        end = at;
        return Unit.Per(unit, divisor);
    }

    // A unit that nobody knows is one if nothing but it, or a word such as 以上, follows.
    private readonly Unit ReadOther(ref int end)
    {
        var length = Run(end, 7);
        for (var l = 1; l < length; l++)
        {
            var at = end + l;
            if (Wording.StartingAt(_text, ref at) != Bound.None)
            {
                length = l;
            }
        }

        var rest = end + length;
        if (length is 0 or > 6 || (Wording.StartingAt(_text, ref rest) == Bound.None && rest < _text.Length && !"，,。；;、()/".Contains(_text[rest])))
        {
            return Unit.None;
        }

        var other = _text.Text.Slice(end, length);
        if (other.ContainsAny(NoUnit))
        {
            return Unit.None;
        }

        end += length;
        return Unit.Other(new string(other));
    }

    private readonly int Run(int start, int most)
    {
        var length = 0;
        while (length < most && IsUnitCharacter(_text[start + length]))
        {
            length++;
        }

        return length;
    }

    private static bool IsUnitCharacter(char character) => character is >= '\u4E00' and <= '\u9FFF' or >= 'A' and <= 'Z' or >= 'a' and <= 'z' or 'μ' or '℃';

    private readonly bool IsOrdinalBy(in Quantity quantity, int end) =>
        (quantity.Unit.Text is "次" && _text[end] is '性') || (quantity.Unit.Text is "期" && _text[end] is '工')
        || (quantity.Unit.Text is "个" or "条" or "分" && _text[end] is '别' or '件' or '之' or '类');

    private readonly void Finish(
        int start, int end, decimal value, decimal? upper, decimal multiplier, Unit unit, out Quantity quantity, out int after, Bound bound = Bound.None)
    {
        // 4人数: the number and the name of the measure in one.
        end += unit.Text.Length > 0 && _text[end] is '数' && _text[end + 1] is not '据' and not '量' and not '字' ? 1 : 0;
        var trailing = Wording.StartingAt(_text, ref end);
        bound = trailing is Bound.None ? bound : trailing;
        var begin = start;
        var minus = begin > 0 && _text[begin - 1] is '-' && (begin == 1 || "，,。；;:(为是达到=".Contains(_text[begin - 2]));
        begin -= minus ? 1 : 0;
        var symbol = Operator(ref begin);
        var leading = symbol == Bound.None ? Leading(ref begin) : symbol;
        var low = (minus ? -1 : 1) * value * multiplier;
        unit = EachOf(begin, unit);
        quantity = new Quantity
        {
            Start = begin,
            End = end,
            Value = low,
            Upper = upper,
            Multiplier = multiplier,
            Unit = unit,
            Bound = leading == Bound.None || leading == Bound.Exactly ? (bound == Bound.None ? Bound.Exactly : bound) : Combine(leading, bound),
            HasOperator = symbol != Bound.None,
            Role = RoleAt(begin, unit, leading),
            IsAside = _depth > 0,
            IsTotal = Wording.EndsWithAny(_text, begin, Summing),
        };
        after = end;
    }

    // 每月1次 and 每人2次 are not comparable with a count of the year; 每年 is the year of the form.
    private readonly Unit EachOf(int begin, Unit unit)
    {
        var before = _text.Text[Math.Max(0, begin - 8)..begin];
        var each = before.LastIndexOf('每');
        if (each < 0 || each + 1 == before.Length || before[(each + 1)..].ContainsAny(Phrases.Stops))
        {
            return unit;
        }

        var what = before[(each + 1)..];
        return what.StartsWith("年", StringComparison.Ordinal) ? unit : Unit.Per(unit, $"每{what}");
    }

    // 控制在5%左右 and 超过90%以上: the bound before the number says more.
    private static Bound Combine(Bound leading, Bound trailing) => (leading, trailing) switch
    {
        (Bound.MoreThan, Bound.AtLeast) => Bound.AtLeast,
        (Bound.About, not Bound.None) => trailing,
        _ => leading,
    };

    private readonly Bound Leading(ref int begin)
    {
        var end = begin;
        var bound = Wording.EndingAt(_text, ref end);
        if (bound == Bound.None)
        {
            // 控制预算在30万元以内 has the bound behind it; 达到 and 为 say nothing.
            return Bound.None;
        }

        begin = end;
        return bound;
    }

    // ≥, >=, ≥≥, =>: how many there are does not matter.
    private readonly Bound Operator(ref int begin)
    {
        var at = begin;
        var (more, less, equal) = (false, false, false);
        while (at > 0 && begin - at < 8 && _text[at - 1] is '≥' or '≤' or '>' or '<' or '=')
        {
            at--;
            more |= _text[at] is '≥' or '>';
            less |= _text[at] is '≤' or '<';
            equal |= _text[at] is '≥' or '≤' or '=';
        }

        if (at == begin || (more && less))
        {
            return Bound.None;
        }

        begin = at;
        return (more, less, equal) switch
        {
            (true, _, true) => Bound.AtLeast,
            (true, _, _) => Bound.MoreThan,
            (_, true, true) => Bound.AtMost,
            (_, true, _) => Bound.LessThan,
            _ => Bound.Exactly,
        };
    }

    private readonly QuantityRole RoleAt(int begin, Unit unit, Bound leading)
    {
        // 提高到95% is a level, 提高5% is a change.
        if (Wording.EndsWithAny(_text, begin, Rising) && leading != Bound.MoreThan)
        {
            return QuantityRole.Rise;
        }

        if (Wording.EndsWithAny(_text, begin, Falling))
        {
            return QuantityRole.Fall;
        }

        if (unit.IsPoints)
        {
            return QuantityRole.Rise;
        }

        if (Wording.EndsWithAny(_text, begin, Denying))
        {
            return QuantityRole.Denied;
        }

        var planned = Wording.EndsWithAny(_text, begin, Planners);
        if (!planned && Wording.EndsWithAny(_text, begin, Planning))
        {
            // 完成目标100% and 达到计划98% tell what came of it.
            var clause = _text.Text[Math.Max(0, begin - LookBack)..begin];
            planned = !clause.ContainsAny(Reached);
        }

        return planned ? QuantityRole.Planned : QuantityRole.Value;
    }
}

namespace Liwan.IndicatorReading;

/// <summary>Reads dates as officials write them: 2021年12月底前, 12月31日, 2021.12.31, 2021年1月-12月, 2021年第四季度.</summary>
internal static class DateReader
{
    private static readonly string[] Befores = ["之前", "以前", "前", "以内", "之内", "内", "止"];

    /// <summary>Reads the date that begins at a digit.</summary>
    public static bool TryRead(NormalText text, int start, out FoundDate date)
    {
        date = default;
        if (start > 0 && (char.IsAsciiDigit(text[start - 1]) || char.IsAsciiLetter(text[start - 1]) || text[start - 1] is '.' or ',' or '〔'))
        {
            return false;
        }

        var digits = Digits(text, start);
        if (digits == 4)
        {
            return TryYear(text, start, out date);
        }

        return digits is 1 or 2 && TryMonth(text, start, start, 0, out date);
    }

    private static bool TryYear(NormalText text, int start, out FoundDate date)
    {
        date = default;
        var year = Number(text, start, 4);
        if (year is < 1949 or > 2099)
        {
            return false;
        }

        var at = start + 4;
        if (text[at] is '年')
        {
            at++;
            at += text[at] is '度' ? 1 : 0;
            if (TryPart(text, start, at, year, out date) || TryMonth(text, start, at, year, out date))
            {
                return true;
            }

            // 2021-2023年 is read from its second year; 2021年-2023年 from its first.
            var last = year;
            var isRange = text[at] is '-' or '~' or '至' or '到' && Digits(text, at + 1) == 4 && text[at + 5] is '年';
            if (isRange)
            {
                last = Number(text, at + 1, 4);
                at += 6;
            }

            date = Ended(text, start, at, new PartialDate(year, 1, 1), new PartialDate(Math.Max(last, year), 12, 31), isDay: false);
            return true;
        }

        return text[at] is '.' or '-' or '/' && TryNumeric(text, start, year, out date);
    }

    // 2021.12.31, 2021-12, 2021/12/31; 2021.5 may be a number, but a cell that says so does not exist.
    private static bool TryNumeric(NormalText text, int start, int year, out FoundDate date)
    {
        date = default;
        var separator = text[start + 4];
        var monthDigits = Digits(text, start + 5);
        var month = monthDigits is 1 or 2 ? Number(text, start + 5, monthDigits) : 0;
        if (month is < 1 or > 12)
        {
            return false;
        }

        var at = start + 5 + monthDigits;
        if (text[at] == separator && Digits(text, at + 1) is 1 or 2 && Number(text, at + 1, Digits(text, at + 1)) is >= 1 and <= 31 and var day)
        {
            at += 1 + Digits(text, at + 1);
            date = Ended(text, start, at, new PartialDate(year, month, day), new PartialDate(year, month, day), isDay: true);
            return true;
        }

        if (text[at] is '%' || (char.IsAsciiDigit(text[at + 1]) && text[at] is '.' or '-' or '/'))
        {
            return false;
        }

        date = Ended(text, start, at, new PartialDate(year, month, 1), new PartialDate(year, month, DaysIn(year, month)), isDay: false);
        return true;
    }

    // 12月, 12月31日, 12月底; 12个月 has another character between.
    private static bool TryMonth(NormalText text, int start, int at, int year, out FoundDate date)
    {
        date = default;
        var digits = Digits(text, at);
        var month = digits is 1 or 2 ? Number(text, at, digits) : 0;
        at += digits;
        if (month is < 1 or > 12)
        {
            return false;
        }

        // 1-12月, 1月-12月, 1月至12月
        var to = at + (text[at] is '月' ? 1 : 0);
        if (text[to] is '-' or '~' or '至' or '到' && Digits(text, to + 1) is 1 or 2 && text[to + 1 + Digits(text, to + 1)] is '月')
        {
            var lastDigits = Digits(text, to + 1);
            var last = Number(text, to + 1, lastDigits);
            if (last >= month && last <= 12)
            {
                date = Ended(text, start, to + 2 + lastDigits, new PartialDate(year, month, 1), new PartialDate(year, last, DaysIn(year, last)), isDay: false);
                return true;
            }
        }

        if (text[at] is not '月')
        {
            return false;
        }

        at++;
        at += text[at] is '份' ? 1 : 0;
        var dayDigits = Digits(text, at);
        if (dayDigits is 1 or 2 && text[at + dayDigits] is '日' or '号' && Number(text, at, dayDigits) is >= 1 and <= 31 and var day)
        {
            date = Ended(text, start, at + dayDigits + 1, new PartialDate(year, month, day), new PartialDate(year, month, day), isDay: true);
            return true;
        }

        var (firstDay, lastDay, length) = text.StartsWith(at, "上旬") ? (1, 10, 2)
            : text.StartsWith(at, "中旬") ? (11, 20, 2)
            : text.StartsWith(at, "下旬") ? (21, DaysIn(year, month), 2)
            : text[at] is '初' ? (1, 10, 1)
            : (1, DaysIn(year, month), 0);
        date = Ended(text, start, at + length, new PartialDate(year, month, firstDay), new PartialDate(year, month, lastDay), isDay: false);
        return true;
    }

    private static bool TryPart(NormalText text, int start, int at, int year, out FoundDate date)
    {
        foreach (var (word, first, last) in (ReadOnlySpan<(string, int, int)>)
            [("上半年", 1, 6), ("下半年", 7, 12), ("第一季度", 1, 3), ("第二季度", 4, 6), ("第三季度", 7, 9), ("第四季度", 10, 12), ("一季度", 1, 3),
            ("二季度", 4, 6), ("三季度", 7, 9), ("四季度", 10, 12), ("第1季度", 1, 3), ("第2季度", 4, 6), ("第3季度", 7, 9), ("第4季度", 10, 12)])
        {
            if (text.StartsWith(at, word))
            {
                date = Ended(text, start, at + word.Length, new PartialDate(year, first, 1), new PartialDate(year, last, DaysIn(year, last)), isDay: false);
                return true;
            }
        }

        date = default;
        return false;
    }

    private static FoundDate Ended(NormalText text, int start, int at, PartialDate first, PartialDate last, bool isDay)
    {
        var end = text[at] is '底' or '末' || text.StartsWith(at, "年底") || text.StartsWith(at, "月底");
        at += end ? (text[at] is '底' or '末' ? 1 : 2) : 0;
        var before = string.Empty;
        foreach (var word in Befores)
        {
            if (text.StartsWith(at, word) && !text.StartsWith(at, "前期") && !text.StartsWith(at, "内容") && !text.StartsWith(at, "内部"))
            {
                before = word;
                break;
            }
        }

        var loosely = !end && !isDay && before.Contains('前', StringComparison.Ordinal);
        return new FoundDate { Start = start, End = at + before.Length, First = end ? last : first, Last = last, IsBeforeLoosely = loosely };
    }

    private static int Digits(NormalText text, int start)
    {
        var count = 0;
        while (count < 5 && char.IsAsciiDigit(text[start + count]))
        {
            count++;
        }

        return count;
    }

    private static int Number(NormalText text, int start, int digits)
    {
        var number = 0;
        for (var i = 0; i < digits; i++)
        {
            number = (number * 10) + (text[start + i] - '0');
        }

        return number;
    }

    // Without a year February has its longest.
    private static int DaysIn(int year, int month) => DateTime.DaysInMonth(year == 0 ? 2000 : year, month);
}

using System.Globalization;

namespace Liwan.Reports.Checks.Rules;

/// <summary>
/// The year before, left in a text about what was expected of this year. Results are not searched: they rightly speak of
/// last year, as in 整理2020年文书档案.
/// </summary>
internal sealed class LastYearInText() : FormRule("last-year-in-text", Severity.Warning)
{
    private const int Digits = 4;

    // A comparison with last year, or a span of years that it begins or ends, is no leftover.
    private const string Comparing = "较比与同自从至到-—–－~～";

    private static readonly string[] Spanning = ["相比", "以来", "同期", "结转", "决算", "起", "至", "到", "-", "—", "–", "－", "~", "～"];

    public override IEnumerable<Finding> Check(FormInContext context)
    {
        var year = context.Form.Year;
        return
            from text in FormTexts.Expected(context.Form)
            let mention = Find(text.Text, year - 1)
            where mention is not null
            select Found(text.Field, $"{text.Name}中写有“{mention}”，而本表是 {year} 年度的，请核对是否为上年遗留的文字。");
    }

    /// <summary>Returns the first mention of a year that compares nothing, as typed; null if there is none.</summary>
    private static string? Find(string text, int year)
    {
        var wanted = year.ToString("0000", CultureInfo.InvariantCulture);
        for (var at = text.IndexOf('年', StringComparison.Ordinal); at >= 0; at = text.IndexOf('年', at + 1))
        {
            var end = at;
            while (end > 0 && char.IsWhiteSpace(text[end - 1]))
            {
                end--;
            }

            var start = end - Digits;
            if (start >= 0
                && IsYear(text, start, wanted)
                && (start == 0 || (DigitOf(text[start - 1]) is null && !Comparing.Contains(text[start - 1], StringComparison.Ordinal)))
                && !Spans(text.AsSpan(at + 1)))
            {
                return text[start..end] + "年";
            }
        }

        return null;
    }

    private static bool IsYear(string text, int start, string wanted)
    {
        for (var i = 0; i < Digits; i++)
        {
            if (DigitOf(text[start + i]) != wanted[i])
            {
                return false;
            }
        }

        return true;
    }

    private static bool Spans(ReadOnlySpan<char> rest)
    {
        var after = rest.TrimStart("度底末");
        foreach (var word in Spanning)
        {
            if (after.StartsWith(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // 二〇二〇 is also typed with other round characters.
    private static char? DigitOf(char character) => character switch
    {
        >= '0' and <= '9' => character,
        >= '０' and <= '９' => (char)(character - '０' + '0'),
        '〇' or '○' or '零' or 'O' or 'Ｏ' => '0',
        '一' => '1',
        '二' => '2',
        '三' => '3',
        '四' => '4',
        '五' => '5',
        '六' => '6',
        '七' => '7',
        '八' => '8',
        '九' => '9',
        _ => null,
    };
}

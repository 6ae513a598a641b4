using System.Globalization;

namespace Liwan.Documents.Docx;

/// <summary>Numbers as Word counts list items in them.</summary>
internal static class WordNumbers
{
    private const string ChineseDigits = "〇一二三四五六七八九";
    private const string FormalDigits = "零壹贰叁肆伍陆柒捌玖";
    private const string HeavenlyStems = "甲乙丙丁戊己庚辛壬癸";

    private static readonly (int Value, string Letters)[] Roman =
        [(1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];

    /// <summary>A number in a format of Word; plain digits where the format is unknown or ends below it.</summary>
    public static string Format(int number, string? format)
    {
        string digits = number.ToString(CultureInfo.InvariantCulture);
        return format switch
        {
            "none" => "",
            "chineseCounting" or "chineseCountingThousand" or "japaneseCounting" or "taiwaneseCounting" or "taiwaneseCountingThousand" when number is > 0 and < 100
                => Counted(number, ChineseDigits, '十'),
            "chineseLegalSimplified" or "ideographLegalTraditional" when number is > 0 and < 100 => Counted(number, FormalDigits, '拾'),
            "ideographTraditional" when number is > 0 and <= 10 => HeavenlyStems[number - 1].ToString(),
            "decimalEnclosedCircle" or "decimalEnclosedCircleChinese" when number is > 0 and <= 20 => ((char)('①' + number - 1)).ToString(),
            "decimalEnclosedParen" when number is > 0 and <= 20 => ((char)('⑴' + number - 1)).ToString(),
            "decimalFullWidth" or "decimalFullWidth2" => string.Concat(digits.Select(digit => char.IsAsciiDigit(digit) ? (char)(digit - '0' + '０') : digit)),
            "decimalZero" when number is >= 0 and < 10 => "0" + digits,
            "upperLetter" when number is > 0 and <= 26 => ((char)('A' + number - 1)).ToString(),
            "lowerLetter" when number is > 0 and <= 26 => ((char)('a' + number - 1)).ToString(),
            "upperRoman" when number is > 0 and < 4000 => InRoman(number).ToUpperInvariant(),
            "lowerRoman" when number is > 0 and < 4000 => InRoman(number),
            _ => digits,
        };
    }

    /// <summary>十, 十一, 二十, 二十一.</summary>
    private static string Counted(int number, string digits, char ten) =>
        (number >= 20 ? digits[number / 10].ToString() : "") + (number >= 10 ? ten : "") + (number % 10 > 0 ? digits[number % 10] : "");

    private static string InRoman(int number)
    {
        string roman = "";
        foreach ((int value, string letters) in Roman)
        {
            for (; number >= value; number -= value)
            {
                roman += letters;
            }
        }

        return roman;
    }
}

namespace Liwan.IndicatorReading;

/// <summary>Numbers in Chinese characters, such as 一百二十, 两 or 九十五点五.</summary>
internal static class ChineseNumerals
{
    private const int Longest = 16;

    // Beyond this no filer counts, and products would no longer fit.
    private const decimal Largest = 1_000_000_000_000_000m;

    public static bool IsDigit(char character) => Digit(character) >= 0;

    /// <summary>Reads the number at the beginning of a text; returns how many characters it takes, 0 for none.</summary>
    public static int Read(ReadOnlySpan<char> text, out decimal value)
    {
        value = 0;
        decimal total = 0;
        decimal section = 0;
        var digit = -1;
        var lastPower = 10m;
        var i = 0;
        for (; i < text.Length && i < Longest; i++)
        {
            if (Digit(text[i]) is var read and >= 0)
            {
                if (digit > 0 || (digit == 0 && read == 0))
                {
                    // Digits beside each other, such as 二〇二一, are no count.
                    return 0;
                }

                digit = read;
            }
            else if (Power(text[i]) is var power and > 0)
            {
                if (power >= 10_000)
                {
                    total += section + Math.Max(digit, 0);
                    section = 0;
                    if (total == 0 || total > Largest / power)
                    {
                        return 0;
                    }

                    total *= power;
                }
                else
                {
                    section += (digit < 0 ? 1 : digit) * power;
                    if (digit < 0 && power != 10)
                    {
                        // 百 and 千 do not stand alone.
                        return 0;
                    }
                }

                lastPower = power;
                digit = -1;
            }
            else
            {
                break;
            }
        }

        if (i == Longest)
        {
            return 0;
        }

        // 一百二 is 120.
        var last = digit > 0 && lastPower >= 100 && i >= 2 && Power(text[i - 2]) > 0 ? digit * lastPower / 10 : Math.Max(digit, 0);
        value = total + section + last;
        return i == 0 || !ReadFraction(text, ref i, ref value) ? 0 : i;
    }

    // 点 and the digits after it; false if there is a 点 and no digit.
    private static bool ReadFraction(ReadOnlySpan<char> text, ref int i, ref decimal value)
    {
        if (i >= text.Length || text[i] != '点' || i + 1 >= text.Length || Digit(text[i + 1]) < 0)
        {
            return true;
        }

        var place = 0.1m;
        for (i++; i < text.Length && Digit(text[i]) >= 0; i++, place /= 10)
        {
            if (i > 2 * Longest)
            {
                return false;
            }

            value += Digit(text[i]) * place;
        }

        return true;
    }

    private static int Digit(char character) => character switch
    {
        '零' or '〇' => 0,
        '一' or '壹' => 1,
        '二' or '两' or '贰' => 2,
        '三' or '叁' => 3,
        '四' or '肆' => 4,
        '五' or '伍' => 5,
        '六' or '陆' => 6,
        '七' or '柒' => 7,
        '八' or '捌' => 8,
        '九' or '玖' => 9,
        _ => -1,
    };

    private static decimal Power(char character) => character switch
    {
        '十' or '拾' => 10,
        '百' or '佰' => 100,
        '千' or '仟' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => 0,
    };
}

using System.Globalization;
using System.Text;

namespace Liwan.Documents.Xlsx;

/// <summary>How a number shows under a number format, as far as forms use them: decimals, thousands, per cent, dates.</summary>
internal static class NumberFormat
{
    private static readonly Dictionary<int, string> BuiltIn = new()
    {
        [1] = "0", [2] = "0.00", [3] = "#,##0", [4] = "#,##0.00", [9] = "0%", [10] = "0.00%",
        [14] = "yyyy/m/d", [15] = "yyyy-m-d", [16] = "m-d", [17] = "yyyy-m", [22] = "yyyy/m/d",
        [27] = "yyyy\"年\"m\"月\"", [28] = "m\"月\"d\"日\"", [29] = "m\"月\"d\"日\"", [30] = "m-d", [31] = "yyyy\"年\"m\"月\"d\"日\"",
        [37] = "#,##0", [38] = "#,##0", [39] = "#,##0.00", [40] = "#,##0.00", [43] = "#,##0.00", [44] = "#,##0.00",
        [50] = "yyyy\"年\"m\"月\"", [51] = "m\"月\"d\"日\"", [57] = "yyyy\"年\"m\"月\"", [58] = "m\"月\"d\"日\"",
    };

    // Excel counts days from here, one too many since its February 1900 has 29.
    private static readonly DateTime Epoch = new(1899, 12, 30);

    /// <summary>What a cell shows.</summary>
    /// <param name="value">Its number.</param>
    /// <param name="id">The number of its format.</param>
    /// <param name="code">The format's code, where the workbook defines one.</param>
    /// <param name="from1904">Whether the workbook counts days from 1904.</param>
    public static string Show(decimal value, int id, string? code, bool from1904)
    {
        string format = code ?? BuiltIn.GetValueOrDefault(id, "General");
        format = format.Split(';')[0];
        string plain = Unquoted(format);
        if (plain.Contains("General", StringComparison.OrdinalIgnoreCase) || plain.Contains('@') || plain.Length == 0)
        {
            return value.ToString("0.############", CultureInfo.InvariantCulture);
        }

        if (plain.AsSpan().IndexOfAny("yYdD") >= 0 || (plain.AsSpan().IndexOfAny("mM") >= 0 && plain.AsSpan().IndexOfAny("0#") < 0))
        {
            return Date(value + (from1904 ? 1462 : 0), format);
        }

        bool isRate = plain.Contains('%');
        int point = plain.IndexOf('.');
        int decimals = point < 0 ? 0 : plain[(point + 1)..].TakeWhile(c => c is '0' or '#' or '?').Count();
        string digits = (plain.Contains(',') ? "#,##0" : "0") + (decimals > 0 ? "." + new string('0', decimals) : "");
        decimal shown = isRate ? Percent(value) : value;
        return Math.Round(shown, Math.Min(decimals, 28), MidpointRounding.AwayFromZero).ToString(digits, CultureInfo.InvariantCulture) + (isRate ? "%" : "");
    }

    private static decimal Percent(decimal value) => Math.Abs(value) > decimal.MaxValue / 100 ? value : value * 100;

    private static string Date(decimal days, string format)
    {
        if (days is < 0 or > 2_958_465)
        {
            return days.ToString(CultureInfo.InvariantCulture);
        }

        DateTime date = Epoch.AddDays((double)decimal.Floor(days));
        var shown = new StringBuilder();
        for (int i = 0; i < format.Length;)
        {
            char c = char.ToLowerInvariant(format[i]);
            int run = format.AsSpan(i).IndexOfAnyExcept(format[i]) is var end && end < 0 ? format.Length - i : end;
            switch (c)
            {
                case 'y':
                    shown.Append(CultureInfo.InvariantCulture, $"{(run > 2 ? date.Year : date.Year % 100):00}");
                    break;
                case 'm':
                    shown.Append(date.Month.ToString(run > 1 ? "00" : "0", CultureInfo.InvariantCulture));
                    break;
                case 'd':
                    shown.Append(date.Day.ToString(run > 1 ? "00" : "0", CultureInfo.InvariantCulture));
                    break;
                case '"' or '\\' or '_' or '*':
                    run = Literal(format, i, shown);
                    break;
                case '[':
                    run = format.IndexOf(']', i) is var close && close < 0 ? format.Length - i : close - i + 1;
                    break;
                case 'h' or 's' or ':':
                    // The day is enough.
                    return shown.ToString().TrimEnd();
                default:
                    shown.Append(format[i], run);
                    break;
            }

            i += run;
        }

        return shown.ToString().TrimEnd();
    }

    /// <summary>Appends the literal that begins at <paramref name="at"/>.</summary>
    /// <returns>How many characters of the format it takes.</returns>
    private static int Literal(string format, int at, StringBuilder? shown)
    {
        if (format[at] == '"')
        {
            int close = format.IndexOf('"', at + 1);
            int end = close < 0 ? format.Length : close;
            shown?.Append(format, at + 1, end - at - 1);
            return Math.Min(format.Length, end + 1) - at;
        }

        if (format[at] == '\\' && at + 1 < format.Length)
        {
            shown?.Append(format[at + 1]);
        }

        return Math.Min(2, format.Length - at);
    }

    private static string Unquoted(string format)
    {
        var plain = new StringBuilder(format.Length);
        for (int i = 0; i < format.Length;)
        {
            if (format[i] is '"' or '\\' or '_' or '*')
            {
                i += Literal(format, i, null);
            }
            else if (format[i] == '[')
            {
                int close = format.IndexOf(']', i);
                i = close < 0 ? format.Length : close + 1;
            }
            else
            {
                plain.Append(format[i++]);
            }
        }

        return plain.ToString();
    }
}

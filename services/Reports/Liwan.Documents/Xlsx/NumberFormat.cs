using System.Globalization;
using System.Text;

namespace Liwan.Documents.Xlsx;

/// <summary>Shows numbers as Excel does in a Chinese system, by the code of their format.</summary>
internal sealed class NumberFormat
{
    public const string GeneralCode = "General";

    /// <summary>Longer codes are no formats; Excel allows 255.</summary>
    private const int LongestCode = 1_000;

    private const int MostDecimals = 28;

    private readonly List<List<FormatToken>> _sections;

    public NumberFormat(string code) => _sections = NumberFormatTokens.Sections(code.Length > LongestCode ? GeneralCode : code);

    /// <summary>The text that shows <paramref name="value"/>.</summary>
    public string Show(decimal value, bool from1904)
    {
        List<FormatToken> section = _sections[0];
        bool signed = true;
        if (value < 0 && _sections.Count > 1)
        {
            section = _sections[1];
            signed = false;
        }
        else if (value == 0 && _sections.Count > 2)
        {
            section = _sections[2];
        }

        if (section.Exists(token => token.Piece is FormatPiece.Date or FormatPiece.Elapsed or FormatPiece.HalfDay))
        {
            return DateFormat.Show(section, value, from1904) ?? General(value);
        }

        return ShowNumber(section, signed ? value : Math.Abs(value));
    }

    /// <summary>A number by the format General, but with all its digits: how many a person sees depends on the column's width.</summary>
    public static string General(decimal value)
    {
        string text = value.ToString(CultureInfo.InvariantCulture);
        return text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
    }

    private static string ShowNumber(List<FormatToken> section, decimal value)
    {
        if (section.Exists(token => token.Piece == FormatPiece.Exponent))
        {
            return value.ToString("0.00E+00", CultureInfo.InvariantCulture);
        }

        bool hasDigits = section.Exists(token => token.Piece == FormatPiece.Digit);
        string number = "";
        if (hasDigits && Scale(section, value) is { } scaled)
        {
            number = Digits(section, Math.Abs(scaled), out bool isZero);
            value = isZero ? 0 : value;
        }
        else if (hasDigits)
        {
            return General(value);
        }

        var shown = new StringBuilder(value < 0 && hasDigits ? "-" : "");
        bool numberShown = false;
        foreach (FormatToken token in section)
        {
            switch (token.Piece)
            {
                case FormatPiece.General or FormatPiece.Text:
                    shown.Append(General(value));
                    break;
                case FormatPiece.Literal or FormatPiece.Percent:
                    shown.Append(token.Text);
                    break;
                case FormatPiece.Digit or FormatPiece.Point when !numberShown:
                    shown.Append(number);
                    numberShown = true;
                    break;
            }
        }

        return shown.ToString();
    }

    /// <summary>The value by the format's percent signs and thousands; null where that is too great to compute.</summary>
    private static decimal? Scale(List<FormatToken> section, decimal value)
    {
        int lastDigit = section.FindLastIndex(token => token.Piece == FormatPiece.Digit);
        try
        {
            for (int i = 0; i < section.Count; i++)
            {
                if (section[i].Piece == FormatPiece.Percent)
                {
                    value *= 100;
                }
                else if (section[i].Piece == FormatPiece.Comma && i > lastDigit)
                {
                    value /= 1000;
                }
            }
        }
        catch (OverflowException)
        {
            return null;
        }

        return value;
    }

    private static string Digits(List<FormatToken> section, decimal magnitude, out bool isZero)
    {
        int point = section.FindIndex(token => token.Piece == FormatPiece.Point);
        point = point < 0 ? section.Count : point;
        string whole = string.Concat(section.Take(point).Where(token => token.Piece == FormatPiece.Digit).Select(token => token.Text));
        string fraction = string.Concat(section.Skip(point).Where(token => token.Piece == FormatPiece.Digit).Select(token => token.Text));
        fraction = fraction[..Math.Min(fraction.Length, MostDecimals)];
        decimal rounded = Math.Round(magnitude, fraction.Length, MidpointRounding.AwayFromZero);
        isZero = rounded == 0;

        bool grouped = section.Take(point).SkipWhile(token => token.Piece != FormatPiece.Digit).Reverse()
            .SkipWhile(token => token.Piece != FormatPiece.Digit).Any(token => token.Piece == FormatPiece.Comma);
        int least = whole.Count(digit => digit == '0');
        string pattern = grouped ? "#,##0" : "0";
        string integer = decimal.Truncate(rounded).ToString(pattern, CultureInfo.InvariantCulture);
        integer = integer == "0" && least == 0 ? "" : integer.PadLeft(least, '0');
        string decimals = Decimals(rounded, fraction);
        return integer + (point < section.Count ? "." : "") + decimals;
    }

    private static string Decimals(decimal rounded, string placeholders)
    {
        if (placeholders.Length == 0)
        {
            return "";
        }

        string digits = rounded.ToString("F" + placeholders.Length.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)[^placeholders.Length..];
        int end = digits.Length;
        while (end > 0 && digits[end - 1] == '0' && placeholders[end - 1] == '#')
        {
            end--;
        }

        return digits[..end];
    }
}

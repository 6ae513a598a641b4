using System.Globalization;
using System.Text;

namespace Liwan.Documents.Xlsx;

/// <summary>Shows the numbers that stand for dates and times.</summary>
internal static class DateFormat
{
    private const string Weekdays = "日一二三四五六";

    /// <summary>The day 31 December 9999.</summary>
    private const decimal LastDay = 2_958_465;

    /// <summary>Excel takes 1900 for a leap year; days up to 28 February 1900 are one off.</summary>
    private const decimal FalseLeapDay = 60;

    private const decimal DaysTo1904 = 1462;

    /// <summary>The date or time by a section of a format; null where the number stands for none.</summary>
    public static string? Show(List<FormatToken> section, decimal value, bool from1904)
    {
        decimal days = from1904 ? value + DaysTo1904 : value;
        if (days < 0 || days >= LastDay + 1)
        {
            return null;
        }

        long milliseconds = (long)Math.Round((days < FalseLeapDay ? days + 1 : days) * 86_400_000, MidpointRounding.AwayFromZero);
        DateTime date = new DateTime(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified).AddMilliseconds(milliseconds);
        bool halfDays = section.Exists(token => token.Piece == FormatPiece.HalfDay);
        var shown = new StringBuilder();
        for (int i = 0; i < section.Count; i++)
        {
            FormatToken token = section[i];
            shown.Append(token.Piece switch
            {
                FormatPiece.Date when token.Text[0] == 'm' && IsMinute(section, i) => Padded(date.Minute, token.Text.Length),
                FormatPiece.Date => Part(token.Text, date, halfDays),
                FormatPiece.Elapsed => Elapsed(token.Text, value),
                FormatPiece.HalfDay => HalfDay(token.Text, date),
                FormatPiece.Digit => i > 0 && section[i - 1].Piece == FormatPiece.Point ? (date.Millisecond / 100).ToString(CultureInfo.InvariantCulture) : "",
                FormatPiece.Text or FormatPiece.General => "",
                _ => token.Text,
            });
        }

        return shown.ToString();
    }

    /// <summary>An m next to hours or seconds counts minutes, not months.</summary>
    private static bool IsMinute(List<FormatToken> section, int at)
    {
        int before = section.FindLastIndex(Math.Max(0, at - 1), at, token => token.Piece is FormatPiece.Date or FormatPiece.Elapsed);
        int after = section.FindIndex(at + 1, token => token.Piece is FormatPiece.Date or FormatPiece.Elapsed);
        return (before >= 0 && section[before].Text[0] == 'h') || (after >= 0 && section[after].Text[0] == 's');
    }

    private static string Part(string letters, DateTime date, bool halfDays) => (letters[0], letters.Length) switch
    {
        ('y', <= 2) => Padded(date.Year % 100, 2),
        ('y' or 'e', _) => Padded(date.Year, 4),
        ('m', <= 2) => Padded(date.Month, letters.Length),
        ('m', 3) => date.ToString("MMM", CultureInfo.InvariantCulture),
        ('m', 4) => date.ToString("MMMM", CultureInfo.InvariantCulture),
        ('m', _) => date.ToString("MMMM", CultureInfo.InvariantCulture)[..1],
        ('d', <= 2) => Padded(date.Day, letters.Length),
        ('d', 3) => date.ToString("ddd", CultureInfo.InvariantCulture),
        ('d', _) => date.ToString("dddd", CultureInfo.InvariantCulture),
        ('a', 3) => Weekdays[(int)date.DayOfWeek].ToString(),
        ('a', > 3) => "星期" + Weekdays[(int)date.DayOfWeek],
        ('h', _) => Padded(halfDays ? ((date.Hour + 11) % 12) + 1 : date.Hour, letters.Length),
        ('s', _) => Padded(date.Second, letters.Length),
        _ => letters,
    };

    private static string Padded(int number, int digits) => number.ToString(CultureInfo.InvariantCulture).PadLeft(Math.Min(digits, 4), '0');

    private static string Elapsed(string letters, decimal days)
    {
        decimal units = days * (letters[0] switch { 'h' => 24, 'm' => 1_440, _ => 86_400 });
        return decimal.Truncate(units).ToString(CultureInfo.InvariantCulture).PadLeft(Math.Min(letters.Length, 4), '0');
    }

    private static string HalfDay(string names, DateTime date)
    {
        string[] halves = names.Split('/');
        return date.Hour < 12 ? halves[0] : halves[1];
    }
}

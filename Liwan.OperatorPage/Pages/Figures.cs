using System.Globalization;

namespace Liwan.OperatorPage.Pages;

/// <summary>Figures as an operator reads them: three digits that matter, and a unit.</summary>
internal static class Figures
{
    private static readonly string[] ByteUnits = ["B", "KiB", "MiB", "GiB", "TiB"];

    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan duration) => duration switch
    {
        { Ticks: 0 } => "0",
        { TotalMilliseconds: < 1 } => Digits(duration.TotalMicroseconds) + " µs",
        { TotalSeconds: < 1 } => Digits(duration.TotalMilliseconds) + " ms",
        { TotalMinutes: < 1 } => Digits(duration.TotalSeconds) + " s",
        { TotalHours: < 1 } => Two(duration.Minutes, "min", duration.Seconds, "s"),
        { TotalDays: < 1 } => Two(duration.Hours, "h", duration.Minutes, "min"),
        _ => Two(duration.Days, "d", duration.Hours, "h"),
    };

    public static string Bytes(double bytes)
    {
        var unit = 0;
        while (Math.Abs(bytes) >= 1024 && unit < ByteUnits.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return $"{Digits(bytes)} {ByteUnits[unit]}";
    }

    /// <summary>A figure in a unit of metrics, as UCUM writes it.</summary>
    public static string InUnit(double value, string unit) => unit switch
    {
        "By" => Bytes(value),
        "s" => value is >= 0 and < 1e9 ? Duration(TimeSpan.FromSeconds(value)) : $"{Digits(value)} s",
        "ms" => value is >= 0 and < 1e12 ? Duration(TimeSpan.FromMilliseconds(value)) : $"{Digits(value)} ms",
        "s/s" => $"{Digits(value * 100)} %",
        "" or "1" => Digits(value),
        ['{', .. var what, '}'] => $"{Digits(value)} {what}",
        _ => $"{Digits(value)} {unit}",
    };

    private static string Two(int large, string largeUnit, int small, string smallUnit) =>
        string.Create(CultureInfo.InvariantCulture, $"{large} {largeUnit}{(small == 0 ? "" : $" {small} {smallUnit}")}");

    /// <summary>Three digits that matter; whole numbers whole.</summary>
    public static string Digits(double value) => Math.Abs(value) switch
    {
        >= 1e15 => value.ToString("0.##e0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
        >= 1 or 0 => value.ToString("0.##", CultureInfo.InvariantCulture),
        >= 1e-3 => value.ToString("0.####", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##e0", CultureInfo.InvariantCulture),
    };
}

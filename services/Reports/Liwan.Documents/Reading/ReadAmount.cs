using System.Globalization;

namespace Liwan.Documents.Reading;

/// <summary>An amount as a document prints it, in fen.</summary>
/// <param name="Fen">The amount; null where the cell is blank or says none.</param>
/// <param name="Doubt">What is doubtful about it.</param>
/// <param name="Message">The doubt in Chinese.</param>
internal readonly record struct ReadAmount(long? Fen, ReadingDoubt Doubt, string Message)
{
    private static readonly (string Unit, decimal Fen)[] Units = [("亿元", 10_000_000_000m), ("百万元", 100_000_000m), ("万元", 1_000_000m), ("千元", 100_000m), ("元", 100m)];

    /// <summary>How many fen a unit is; null for what is no unit.</summary>
    public static decimal? FenOf(string unit) => Array.Find(Units, known => known.Unit == unit) is { Unit: not null } found ? found.Fen : null;

    /// <summary>Reads a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="fenOfUnit">How many fen one of the form's unit is.</param>
    public static ReadAmount Of(FoundCell cell, decimal fenOfUnit)
    {
        string text = FormLabels.Fold(cell.Text);
        if (text.Length == 0 || text is "-" or "—" or "--" or "——" or "/" or "无")
        {
            return default;
        }

        // A number cell holds more than it shows.
        decimal? number = cell.Number ?? Parse(text, ref fenOfUnit);
        if (number is not { } value || Math.Abs(value) > long.MaxValue / fenOfUnit)
        {
            return new ReadAmount(null, ReadingDoubt.NotAnAmount, $"“{Quote(cell.Text)}”不是金额，应为数字，例如 94.90；该栏按未填处理。");
        }

        decimal fen = value * fenOfUnit;
        decimal whole = Math.Round(fen, MidpointRounding.AwayFromZero);
        return whole == fen
            ? new ReadAmount((long)whole, ReadingDoubt.None, "")
            : new ReadAmount((long)whole, ReadingDoubt.AmountAdjusted, $"“{Quote(cell.Text)}”精确到分以下，已四舍五入到分。");
    }

    private static decimal? Parse(string text, ref decimal fenOfUnit)
    {
        foreach ((string unit, decimal fen) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal))
            {
                fenOfUnit = fen;
                text = text[..^unit.Length];
                break;
            }
        }

        text = text.TrimStart('¥').Replace('−', '-');
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out decimal value)
            ? value
            : null;
    }

    private static string Quote(string text) => text.Length > 40 ? text[..40] + "…" : text;
}

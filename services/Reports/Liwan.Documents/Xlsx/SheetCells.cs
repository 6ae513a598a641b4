using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;
using Liwan.Documents.Packages;

namespace Liwan.Documents.Xlsx;

/// <summary>Cells of SpreadsheetML: their references and what they hold.</summary>
internal static class SheetCells
{
    // Beyond these digits a spreadsheet would change the number.
    private const int MaxDigits = 15;

    /// <summary>The name of a column, from 0: A, B, ... AA.</summary>
    public static string ColumnName(int column)
    {
        string name = "";
        for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        {
            name = (char)('A' + ((rest - 1) % 26)) + name;
        }

        return name;
    }

    /// <summary>The name of a cell, rows and columns from 0: A1.</summary>
    public static string Name(int row, int column) => ColumnName(column) + (row + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>A cell of text, which stays text whatever it looks like.</summary>
    public static Cell Text(string name, string text, uint style) => new()
    {
        CellReference = name,
        StyleIndex = style,
        DataType = CellValues.InlineString,
        InlineString = new InlineString(new Text(Escape(XmlText.Printable(text))) { Space = SpaceProcessingModeValues.Preserve }),
    };

    /// <summary>An empty cell.</summary>
    public static Cell Empty(string name, uint style) => new() { CellReference = name, StyleIndex = style };

    /// <summary>A cell of a number.</summary>
    public static Cell Number(string name, decimal value, uint style) => new()
    {
        CellReference = name,
        StyleIndex = style,
        CellValue = new CellValue(value.ToString(CultureInfo.InvariantCulture)),
    };

    /// <summary>The number that a printed figure says, with 98.61% as 0.9861; null where it is none, or has more digits than a spreadsheet keeps.</summary>
    public static decimal? Figure(string printed)
    {
        bool isRate = printed.EndsWith('%');
        ReadOnlySpan<char> digits = isRate ? printed.AsSpan(0, printed.Length - 1) : printed;
        return digits.Length <= MaxDigits && decimal.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
            ? isRate ? value / 100 : value
            : null;
    }

    /// <summary>Whether a spreadsheet would take <paramref name="text"/> for a formula once a person edits it.</summary>
    public static bool LooksLikeFormula(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\'' or '＝' or '＋' or '－' or '＠';

    // SpreadsheetML reads _x000D_ as the character of that number, so a text that says so literally has its underscore written thus.
    private static string Escape(string text)
    {
        if (!text.Contains("_x", StringComparison.OrdinalIgnoreCase))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            escaped.Append(IsEscape(text, i) ? "_x005F_" : text[i].ToString());
        }

        return escaped.ToString();
    }

    /// <summary>The text that a cell's XML means.</summary>
    public static string Unescape(string text)
    {
        if (!text.Contains("_x", StringComparison.OrdinalIgnoreCase))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (IsEscape(text, i))
            {
                plain.Append((char)ushort.Parse(text.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 6;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }

    private static bool IsEscape(string text, int at) =>
        at + 6 < text.Length && text[at] == '_' && text[at + 1] is 'x' or 'X' && text[at + 6] == '_' && IsHex(text.AsSpan(at + 2, 4));

    private static bool IsHex(ReadOnlySpan<char> characters)
    {
        foreach (char character in characters)
        {
            if (!char.IsAsciiHexDigit(character))
            {
                return false;
            }
        }

        return true;
    }
}

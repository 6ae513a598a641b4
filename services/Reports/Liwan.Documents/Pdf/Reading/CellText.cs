using System.Globalization;
using System.Text;
using UglyToad.PdfPig.Content;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>Letters put together to lines, and lines to texts.</summary>
internal static class CellText
{
    private const double SameLine = 0.5;
    private const double SpaceInEm = 0.28;
    private const double GapInEm = 2;
    private const double EndedEarlyInEm = 2.2;

    // Radicals that some writers put in the place of characters, beyond those that compatibility maps.
    private static readonly Dictionary<string, string> Radicals = new(StringComparer.Ordinal)
    {
        ["⺠"] = "民",
        ["⺟"] = "母",
        ["⻄"] = "西",
        ["⻅"] = "见",
        ["⻆"] = "角",
        ["⻉"] = "贝",
        ["⻋"] = "车",
        ["⻓"] = "长",
        ["⻔"] = "门",
        ["⻘"] = "青",
        ["⻙"] = "韦",
        ["⻚"] = "页",
        ["⻛"] = "风",
        ["⻜"] = "飞",
        ["⻝"] = "食",
        ["⻢"] = "马",
        ["⻣"] = "骨",
        ["⻥"] = "鱼",
        ["⻦"] = "鸟",
        ["⻨"] = "麦",
        ["⻩"] = "黄",
        ["⻬"] = "齐",
        ["⻮"] = "齿",
        ["⻰"] = "龙",
        ["⻳"] = "龟",
    };

    private sealed record Row(double Left, double Right, double Baseline, double Size, string Text, bool IsSure);

    /// <summary>The text of a cell, with LF where its writer ended a line, as far as the print shows it.</summary>
    public static (string Text, double Confidence) Of(IReadOnlyList<Letter> letters, Lattice.Cell box)
    {
        (double left, double right) = (box.Left, box.Right);
        List<Row> rows = Rows(letters, "");
        if (rows.Count == 0)
        {
            return ("", 1);
        }

        double start = rows.Min(row => row.Left);
        bool isFlush = rows.Count > 1 && rows.TrueForAll(row => row.Left - start < 0.5 * row.Size || row == rows[0]);
        double edge = Math.Max(rows.Max(row => row.Right), right - (start - left));
        var text = new StringBuilder(rows[0].Text);
        for (int i = 1; i < rows.Count; i++)
        {
            Row before = rows[i - 1];
            bool ended = isFlush && edge - before.Right > EndedEarlyInEm * before.Size;
            if (ended)
            {
                text.Append('\n');
            }
            else if (before.Text.Length > 0 && rows[i].Text.Length > 0 && char.IsAsciiLetter(before.Text[^1]) && char.IsAsciiLetter(rows[i].Text[0]))
            {
                text.Append(' ');
            }

            text.Append(rows[i].Text);
        }

        bool isSure = rows.TrueForAll(row => row.IsSure) && rows.TrueForAll(row => row.Left >= left - (0.3 * row.Size) && row.Right <= right + (0.3 * row.Size)
            && row.Baseline + (0.5 * row.Size) <= box.Top && row.Baseline >= box.Bottom - (0.3 * row.Size));
        return (text.ToString(), isSure ? 1 : 0.6);
    }

    /// <summary>Letters outside the table as lines, top to bottom; a wide gap becomes a TAB.</summary>
    public static IEnumerable<PageCells.Line> Lines(IReadOnlyList<Letter> letters) =>
        Rows(letters, "\t").Select(row => new PageCells.Line(row.Text.Trim())).Where(line => line.Text.Length > 0);

    private static List<Row> Rows(IReadOnlyList<Letter> letters, string gap)
    {
        var rows = new List<Row>();
        var line = new List<Letter>();
        foreach (Letter letter in letters.OrderByDescending(letter => letter.StartBaseLine.Y))
        {
            if (line.Count > 0 && line[0].StartBaseLine.Y - letter.StartBaseLine.Y > SameLine * Math.Max(1, letter.PointSize))
            {
                rows.Add(RowOf(line, gap));
                line.Clear();
            }

            line.Add(letter);
        }

        if (line.Count > 0)
        {
            rows.Add(RowOf(line, gap));
        }

        return [.. rows.Where(row => row.Text.Length > 0)];
    }

    private static Row RowOf(List<Letter> letters, string gap)
    {
        var text = new StringBuilder();
        Letter? before = null;
        bool isSure = true;
        foreach (Letter letter in letters.OrderBy(letter => letter.StartBaseLine.X))
        {
            double size = Math.Max(1, letter.PointSize);
            if (before is not null)
            {
                if (before.Value == letter.Value && letter.StartBaseLine.X - before.StartBaseLine.X < 0.15 * size)
                {
                    // Printed twice to look bold.
                    continue;
                }

                double room = letter.StartBaseLine.X - before.EndBaseLine.X;
                if (gap.Length > 0 && room > GapInEm * size)
                {
                    text.Append(gap);
                }
                else if (room > SpaceInEm * size && IsNarrow(before.Value) && IsNarrow(letter.Value))
                {
                    text.Append(' ');
                }
            }

            text.Append(Character(letter.Value, ref isSure));
            before = letter;
        }

        double left = letters.Min(letter => Math.Min(letter.StartBaseLine.X, letter.EndBaseLine.X));
        double right = letters.Max(letter => Math.Max(letter.StartBaseLine.X, letter.EndBaseLine.X));
        return new Row(left, right, letters[0].StartBaseLine.Y, Math.Max(1, letters[0].PointSize), text.ToString().Trim(), isSure);
    }

    private static string Character(string value, ref bool isSure)
    {
        if (Radicals.TryGetValue(value, out string? character))
        {
            return character;
        }

        if (value.Length == 0 || value == "\uFFFD" || char.GetUnicodeCategory(value, 0) is UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate)
        {
            isSure = false;
            return value;
        }

        // Only the radicals: full-width letters stay as they are written.
        return value[0] is >= '\u2F00' and <= '\u2FDF' ? value.Normalize(NormalizationForm.FormKC) : value;
    }

    private static bool IsNarrow(string value) => value.Length > 0 && value[^1] is > ' ' and < '\u2000';
}

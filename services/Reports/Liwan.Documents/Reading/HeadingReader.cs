using System.Globalization;

namespace Liwan.Documents.Reading;

/// <summary>The lines above the table: which is the title, the year, the seal and the unit.</summary>
internal sealed class HeadingReader
{
    private readonly List<CellReading> _readings;
    private readonly List<string> _title = [];

    public HeadingReader(IReadOnlyList<FoundLine> lines, List<CellReading> readings)
    {
        _readings = readings;
        foreach (FoundLine line in lines)
        {
            foreach (string part in line.Text.Split('\t', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                Read(part, line.Place);
            }
        }

        Title = string.Concat(_title);
        Missing(Title, "report.title", "标题");
        Missing(YearLine, "report.year_line", "年度");
        Missing(SealLine, "report.seal_line", "部门名称（盖章）行");
        if (Year is null && YearIn(Title) is { } year)
        {
            Year = year;
        }
    }

    public string Title { get; }

    public string YearLine { get; private set; } = "";

    public string SealLine { get; private set; } = "";

    public string AttachmentLabel { get; private set; } = "";

    public int? Year { get; private set; }

    /// <summary>The unit of the amounts as printed; null where none is.</summary>
    public string? Unit { get; private set; }

    private void Read(string text, string place)
    {
        int unit = text.LastIndexOf("单位", StringComparison.Ordinal);
        if (unit >= 0 && Unit is null && UnitOf(text[unit..]) is { } found)
        {
            Unit = found;
            Add("report.amount_unit", place, text[unit..]);
            text = text[..unit].TrimEnd(' ', '\u3000', '（', '(');
        }

        string folded = FormLabels.Fold(text);
        if (folded.Length == 0)
        {
            return;
        }

        if (AttachmentLabel.Length == 0 && folded.Length <= 12 && (folded.StartsWith("附件", StringComparison.Ordinal) || folded.StartsWith("附表", StringComparison.Ordinal)))
        {
            AttachmentLabel = text;
            Add("report.attachment_label", place, text);
        }
        else if (SealLine.Length == 0 && (folded.Contains("盖章", StringComparison.Ordinal) || folded.StartsWith("部门名称", StringComparison.Ordinal) || folded.StartsWith("单位名称", StringComparison.Ordinal) || folded.StartsWith("填报单位", StringComparison.Ordinal)))
        {
            SealLine = text;
            Add("report.seal_line", place, text);
        }
        else if (YearLine.Length == 0 && folded.Length <= 12 && folded.Contains('年', StringComparison.Ordinal) && YearIn(folded) is { } year)
        {
            YearLine = text;
            Year = year;
            Add("report.year_line", place, text);
        }
        else if (SealLine.Length == 0 && YearLine.Length == 0)
        {
            // A long title stands on several lines.
            _title.Add(text);
            Add("report.title", place, text);
        }
        else
        {
            _readings.Add(new CellReading("", place, text, 0, ReadingDoubt.NotUnderstood, "表格上方的这一行不属于自评表的任何栏目，没有导入。"));
        }
    }

    private void Add(string field, string place, string text) => _readings.Add(new CellReading(field, place, text, 1, ReadingDoubt.None, ""));

    private void Missing(string text, string field, string name)
    {
        if (text.Length == 0)
        {
            _readings.Add(new CellReading(field, "", "", 0, ReadingDoubt.Missing, $"没有找到{name}，按未填处理。"));
        }
    }

    private static string? UnitOf(string text)
    {
        string folded = FormLabels.Fold(text).TrimEnd(')');
        string unit = folded.StartsWith("单位:", StringComparison.Ordinal) ? folded[3..] : "";
        return ReadAmount.FenOf(unit) is null ? null : unit;
    }

    private static int? YearIn(string text)
    {
        string folded = FormLabels.Fold(text);
        for (int i = 0; i + 4 <= folded.Length; i++)
        {
            if (folded[i] == '2' && folded[i + 1] == '0' && int.TryParse(folded.AsSpan(i, 4), NumberStyles.None, CultureInfo.InvariantCulture, out int year)
                && (i + 4 == folded.Length || !char.IsAsciiDigit(folded[i + 4])))
            {
                return year;
            }
        }

        return null;
    }
}

using System.Text;
using System.Text.RegularExpressions;
using Liwan.Documents.Packages;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Docx;

/// <summary>The body of a document: texts and tables in their order.</summary>
internal sealed partial class WordBody
{
    // Enough to know the form's table by, whatever else its template's next edition changes.
    private const int HeadsToKnowTheFormBy = 3;
    private const int LongestPageNumber = 40;
    private const string Unit = "单位";
    private const int LongestUnit = 8;

    private readonly WordXml _xml;
    private readonly WordNumbering _numbering;
    private readonly ReadBudget _budget;
    private readonly WordText _text;
    private readonly List<Block> _blocks = [];
    private int _tables;

    private WordBody(WordXml xml, WordNumbering numbering, ReadBudget budget)
    {
        _xml = xml;
        _numbering = numbering;
        _budget = budget;
        _text = new WordText(xml, numbering);
    }

    /// <summary>Reads the main part of a document.</summary>
    public static WordBody Read(Stream part, WordNumbering numbering, ReadBudget budget)
    {
        using var xml = new WordXml(part, budget);
        var body = new WordBody(xml, numbering, budget);
        body.ReadBlocks();
        body.EndText();
        return body;
    }

    /// <summary>The form's table with the lines above and below it.</summary>
    public (List<FoundLine> Above, List<FoundCell> Table, List<FoundLine> Below) FindForm()
    {
        int form = -1;
        (bool IsForm, int Cells) best = default;
        for (int i = 0; i < _blocks.Count; i++)
        {
            if (_blocks[i].Table?.Cells is { Count: > 0 } cells && (LooksLikeTheForm(cells), cells.Count) is var rank && rank.CompareTo(best) > 0)
            {
                (form, best) = (i, rank);
            }
        }

        return form < 0
            ? throw new DocumentReadException("文件里没有表格：应有一张部门整体支出绩效自评表。")
            : (Lines(_blocks[..form], "表格上方"), _blocks[form].Table!.Cells, Lines(_blocks[(form + 1)..], "表格下方"));
    }

    private void ReadBlocks()
    {
        foreach (string name in _xml.Children())
        {
            switch (name)
            {
                case "tbl":
                    ReadTable();
                    break;
                case "body" or "sdt" or "sdtContent" or "customXml" or "ins" or "moveTo" or "smartTag":
                    ReadBlocks();
                    break;
                default:
                    _text.Read(name);
                    break;
            }
        }
    }

    /// <summary>Reads a table; Word shows tables without a paragraph between them as one.</summary>
    private void ReadTable()
    {
        bool goesOn = !_text.HasBegun && _blocks.Count > 0 && _blocks[^1].Table is not null;
        if (!goesOn)
        {
            EndText();
            // A form that was taken apart has many tables, but none without a row.
            ReadBudget.Require("表格数", ++_tables, _budget.Limits.MaxRows);
            _blocks.Add(new Block("", new WordTable(_xml, _numbering, _budget)));
        }

        _blocks[^1].Table!.ReadRows();
    }

    private void EndText()
    {
        if (_text.Take() is { Length: > 0 } text)
        {
            _blocks.Add(new Block(text, null));
        }
    }

    private static bool LooksLikeTheForm(List<FoundCell> cells) =>
        cells.Select(cell => FormLabels.Known(cell.Text)).OfType<FormLabel>().Distinct().Count() >= HeadsToKnowTheFormBy;

    private static List<FoundLine> Lines(IEnumerable<Block> blocks, string where)
    {
        var lines = new List<FoundLine>();
        foreach (string line in blocks.SelectMany(Texts).SelectMany(text => text.Split('\n')).SelectMany(ApartFromUnit))
        {
            if (!string.IsNullOrWhiteSpace(line) && !IsPageNumber(line))
            {
                lines.Add(new FoundLine(line, $"{where}第{lines.Count + 1}行"));
            }
        }

        return lines;
    }

    private static IEnumerable<string> Texts(Block block) => block.Table is null ? [block.Text] : block.Table.Cells.Select(cell => cell.Text);

    /// <summary>Divides 部门名称（盖章）from the 单位：万元 that stands on the right of its line, parted by a tab or spaces.</summary>
    private static IEnumerable<string> ApartFromUnit(string line)
    {
        int unit = line.LastIndexOf(Unit, StringComparison.Ordinal);
        if (unit > 0 && char.IsWhiteSpace(line[unit - 1]) && line.AsSpan(unit + Unit.Length).Trim() is ['：' or ':', .. { Length: <= LongestUnit }])
        {
            // Our own tab is one character; spaces before it were typed.
            string seal = line[..(unit - 1)];
            return [line[unit - 1] == '\t' ? seal : seal.TrimEnd(), line[unit..]];
        }

        return [line];
    }

    private static bool IsPageNumber(string line) => line.Length < LongestPageNumber && PageNumber().IsMatch(WithoutSpace(line));

    private static string WithoutSpace(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                kept.Append(c);
            }
        }

        return kept.ToString();
    }

    [GeneratedRegex(@"^(第\d+页[,，/]?(共\d+页)?|[-—–]\d+[-—–]|\d+/\d+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex PageNumber();

    /// <summary>A table, or the text between tables.</summary>
    private sealed record Block(string Text, WordTable? Table);
}

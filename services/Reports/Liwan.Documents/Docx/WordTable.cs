using System.Globalization;
using Liwan.Documents.Packages;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Docx;

/// <summary>A table of a document: its cells in their places.</summary>
internal sealed class WordTable
{
    private readonly WordXml _xml;
    private readonly ReadBudget _budget;
    private readonly WordText _text;
    private readonly List<FoundCell> _cells = [];

    /// <summary>The merged cells that the next row may continue, by their first column, as indexes into the cells.</summary>
    private Dictionary<int, int> _above = [];
    private Dictionary<int, int> _current = [];
    private int _row;
    private int _column;
    private int _ordinal;

    public WordTable(WordXml xml, WordNumbering numbering, ReadBudget budget)
    {
        _xml = xml;
        _budget = budget;
        _text = new WordText(xml, numbering);
    }

    public List<FoundCell> Cells => _cells;

    /// <summary>Reads the rows of the current element behind those it has.</summary>
    public void ReadRows()
    {
        foreach (string name in _xml.Children())
        {
            if (name == "tr")
            {
                ReadRow();
            }
            else if (IsWrapper(name))
            {
                ReadRows();
            }
        }
    }

    private void ReadRow()
    {
        _budget.ReadRow();
        _column = 0;
        _ordinal = 0;
        _current = [];
        bool deleted = false;
        foreach (string name in _xml.Children())
        {
            if (name == "trPr")
            {
                deleted = ReadRowProperties();
            }
            else if (!deleted)
            {
                ReadCellOrWrapper(name);
            }
        }

        if (_ordinal > 0)
        {
            _row++;
            _above = _current;
        }
    }

    /// <summary>Reads how far right the row begins, and tells whether it was deleted with changes tracked.</summary>
    private bool ReadRowProperties()
    {
        bool deleted = false;
        foreach (string name in _xml.Children())
        {
            deleted |= name == "del";
            if (name == "gridBefore")
            {
                Advance(_xml.Count(least: 0));
            }
        }

        return deleted;
    }

    private void ReadCellOrWrapper(string name)
    {
        if (name == "tc")
        {
            ReadCell();
        }
        else if (IsWrapper(name))
        {
            foreach (string inner in _xml.Children())
            {
                ReadCellOrWrapper(inner);
            }
        }
    }

    private void ReadCell()
    {
        var properties = new CellProperties { Span = 1 };
        foreach (string name in _xml.Children())
        {
            if (name == "tcPr")
            {
                properties = ReadCellProperties();
            }
            else
            {
                _text.Read(name);
            }
        }

        string text = _text.Take();
        if (!properties.Deleted)
        {
            Place(properties, text);
        }
    }

    private CellProperties ReadCellProperties()
    {
        var properties = new CellProperties { Span = 1 };
        foreach (string name in _xml.Children())
        {
            properties = name switch
            {
                "gridSpan" => properties with { Span = _xml.Count(least: 1) },
                "vMerge" => properties with { IsMerged = true, ContinuesAbove = _xml.Attribute("val") is null or "continue" },
                "hMerge" => properties with { ContinuesLeft = _xml.Attribute("val") is null or "continue" },
                "cellDel" => properties with { Deleted = true },
                _ => properties,
            };
        }

        return properties;
    }

    private void Place(CellProperties properties, string text)
    {
        int column = _column;
        Advance(properties.Span);
        _ordinal++;
        if (properties.ContinuesLeft && _ordinal > 1 && _cells[^1].Row == _row)
        {
            _cells[^1] = _cells[^1] with { ColumnSpan = _column - _cells[^1].Column };
        }
        else if (properties.ContinuesAbove && _above.TryGetValue(column, out int above) && _cells[above].ColumnSpan == properties.Span)
        {
            // What Word keeps in a cell that continues another is never shown.
            _cells[above] = _cells[above] with { RowSpan = _row + 1 - _cells[above].Row };
            _current[column] = above;
        }
        else
        {
            if (properties.IsMerged)
            {
                // One that continues nothing, because the row above it was deleted, begins the merge.
                _current[column] = _cells.Count;
            }

            string place = string.Create(CultureInfo.InvariantCulture, $"表格第{_row + 1}行第{_ordinal}列");
            _cells.Add(new FoundCell(_row, column, 1, properties.Span, text, place));
        }
    }

    private void Advance(int columns)
    {
        _column += columns;
        ReadBudget.Require("表格列数", _column, _budget.Limits.MaxColumns);
    }

    private static bool IsWrapper(string name) => name is "sdt" or "sdtContent" or "customXml" or "ins" or "moveTo" or "smartTag";

    private readonly record struct CellProperties(int Span, bool IsMerged, bool ContinuesAbove, bool ContinuesLeft, bool Deleted);
}

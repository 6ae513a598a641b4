using System.Globalization;
using System.Xml;
using Liwan.Documents.Layout;
using Liwan.Documents.Packages;
using static Liwan.Documents.Docx.WordMeasures;

namespace Liwan.Documents.Docx;

/// <summary>Writes the main part: the lines above, the table, the note, the page.</summary>
internal sealed class DocxBody(XmlWriter xml, FormGrid grid)
{
    private const string UnitSeparator = "\t";

    /// <summary>A text of more lines over several rows begins at the top of its cell.</summary>
    private const int MostCentredLines = 6;

    private static readonly string[] BorderSides = ["top", "left", "bottom", "right", "insideH", "insideV"];

    private readonly int[] _edges = Edges(grid.ColumnShares);

    private readonly double[] _heights = DocxRowHeights.Of(grid);

    public void Write(bool draft)
    {
        xml.WriteStartDocument(standalone: true);
        xml.WriteStartElement("w", "document", WordNames.Main);
        xml.WriteAttributeString("xmlns", "r", null, WordNames.Relationships);
        Start("body");
        WriteHeading();
        WriteContent();
        foreach (FormGrid appendix in grid.Appendices)
        {
            new DocxBody(xml, appendix).WriteAppendix();
        }

        WriteSection(draft);
        End();
        End();
        xml.WriteEndDocument();
    }

    private void WriteAppendix()
    {
        WriteParagraph(WordStyles.AppendixTitle, grid.Heading.Title);
        WriteParagraph(WordStyles.Seal, grid.Heading.SealLine);
        WriteContent();
    }

    private void WriteContent()
    {
        WriteTable();
        // A table must not be the last thing of a document.
        WriteParagraph(grid.Note.Length > 0 ? WordStyles.Note : WordStyles.End, grid.Note);
    }

    private void WriteHeading()
    {
        FormHeading heading = grid.Heading;
        WriteLine(WordStyles.Attachment, heading.AttachmentLabel);
        WriteLine(WordStyles.Title, heading.Title);
        WriteLine(WordStyles.Year, heading.YearLine);
        WriteParagraph(WordStyles.Seal, heading.SealLine + UnitSeparator + heading.UnitLine);
    }

    private void WriteLine(string style, string text)
    {
        if (text.Length > 0)
        {
            WriteParagraph(style, text);
        }
    }

    private void WriteTable()
    {
        Start("tbl");
        WriteTableProperties();
        Start("tblGrid");
        for (int i = 1; i < _edges.Length; i++)
        {
            Measure("gridCol", "w", _edges[i] - _edges[i - 1]);
        }

        End();
        List<GridCell>[] cellsOfRow = CellsOfRow();
        for (int row = 0; row < cellsOfRow.Length; row++)
        {
            WriteRow(row, cellsOfRow[row]);
        }

        End();
    }

    /// <summary>The cells that cover each row, those that began above it too, from left to right.</summary>
    private List<GridCell>[] CellsOfRow()
    {
        var cellsOfRow = new List<GridCell>[grid.Rows.Count];
        for (int row = 0; row < cellsOfRow.Length; row++)
        {
            cellsOfRow[row] = [];
        }

        foreach (GridCell cell in grid.Cells)
        {
            for (int row = cell.Row; row < cell.Row + cell.RowSpan; row++)
            {
                cellsOfRow[row].Add(cell);
            }
        }

        foreach (List<GridCell> cells in cellsOfRow)
        {
            cells.Sort((one, other) => one.Column.CompareTo(other.Column));
        }

        return cellsOfRow;
    }

    private void WriteTableProperties()
    {
        Start("tblPr");
        Width("tblW", TextWidth);
        Value("jc", "center");
        Start("tblBorders");
        foreach (string side in BorderSides)
        {
            Start(side);
            Attribute("val", "single");
            Attribute("sz", "4");
            Attribute("space", "0");
            Attribute("color", "000000");
            End();
        }

        End();
        Start("tblLayout");
        Attribute("type", "fixed");
        End();
        Start("tblCellMar");
        Width("top", PaddingY);
        Width("left", PaddingX);
        Width("bottom", PaddingY);
        Width("right", PaddingX);
        End();
        Value("tblCaption", CleanText.For(grid.Heading.Title));
        End();
    }

    private void WriteRow(int row, List<GridCell> cells)
    {
        Start("tr");
        Start("trPr");
        // No cantSplit: a tall row breaks over pages, or Word leaves half a page empty before it.
        Start("trHeight");
        Attribute("val", Number((int)Math.Ceiling(_heights[row] * 20)));
        Attribute("hRule", "atLeast");
        End();
        // Word repeats rows at the top of a table only: the form's own heads stand within it.
        if (row == 0 && grid.Rows[row].HeadRow == row)
        {
            Start("tblHeader");
            End();
        }

        End();
        foreach (GridCell cell in cells)
        {
            WriteCell(cell, row);
        }

        End();
    }

    private void WriteCell(GridCell cell, int row)
    {
        int width = _edges[cell.Column + cell.ColumnSpan] - _edges[cell.Column];
        Start("tc");
        Start("tcPr");
        Width("tcW", width);
        if (cell.ColumnSpan > 1)
        {
            Value("gridSpan", Number(cell.ColumnSpan));
        }

        if (cell.RowSpan > 1)
        {
            Value("vMerge", row == cell.Row ? "restart" : "continue");
        }

        // Where the page ends within a text that is centred over several rows, LibreOffice sets the rest too low and cuts it.
        Value("vAlign", cell.RowSpan > 1 && DocxRowHeights.Lines(grid, cell) > MostCentredLines ? "top" : "center");
        End();
        WriteParagraph(StyleOf(cell, width), row == cell.Row ? cell.Text : "");
        End();
    }

    private static string StyleOf(GridCell cell, int width) => cell.Role switch
    {
        CellRole.ColumnHead or CellRole.RowHead => WordStyles.Head,
        CellRole.Figure => WordStyles.Centred,
        CellRole.ShortText => IsShort(cell.Text, width) ? WordStyles.Centred : WordStyles.Left,
        _ => WordStyles.Justified,
    };

    /// <summary>Whether a text takes at most four lines, as in print, if all its characters were wide.</summary>
    private static bool IsShort(string text, int width)
    {
        int perLine = Math.Max(1, (width - (2 * PaddingX)) / (BodyHalfPoints * 10));
        int lines = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            lines += Math.Max(1, (line.Length + perLine - 1) / perLine);
        }

        return lines <= 4;
    }

    private void WriteParagraph(string style, string text)
    {
        Start("p");
        Start("pPr");
        Value("pStyle", style);
        End();
        if (text.Length > 0)
        {
            Start("r");
            WriteText(CleanText.For(text));
            End();
        }

        End();
    }

    /// <summary>Writes a text without loss: LF as a line break, a tab as a tab, spaces as they are.</summary>
    private void WriteText(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            int end = text.IndexOfAny('\n', '\t');
            ReadOnlySpan<char> plain = end < 0 ? text : text[..end];
            if (!plain.IsEmpty)
            {
                Start("t");
                xml.WriteAttributeString("xml", "space", null, "preserve");
                xml.WriteString(plain.ToString());
                End();
            }

            if (end < 0)
            {
                return;
            }

            Start(text[end] == '\n' ? "br" : "tab");
            End();
            text = text[(end + 1)..];
        }
    }

    private void WriteSection(bool draft)
    {
        Start("sectPr");
        if (draft)
        {
            Reference("headerReference", WordNames.WatermarkHeader);
        }

        Reference("footerReference", WordNames.Footer);
        Start("pgSz");
        Attribute("w", Number(PageWidth));
        Attribute("h", Number(PageHeight));
        Attribute("orient", "landscape");
        End();
        Start("pgMar");
        Attribute("top", Number(TopMargin));
        Attribute("right", Number(SideMargin));
        Attribute("bottom", Number(BottomMargin));
        Attribute("left", Number(SideMargin));
        Attribute("header", Number(EdgeDistance));
        Attribute("footer", Number(EdgeDistance));
        Attribute("gutter", "0");
        End();
        End();
    }

    private void Reference(string element, string relationship)
    {
        Start(element);
        Attribute("type", "default");
        xml.WriteAttributeString("r", "id", WordNames.Relationships, relationship);
        End();
    }

    private void Width(string element, int twips)
    {
        Start(element);
        Attribute("w", Number(twips));
        Attribute("type", "dxa");
        End();
    }

    private void Value(string element, string value)
    {
        Start(element);
        Attribute("val", value);
        End();
    }

    private void Measure(string element, string attribute, int twips)
    {
        Start(element);
        Attribute(attribute, Number(twips));
        End();
    }

    private void Start(string element) => xml.WriteStartElement("w", element, WordNames.Main);

    private void Attribute(string name, string value) => xml.WriteAttributeString("w", name, WordNames.Main, value);

    private void End() => xml.WriteEndElement();

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

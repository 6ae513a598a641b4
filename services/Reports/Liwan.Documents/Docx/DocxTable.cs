using System.Globalization;
using DocumentFormat.OpenXml.Wordprocessing;
using Liwan.Documents.Layout;
using Liwan.Documents.Typesetting;
using static Liwan.Documents.Docx.WordUnits;

namespace Liwan.Documents.Docx;

/// <summary>The table of a form in WordprocessingML.</summary>
internal static class DocxTable
{
    private const uint RuleEighths = 4;

    public static Table Build(FormGrid grid)
    {
        int[] widths = Widths(grid);
        var table = new Table(
            new TableProperties
            {
                TableWidth = new TableWidth { Width = Text(widths.Sum()), Type = TableWidthUnitValues.Dxa },
                TableBorders = Borders(),
                TableLayout = new TableLayout { Type = TableLayoutValues.Fixed },
                TableCellMarginDefault = new TableCellMarginDefault(
                    new TopMargin { Width = Text(Twips(PageGeometry.PaddingY)), Type = TableWidthUnitValues.Dxa },
                    new TableCellLeftMargin { Width = (short)Twips(PageGeometry.PaddingX), Type = TableWidthValues.Dxa },
                    new BottomMargin { Width = Text(Twips(PageGeometry.PaddingY)), Type = TableWidthUnitValues.Dxa },
                    new TableCellRightMargin { Width = (short)Twips(PageGeometry.PaddingX), Type = TableWidthValues.Dxa }),
            },
            new TableGrid(widths.Select(width => new GridColumn { Width = Text(width) })));

        // What each column of the row at hand is covered by, from rows above.
        var above = new GridCell?[widths.Length];
        int next = 0;
        for (int row = 0; row < grid.Rows.Count; row++)
        {
            var line = new TableRow();
            for (int column = 0; column < widths.Length;)
            {
                bool goesOn = above[column] is { } covering && covering.Row + covering.RowSpan > row;
                GridCell cell = goesOn ? above[column]! : grid.Cells[next++];
                Array.Fill(above, cell, column, cell.ColumnSpan);
                line.Append(Cell(cell, goesOn, widths.AsSpan(column, cell.ColumnSpan)));
                column += cell.ColumnSpan;
            }

            table.Append(line);
        }

        return table;
    }

    private static TableCell Cell(GridCell cell, bool goesOn, ReadOnlySpan<int> widths)
    {
        int width = 0;
        foreach (int part in widths)
        {
            width += part;
        }

        var properties = new TableCellProperties { TableCellWidth = new TableCellWidth { Width = Text(width), Type = TableWidthUnitValues.Dxa } };
        if (cell.ColumnSpan > 1)
        {
            properties.GridSpan = new GridSpan { Val = cell.ColumnSpan };
        }

        if (cell.RowSpan > 1)
        {
            properties.VerticalMerge = new VerticalMerge { Val = goesOn ? MergedCellValues.Continue : MergedCellValues.Restart };
        }

        properties.TableCellVerticalAlignment = new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center };
        return new TableCell(properties, goesOn ? new Paragraph() : Paragraph(cell));
    }

    private static Paragraph Paragraph(GridCell cell)
    {
        var paragraph = new Paragraph(new ParagraphProperties
        {
            Justification = new Justification { Val = cell.Role == CellRole.Paragraph ? JustificationValues.Both : JustificationValues.Center },
        });
        if (cell.Text.Length > 0)
        {
            paragraph.Append(DocxText.Run(cell.Text, Points(PageGeometry.BodySize), cell.Role is CellRole.ColumnHead or CellRole.RowHead));
        }

        return paragraph;
    }

    private static int[] Widths(FormGrid grid) => [.. grid.ColumnShares.Select(share => Twips(share * (PageGeometry.Right - PageGeometry.Left)))];

    private static TableBorders Borders() => new()
    {
        TopBorder = new TopBorder { Val = BorderValues.Single, Size = RuleEighths },
        LeftBorder = new LeftBorder { Val = BorderValues.Single, Size = RuleEighths },
        BottomBorder = new BottomBorder { Val = BorderValues.Single, Size = RuleEighths },
        RightBorder = new RightBorder { Val = BorderValues.Single, Size = RuleEighths },
        InsideHorizontalBorder = new InsideHorizontalBorder { Val = BorderValues.Single, Size = RuleEighths },
        InsideVerticalBorder = new InsideVerticalBorder { Val = BorderValues.Single, Size = RuleEighths },
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Xlsx;

/// <summary>Writes forms as XLSX: one sheet that prints on A4 landscape, amounts and rates as numbers, everything else as text.</summary>
/// <remarks>The same grid, content and properties give the same bytes. The content travels along as a custom XML part, so that what nobody edited is read back exactly.</remarks>
public static class XlsxFormWriter
{
    // Excel prints a watermark only as a picture; a draft says so at the head of every page instead.
    private const string DraftHeader = "&C&\"宋体,Bold\"&20&K999999" + DocumentProperties.DraftMark;

    /// <summary>Excel computes with 15 significant digits.</summary>
    private const decimal LargestExact = 1e15m;

    private const int Hundredths = 100;

    private const int RateScale = 10_000;

    /// <summary>A short text of more lines stands flush left.</summary>
    private const int MostCentredLines = 3;

    /// <summary>Writes <paramref name="grid"/>, which lays out <paramref name="content"/>, as a workbook.</summary>
    public static byte[] Write(FormGrid grid, FormContent content, DocumentProperties properties)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(properties);

        string header = properties.Draft ? DraftHeader : "";
        SheetPlan form = FormSheet.Plan(grid, (cell, _) => Planned(cell, grid), header);
        IEnumerable<SheetPlan> appendices = grid.Appendices.Select(appendix =>
            FormSheet.Plan(appendix, (cell, _) => Planned(cell, appendix), header, name: appendix.Heading.Title.Replace('　', ' ')));
        return WorkbookPackage.Write([form, .. appendices], properties, content);
    }

    /// <summary>What a cell of a grid shows on a sheet, and how.</summary>
    internal static PlannedCell Planned(GridCell cell, FormGrid grid)
    {
        CellLook look = LookOf(cell, grid);
        return cell.Figure is { } figure && IsExact(figure)
            ? new PlannedCell(cell.Column, look with { Number = FormOf(figure) }, cell.Text, figure.Number)
            : new PlannedCell(cell.Column, FormSheet.Quoted(look, cell.Text), cell.Text);
    }

    /// <summary>The looks of a cell that holds a text.</summary>
    internal static CellLook LookOf(GridCell cell, FormGrid grid) => cell.Role switch
    {
        CellRole.ColumnHead or CellRole.RowHead => new CellLook { Bordered = true, Font = CellFont.Head },
        CellRole.Paragraph => new CellLook { Bordered = true, Horizontal = "left" },
        CellRole.ShortText when TextExtent.Lines(cell.Text, WidthOf(cell, grid), StyleSheet.SizeOf(CellFont.Body)) > MostCentredLines => new CellLook { Bordered = true, Horizontal = "left" },
        _ => new CellLook { Bordered = true },
    };

    private static NumberForm FormOf(GridFigure figure) =>
        figure.IsRate ? NumberForm.Percent : figure.IsCount ? NumberForm.General : NumberForm.TwoDecimals;

    private static double WidthOf(GridCell cell, FormGrid grid)
    {
        double share = 0;
        for (int column = cell.Column; column < cell.Column + cell.ColumnSpan; column++)
        {
            share += grid.ColumnShares[column];
        }

        return share * SheetPage.TableWidth;
    }

    private static bool IsExact(GridFigure figure) => Math.Abs(figure.Number) * (figure.IsRate ? RateScale : Hundredths) < LargestExact;
}

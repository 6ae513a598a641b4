using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Xlsx;

/// <summary>The looks of cells, by their numbers in the workbook.</summary>
internal static class SheetStyles
{
    public const uint Left = 1;
    public const uint Title = 2;
    public const uint Centred = 3;
    public const uint Right = 4;
    public const uint Head = 5;
    public const uint Short = 6;
    public const uint Amount = 7;
    public const uint Rate = 8;
    public const uint Paragraph = 9;
    public const uint ShortQuoted = 10;
    public const uint ParagraphQuoted = 11;
    public const uint Note = 12;
    public const uint AmountInput = 13;
    public const uint ShortInput = 14;
    public const uint ParagraphInput = 15;

    private const string BodyFont = "仿宋";
    private const string HeadFont = "宋体";

    // Numbers of formats that every spreadsheet program has built in.
    private const uint TwoDecimals = 2;
    private const uint TwoDecimalsPercent = 10;

    public static void Add(WorkbookPart workbook)
    {
        WorkbookStylesPart part = workbook.AddNewPart<WorkbookStylesPart>("rIdStyles");
        part.Stylesheet = new Stylesheet(
            new DocumentFormat.OpenXml.Spreadsheet.Fonts(
                Font(BodyFont, PageGeometry.BodySize), Font(HeadFont, PageGeometry.BodySize, bold: true), Font(HeadFont, PageGeometry.TitleSize, bold: true),
                Font(BodyFont, PageGeometry.HeadingSize), Font(BodyFont, PageGeometry.FooterSize)),
            new Fills(Fill(PatternValues.None), Fill(PatternValues.Gray125), new Fill(new PatternFill(new ForegroundColor { Rgb = "FFFFF7DB" }) { PatternType = PatternValues.Solid })),
            new Borders(new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder()), Ruled()),
            new CellStyleFormats(new CellFormat()),
            new CellFormats(
                new CellFormat { FormatId = 0 },
                Format(3, 0, HorizontalAlignmentValues.Left),
                Format(2, 0, HorizontalAlignmentValues.Center),
                Format(3, 0, HorizontalAlignmentValues.Center),
                Format(3, 0, HorizontalAlignmentValues.Right),
                Format(1, 1, HorizontalAlignmentValues.Center),
                Format(0, 1, HorizontalAlignmentValues.Center),
                Format(0, 1, HorizontalAlignmentValues.Center, TwoDecimals),
                Format(0, 1, HorizontalAlignmentValues.Center, TwoDecimalsPercent),
                Format(0, 1, HorizontalAlignmentValues.Justify),
                Quoted(Format(0, 1, HorizontalAlignmentValues.Center)),
                Quoted(Format(0, 1, HorizontalAlignmentValues.Justify)),
                Format(4, 0, HorizontalAlignmentValues.Left),
                Input(Format(0, 1, HorizontalAlignmentValues.Center, TwoDecimals)),
                Input(Format(0, 1, HorizontalAlignmentValues.Center)),
                Input(Format(0, 1, HorizontalAlignmentValues.Justify))),
            new CellStyles(new CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 }));
        part.Stylesheet.Save();
    }

    private static Font Font(string name, double size, bool bold = false)
    {
        var font = new Font();
        if (bold)
        {
            font.Append(new Bold());
        }

        font.Append(new FontSize { Val = size }, new FontName { Val = name }, new FontFamilyNumbering { Val = 3 }, new FontCharSet { Val = 134 });
        return font;
    }

    private static Fill Fill(PatternValues pattern) => new(new PatternFill { PatternType = pattern });

    private static Border Ruled() => new(
        new LeftBorder { Style = BorderStyleValues.Thin }, new RightBorder { Style = BorderStyleValues.Thin },
        new TopBorder { Style = BorderStyleValues.Thin }, new BottomBorder { Style = BorderStyleValues.Thin }, new DiagonalBorder());

    private static CellFormat Format(uint font, uint border, HorizontalAlignmentValues alignment, uint number = 0) => new(
        new Alignment { Horizontal = alignment, Vertical = VerticalAlignmentValues.Center, WrapText = true })
    {
        FontId = font,
        BorderId = border,
        NumberFormatId = number,
        FillId = 0,
        FormatId = 0,
        ApplyFont = true,
        ApplyBorder = true,
        ApplyAlignment = true,
        ApplyNumberFormat = number > 0,
    };

    // Keeps what looks like a formula a text when a person edits it.
    private static CellFormat Quoted(CellFormat format)
    {
        format.QuotePrefix = true;
        return format;
    }

    // Shaded, and open for typing in a sheet that is protected.
    private static CellFormat Input(CellFormat format)
    {
        format.FillId = 2;
        format.ApplyFill = true;
        format.ApplyProtection = true;
        format.Append(new Protection { Locked = false });
        return format;
    }
}

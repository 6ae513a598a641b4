using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Packages;

namespace Liwan.Documents.Xlsx;

/// <summary>Writes forms as XLSX to work with: amounts and rates are numbers, all else is text, and it prints on A4 landscape. The same input gives the same bytes.</summary>
/// <remarks>A text that would need a row taller than 409 points is whole in its cell, but its print is cut there: no spreadsheet has taller rows.</remarks>
public static class XlsxFormWriter
{
    /// <summary>The name of the sheet.</summary>
    public const string SheetName = "自评表";

    /// <summary>Writes <paramref name="grid"/>.</summary>
    /// <param name="grid">What is printed.</param>
    /// <param name="content">The form that the grid is laid out from; it travels within the file, to be read back exactly.</param>
    /// <param name="properties">What the document says of itself.</param>
    public static byte[] Write(FormGrid grid, FormContent content, DocumentProperties properties)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(properties);

        using var file = new MemoryStream(32 * 1024);
        using (var package = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook))
        {
            WorkbookPart workbook = package.AddWorkbookPart();
            package.ChangeIdOfPart(workbook, "rIdMain");
            SheetStyles.Add(workbook);
            WorksheetPart part = workbook.AddNewPart<WorksheetPart>("rIdSheet");
            var sheet = new FormSheet(grid, properties.Draft);
            part.Worksheet = sheet.Build();
            part.Worksheet.Save();
            EmbeddedForm.Add(workbook, content);
            PackageProperties.Add(package, properties);
            workbook.Workbook = new Workbook(
                new Sheets(new Sheet { Name = SheetName, SheetId = 1, Id = "rIdSheet" }),
                new DefinedNames(new DefinedName($"{SheetName}!{sheet.PrintArea}") { Name = "_xlnm.Print_Area", LocalSheetId = 0 }));
            workbook.Workbook.Save();
        }

        byte[] bytes = file.ToArray();
        FixedTimes.Set(bytes);
        return bytes;
    }
}

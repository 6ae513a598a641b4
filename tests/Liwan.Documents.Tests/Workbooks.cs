using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Reading;
using Liwan.Documents.Xlsx;

namespace Liwan.Documents.Tests;

/// <summary>Forms made into workbooks, read back, and edited as a person would in between.</summary>
internal static class Workbooks
{
    public static byte[] Written(FormContent form) => XlsxFormWriter.Write(FormGridBuilder.Build(form), form, Rendered.Submitted);

    public static FoundDocument Read(byte[] file) => XlsxFormReader.Read(file, new ReadLimits(), TestContext);

    /// <summary>What the reader refuses the file with.</summary>
    public static string Refusal(byte[] file, ReadLimits? limits = null) =>
        Assert.Throws<DocumentReadException>(() => XlsxFormReader.Read(file, limits ?? new ReadLimits(), TestContext)).Message;

    public static void AssertValid(byte[] file)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        var errors = new OpenXmlValidator(FileFormatVersions.Microsoft365).Validate(document)
            .Select(error => $"{error.Part?.Uri} {error.Path?.XPath}: {error.Description}");
        Assert.Empty(errors);
    }

    /// <summary>The file with its first sheet changed.</summary>
    public static byte[] Edited(byte[] file, Action<Worksheet> edit) => EditedPackage(file, document => edit(FirstSheet(document)));

    public static byte[] EditedPackage(byte[] file, Action<SpreadsheetDocument> edit)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var document = SpreadsheetDocument.Open(stream, isEditable: true))
        {
            edit(document);
        }

        return stream.ToArray();
    }

    public static Worksheet FirstSheet(SpreadsheetDocument document)
    {
        var sheet = document.WorkbookPart!.Workbook!.Descendants<Sheet>().First();
        return ((WorksheetPart)document.WorkbookPart.GetPartById(sheet.Id!)).Worksheet!;
    }

    public static Cell Cell(this Worksheet sheet, string address) => sheet.Descendants<Cell>().Single(cell => cell.CellReference == address);

    public static void SetText(this Cell cell, string text)
    {
        cell.RemoveAllChildren();
        cell.DataType = CellValues.InlineString;
        cell.Append(new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve }));
    }

    public static void SetNumber(this Cell cell, string number, uint? style = null)
    {
        cell.RemoveAllChildren();
        cell.DataType = null;
        if (style is not null)
        {
            cell.StyleIndex = style;
        }

        cell.Append(new CellValue(number));
    }

    /// <summary>Inserts an empty row above a row (from 1), as Excel does: what lies below moves, merged ranges around it grow, looks are those of the row above.</summary>
    public static void InsertRow(this Worksheet sheet, int before)
    {
        MoveRows(sheet, before, 1);
        var above = sheet.Descendants<Row>().Single(row => row.RowIndex!.Value == before - 1);
        var inserted = new Row { RowIndex = (uint)before };
        foreach (var cell in above.Elements<Cell>())
        {
            inserted.Append(new Cell { CellReference = Moved(cell.CellReference!, 1), StyleIndex = cell.StyleIndex });
        }

        above.InsertAfterSelf(inserted);
    }

    /// <summary>Deletes a row (from 1) as Excel does.</summary>
    public static void DeleteRow(this Worksheet sheet, int row)
    {
        sheet.Descendants<Row>().Single(candidate => candidate.RowIndex!.Value == row).Remove();
        MoveRows(sheet, row + 1, -1);
    }

    private static void MoveRows(Worksheet sheet, int from, int by)
    {
        foreach (var row in sheet.Descendants<Row>().Where(row => row.RowIndex!.Value >= from))
        {
            row.RowIndex = (uint)(row.RowIndex!.Value + by);
            foreach (var cell in row.Elements<Cell>())
            {
                cell.CellReference = Moved(cell.CellReference!, by);
            }
        }

        foreach (var merge in sheet.Descendants<MergeCell>())
        {
            Assert.True(CellRange.TryParse(merge.Reference!.Value, out var range));
            var top = range.Top + 1 >= from ? range.Top + by : range.Top;
            var bottom = range.Bottom + 1 >= from || (by < 0 && range.Bottom + 1 == from - 1 && range.Bottom > range.Top) ? range.Bottom + by : range.Bottom;
            merge.Reference = (range with { Top = top, Bottom = bottom }).ToString();
        }
    }

    private static string Moved(string address, int by)
    {
        Assert.True(CellRange.TryAddress(address, out var row, out var column));
        return CellRange.Address(row + by, column);
    }

    private static CancellationToken TestContext => CancellationToken.None;
}

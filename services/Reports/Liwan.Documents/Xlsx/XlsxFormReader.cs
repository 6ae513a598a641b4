using System.Xml;
using DocumentFormat.OpenXml.Packaging;
using Liwan.Documents.Forms;
using Liwan.Documents.Packages;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Xlsx;

/// <summary>Reads forms from XLSX: our own, after whatever editing, and foreign ones of the same template.</summary>
/// <remarks>Only visible sheets are read. Rows and columns in which no cell begins count as parts of the ones before them.</remarks>
public static class XlsxFormReader
{
    /// <summary>Finds the form in a workbook.</summary>
    /// <exception cref="DocumentReadException">The file is broken, hostile, beyond the limits, no XLSX, or holds no form.</exception>
    public static FoundDocument Read(ReadOnlyMemory<byte> file, ReadLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(limits);
        cancellationToken.ThrowIfCancellationRequested();
        var budget = new ReadBudget(limits, cancellationToken);
        try
        {
            using MemoryStream package = PackageGuard.Open(file, budget);
            using var workbook = WorkbookFile.Open(package);
            var sheets = new SheetBudget(budget);
            FoundTable found = BestTable(new WorkbookReader(workbook, sheets), sheets);
            return new FoundDocument(FormFileFormat.Xlsx, found.LinesAbove, found.Cells, found.LinesBelow, Embedded(workbook));
        }
        catch (Exception broken) when (IsBreakage(broken))
        {
            throw new DocumentReadException("工作簿损坏，无法读取：" + Cause(broken) + "。请用 Excel 或 WPS 打开后另存为 .xlsx 再试。", broken);
        }
    }

    private static FoundTable BestTable(WorkbookReader workbook, SheetBudget budget)
    {
        TableBounds? best = null;
        SheetContent? sheet = null;
        foreach (SheetContent candidate in workbook.VisibleSheets())
        {
            TableBounds? bounds = TableBounds.Find(candidate, budget);
            if (bounds is not null && (best is null || bounds.Labels > best.Labels))
            {
                best = bounds;
                sheet = candidate;
            }
        }

        return best is not null && sheet is not null
            ? TableCompaction.Compact(sheet, best, budget)
            : throw new DocumentReadException("工作簿的可见工作表里没有找到自评表：没有“部门名称”“资金来源”“主要任务”等表头的表格。");
    }

    /// <summary>The content that our own files carry. A file that the library cannot open, though its sheet could be read, is not as we wrote it.</summary>
    private static FormContent? Embedded(WorkbookFile workbook)
    {
        try
        {
            using var document = SpreadsheetDocument.Open(workbook.Package);
            return document.WorkbookPart is { } main ? EmbeddedForm.Find(main) : null;
        }
        catch (Exception broken) when (IsBreakage(broken))
        {
            return null;
        }
    }

    /// <summary>What the libraries throw for files that are not as they should be.</summary>
    private static bool IsBreakage(Exception exception) => exception is
        XmlException or InvalidDataException or IOException or OpenXmlPackageException or FormatException or NotSupportedException
        or InvalidOperationException or ArgumentException or KeyNotFoundException or IndexOutOfRangeException or NullReferenceException
        or OverflowException or InvalidCastException or System.Text.Json.JsonException or UnauthorizedAccessException;

    private static string Cause(Exception broken) => broken switch
    {
        XmlException xml => $"某一部分的 XML 不完整或不合规（第 {xml.LineNumber} 行第 {xml.LinePosition} 个字符附近）",
        System.Text.Json.JsonException => "随附的表格内容（customXml）不是有效的 JSON",
        InvalidDataException or IOException => "压缩包的内容不完整",
        _ => "各部分之间的关系不符合 XLSX 的规定",
    };
}

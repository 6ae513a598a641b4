using DocumentFormat.OpenXml.Packaging;
using Liwan.Documents.Packages;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Xlsx;

/// <summary>Finds the form's table in an XLSX, whoever made or edited it: on the first sheet that shows and has its labels.</summary>
public static class XlsxFormReader
{
    /// <summary>Reads <paramref name="file"/>.</summary>
    /// <exception cref="DocumentReadException">It is no XLSX, is broken, goes beyond a limit, or no sheet has the form's labels.</exception>
    public static FoundDocument Read(ReadOnlyMemory<byte> file, ReadLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(limits);
        using MemoryStream stream = PackageGuard.Open(file, limits, cancellationToken);
        try
        {
            using var package = SpreadsheetDocument.Open(stream, isEditable: false);
            WorkbookPart workbook = package.WorkbookPart ?? throw new DocumentReadException("文件不是 Excel 工作簿（.xlsx），请另存为 .xlsx 后再导入。");
            var texts = new WorkbookTexts(workbook, limits, cancellationToken);
            foreach (WorksheetPart part in Shown(workbook, cancellationToken))
            {
                if (SheetTable.Find(new SheetReader(part, texts, limits, cancellationToken), limits) is { } table)
                {
                    return new FoundDocument(FormFileFormat.Xlsx, table.Above, table.Cells, table.Below, EmbeddedForm.Find(workbook));
                }
            }

            throw new DocumentReadException("工作簿中没有找到自评表：应有“部门名称”“资金来源”“主要任务”等栏目。");
        }
        // Whatever a library makes of a broken file: the file is at fault.
        catch (Exception e) when (e is not (DocumentReadException or OperationCanceledException))
        {
            throw new DocumentReadException("文件不是完整的 Excel 工作簿（.xlsx），可能已损坏，请重新保存后再导入。", e);
        }
    }

    private static IEnumerable<WorksheetPart> Shown(WorkbookPart workbook, CancellationToken cancellationToken)
    {
        foreach (var sheet in WorkbookTexts.Elements(workbook, cancellationToken, "sheet").Where(sheet => sheet.Attribute("state")?.Value is null or "visible"))
        {
            string? id = sheet.Attributes().FirstOrDefault(attribute => attribute.Name.LocalName == "id" && attribute.Name.NamespaceName.Length > 0)?.Value;
            if (id is not null && workbook.TryGetPartById(id, out OpenXmlPart? part) && part is WorksheetPart worksheet)
            {
                yield return worksheet;
            }
        }
    }
}

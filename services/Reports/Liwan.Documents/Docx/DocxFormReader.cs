using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Liwan.Documents.Packages;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Docx;

/// <summary>Finds the form's table in a DOCX, whoever made or edited it. Changes that are tracked count as made.</summary>
public static class DocxFormReader
{
    /// <summary>Reads <paramref name="file"/>.</summary>
    /// <exception cref="DocumentReadException">It is no DOCX, is broken, goes beyond a limit, or has no table.</exception>
    public static FoundDocument Read(ReadOnlyMemory<byte> file, ReadLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(limits);
        using MemoryStream stream = PackageGuard.Open(file, limits, cancellationToken);
        try
        {
            using var package = WordprocessingDocument.Open(stream, isEditable: false);
            if (package.MainDocumentPart is not { Document.Body: { } body } main)
            {
                throw new DocumentReadException("文件不是 Word 文档（.docx），请另存为 .docx 后再导入。");
            }

            return Read(body, main, limits, cancellationToken);
        }
        // Whatever a library makes of a broken file: the file is at fault.
        catch (Exception e) when (e is not (DocumentReadException or OperationCanceledException))
        {
            throw new DocumentReadException("文件不是完整的 Word 文档（.docx），可能已损坏，请重新保存后再导入。", e);
        }
    }

    private static FoundDocument Read(Body body, MainDocumentPart main, ReadLimits limits, CancellationToken cancellationToken)
    {
        List<OpenXmlElement> blocks = [.. Blocks(body)];
        Table table = blocks.OfType<Table>().MaxBy(candidate => candidate.Descendants<TableCell>().Count())
            ?? throw new DocumentReadException("文档中没有表格，应有一张部门整体支出绩效自评表。");
        int at = blocks.IndexOf(table);
        return new FoundDocument(
            FormFileFormat.Docx,
            [.. Lines(blocks.Take(at), "表格上方")],
            DocxTableReader.Read(table, limits, cancellationToken),
            [.. Lines(blocks.Skip(at + 1), "表格下方")],
            EmbeddedForm.Find(main));
    }

    // Content controls may hold anything that stands in a document.
    private static IEnumerable<OpenXmlElement> Blocks(OpenXmlElement parent) =>
        parent.ChildElements.SelectMany(child => child is Paragraph or Table ? [child] : child is SdtBlock or SdtContentBlock or InsertedRun ? Blocks(child) : []);

    private static IEnumerable<FoundLine> Lines(IEnumerable<OpenXmlElement> blocks, string where)
    {
        int number = 0;
        foreach (string text in blocks.Select(DocxText.Read))
        {
            number++;
            foreach (string line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                yield return new FoundLine(line, $"{where}第{number}段");
            }
        }
    }
}

using DocumentFormat.OpenXml.Packaging;
using Liwan.Documents.Packages;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Docx;

/// <summary>Reads the form's table out of DOCX files: our own, edited or not, and others that follow the template.</summary>
public static class DocxFormReader
{
    /// <summary>Reads <paramref name="file"/> as it looks once all tracked changes are accepted.</summary>
    /// <exception cref="DocumentReadException">The file is broken, hostile, beyond <paramref name="limits"/>, or no DOCX with a table.</exception>
    public static FoundDocument Read(ReadOnlyMemory<byte> file, ReadLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var budget = new ReadBudget(limits, cancellationToken);
        budget.Check();
        using MemoryStream package = PackageGuard.Open(file, budget);
        try
        {
            using var document = WordprocessingDocument.Open(package, isEditable: false);
            MainDocumentPart main = document.MainDocumentPart ?? throw new DocumentReadException("文件不是 Word 文档：没有正文。");
            using Stream? lists = main.NumberingDefinitionsPart?.GetStream(FileMode.Open, FileAccess.Read);
            using Stream part = main.GetStream(FileMode.Open, FileAccess.Read);
            (List<FoundLine> above, List<FoundCell> table, List<FoundLine> below) = WordBody.Read(part, WordNumbering.Read(lists, budget), budget).FindForm();
            return new FoundDocument(FormFileFormat.Docx, above, table, below, EmbeddedForm.Find(main));
        }
        catch (Exception exception) when (exception is not (DocumentReadException or OperationCanceledException or OutOfMemoryException))
        {
            // The library has no closed list of what it throws at a broken package.
            throw new DocumentReadException("文件不是 Word 文档（.docx），或已损坏：无法读取其中的正文。", exception);
        }
    }
}

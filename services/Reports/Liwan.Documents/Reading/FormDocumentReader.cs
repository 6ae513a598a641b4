using Liwan.Documents.Docx;
using Liwan.Documents.Pdf.Reading;
using Liwan.Documents.Xlsx;

namespace Liwan.Documents.Reading;

/// <summary>Reads a form from a PDF, DOCX or XLSX, ours or another's. What a person did not change in our own comes back exactly; of the rest it says how it was understood.</summary>
public static class FormDocumentReader
{
    /// <summary>Reads <paramref name="file"/>; its format is told by its first bytes.</summary>
    /// <exception cref="DocumentReadException">It is of no known format, is broken, goes beyond a limit, or holds no such form.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static FormReading Read(ReadOnlyMemory<byte> file, ReadLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(limits);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(limits.MaxTime);
        try
        {
            return Understand(Find(file, limits, limit.Token));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DocumentReadException($"文件读取超过 {limits.MaxTime.TotalSeconds:0} 秒，已停止。", e);
        }
    }

    // A PDF may have some bytes before it begins. The names of the parts stand plainly in a ZIP file.
    private static FoundDocument Find(ReadOnlyMemory<byte> file, ReadLimits limits, CancellationToken cancellationToken) =>
        file.Span[..Math.Min(file.Length, 1024)].IndexOf("%PDF-"u8) >= 0 ? PdfFormReader.Read(file, limits, cancellationToken)
        : file.Span.IndexOf("xl/workbook"u8) >= 0 ? XlsxFormReader.Read(file, limits, cancellationToken)
        : DocxFormReader.Read(file, limits, cancellationToken);

    private static FormReading Understand(FoundDocument document)
    {
        FormReading reading = Liwan2021Reader.Read(document);
        if (document.Embedded is not { } embedded)
        {
            return reading;
        }

        // A PDF is not edited; the other two are what a person made of them.
        return document.Format == FormFileFormat.Pdf || EmbeddedContent.IsUnchanged(document, embedded)
            ? new FormReading(embedded, [.. reading.Cells.Select(Sure)])
            : reading with { Form = EmbeddedContent.Restore(reading.Form, embedded) };
    }

    private static CellReading Sure(CellReading cell) => cell with { Confidence = 1, Doubt = ReadingDoubt.None, Message = "" };
}

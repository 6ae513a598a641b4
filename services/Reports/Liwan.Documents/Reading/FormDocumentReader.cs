using Liwan.Documents.Docx;
using Liwan.Documents.Layout;
using Liwan.Documents.Pdf.Reading;
using Liwan.Documents.Xlsx;

namespace Liwan.Documents.Reading;

/// <summary>Reads a form from a PDF, DOCX or XLSX, ours or another's. What a person did not change in our own comes back exactly; of the rest it says how it was understood.</summary>
public static class FormDocumentReader
{
    // .doc and .xls, and what is encrypted: the reader of packages names them.
    private static readonly byte[] OldOffice = [0xD0, 0xCF, 0x11, 0xE0];

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

    private static FoundDocument Find(ReadOnlyMemory<byte> file, ReadLimits limits, CancellationToken cancellationToken)
    {
        // A PDF may have some bytes before it begins.
        if (file.Span[..Math.Min(file.Length, 1024)].IndexOf("%PDF-"u8) >= 0)
        {
            return PdfFormReader.Read(file, limits, cancellationToken);
        }

        if (!file.Span.StartsWith("PK"u8) && !file.Span.StartsWith(OldOffice))
        {
            throw new DocumentReadException("文件不是 PDF、Word（.docx）或 Excel（.xlsx）文件，请另存为其中一种后再导入。");
        }

        // The names of the parts stand plainly in a ZIP file.
        return file.Span.IndexOf("xl/workbook"u8) >= 0
            ? XlsxFormReader.Read(file, limits, cancellationToken)
            : DocxFormReader.Read(file, limits, cancellationToken);
    }

    private static FormReading Understand(FoundDocument document)
    {
        FormReading reading = Liwan2021Reader.Read(document);
        // Content of a template that is not ours to print is as good as none.
        if (document.Embedded is not { Template: FormGridBuilder.Liwan2021, AmountUnit: FormGridBuilder.WanYuan } embedded)
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

using System.Buffers;
using Liwan.Documents;
using Liwan.Documents.Docx;
using Liwan.Documents.Fonts;
using Liwan.Documents.Forms;
using Liwan.Documents.Html;
using Liwan.Documents.Layout;
using Liwan.Documents.Xlsx;
using Liwan.Reports.Submission;

namespace Liwan.Reports.Rendering;

/// <summary>A PDF file.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="PageCount">How many pages it has.</param>
internal sealed record PdfDocument(byte[] Bytes, int PageCount);

/// <summary>Makes documents of snapshots and drafts.</summary>
internal sealed class DocumentRenderer(FormFonts fonts)
{
    /// <summary>Hash over the font files, for the archive.</summary>
    /// <exception cref="FontUnavailableException">None is installed.</exception>
    public string FontSha256 => fonts.Fonts.Sha256;

    /// <summary>The PDF of a revision.</summary>
    /// <exception cref="FontUnavailableException">No font is installed.</exception>
    public PdfDocument Pdf(StoredSnapshot stored)
    {
        var content = Snapshot.Read(stored.Snapshot, stored.FormatVersion);
        return Pdf(content, Properties(content) with { SubmittedAt = stored.SubmitTime, SnapshotSha256 = stored.SnapshotSha256 });
    }

    /// <summary>The PDF of a draft, marked 送审稿.</summary>
    /// <exception cref="FontUnavailableException">No font is installed.</exception>
    public PdfDocument Pdf(FormContent draft) => Pdf(draft, Properties(draft) with { Draft = true });

    /// <summary>The page of a revision.</summary>
    public static byte[] Html(StoredSnapshot stored) => Of(stored, (grid, _, properties) => HtmlFormWriter.Write(grid, properties));

    /// <summary>The page of a draft, marked 送审稿.</summary>
    public static byte[] Html(FormContent draft) => Of(draft, (grid, _, properties) => HtmlFormWriter.Write(grid, properties));

    /// <summary>The Word document of a revision.</summary>
    public static byte[] Docx(StoredSnapshot stored) => Of(stored, DocxFormWriter.Write);

    /// <summary>The Word document of a draft, marked 送审稿.</summary>
    public static byte[] Docx(FormContent draft) => Of(draft, DocxFormWriter.Write);

    /// <summary>The workbook of a revision.</summary>
    public static byte[] Xlsx(StoredSnapshot stored) => Of(stored, XlsxFormWriter.Write);

    /// <summary>The workbook of a draft, marked 送审稿.</summary>
    public static byte[] Xlsx(FormContent draft) => Of(draft, XlsxFormWriter.Write);

    private static byte[] Of(StoredSnapshot stored, Func<FormGrid, FormContent, DocumentProperties, byte[]> write)
    {
        var content = Snapshot.Read(stored.Snapshot, stored.FormatVersion);
        return write(FormGridBuilder.Build(content), content, Properties(content) with { SubmittedAt = stored.SubmitTime, SnapshotSha256 = stored.SnapshotSha256 });
    }

    private static byte[] Of(FormContent draft, Func<FormGrid, FormContent, DocumentProperties, byte[]> write) =>
        write(FormGridBuilder.Build(draft), draft, Properties(draft) with { Draft = true });

    private PdfDocument Pdf(FormContent content, DocumentProperties properties)
    {
        using var activity = ReportsTelemetry.Start("render");
        var bytes = new ArrayBufferWriter<byte>();
        var written = fonts.Writer.Write(FormGridBuilder.Build(content), properties, bytes, content);
        return new PdfDocument(bytes.WrittenSpan.ToArray(), written.PageCount);
    }

    private static DocumentProperties Properties(FormContent content) => new($"{content.Title}{content.YearLine}");
}

using System.Buffers;
using Liwan.Documents.Docx;
using Liwan.Documents.Fonts;
using Liwan.Documents.Html;
using Liwan.Documents.Xlsx;
using Liwan.Reports.Submission;
using Format = Liwan.Reports.V1.RenderReportRequest.Types.Format;

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

    /// <summary>The document of a form in a format other than JSON.</summary>
    /// <exception cref="FontUnavailableException">It is a PDF, and no font is installed.</exception>
    public byte[] Render(PrintedForm form, Format format) => format switch
    {
        Format.Html => HtmlFormWriter.Write(form.Grid(), form.Properties),
        Format.Docx => DocxFormWriter.Write(form.Grid(), form.Content, form.Properties),
        Format.Xlsx => XlsxFormWriter.Write(form.Grid(), form.Content, form.Properties),
        _ => Pdf(form).Bytes,
    };

    /// <summary>The document of a revision; its JSON is the snapshot itself.</summary>
    /// <exception cref="FontUnavailableException">It is a PDF, and no font is installed.</exception>
    public byte[] Render(StoredSnapshot stored, Format format) =>
        format == Format.Json ? stored.Snapshot : Render(PrintedForm.Of(stored), format);

    /// <summary>The PDF of a form.</summary>
    /// <exception cref="FontUnavailableException">No font is installed.</exception>
    public PdfDocument Pdf(PrintedForm form)
    {
        using var activity = ReportsTelemetry.Start("render");
        var bytes = new ArrayBufferWriter<byte>();
        var written = fonts.Writer.Write(form.Grid(), form.Properties, bytes, form.Content);
        return new PdfDocument(bytes.WrittenSpan.ToArray(), written.PageCount);
    }

    /// <summary>The content type of a format.</summary>
    public static string ContentType(Format format) => format switch
    {
        Format.Html => "text/html; charset=utf-8",
        Format.Json => "application/json",
        Format.Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Format.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/pdf",
    };
}

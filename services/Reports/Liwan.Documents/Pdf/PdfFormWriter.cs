using System.Buffers;
using Liwan.Documents.Fonts;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Pdf.Tagging;
using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Pdf;

/// <summary>Writes forms as PDF/A-3a: A4 landscape, fonts embedded, text that can be searched, copied and read aloud, the form's content within. Thread-safe.</summary>
/// <remarks>The same grid, properties and font give the same bytes: there is no clock and nothing random in a document.</remarks>
public sealed class PdfFormWriter
{
    /// <summary>Names this writer and its layout; changes whenever the bytes it makes do.</summary>
    public const string RendererVersion = "liwan-pdf-3";

    private readonly FontSet _fonts;

    /// <summary>Creates a writer that sets documents in <paramref name="fonts"/>.</summary>
    public PdfFormWriter(FontSet fonts)
    {
        ArgumentNullException.ThrowIfNull(fonts);
        _fonts = fonts;
    }

    /// <summary>Writes <paramref name="grid"/> as one PDF file.</summary>
    public byte[] Write(FormGrid grid, DocumentProperties properties, FormContent? content = null)
    {
        var output = new ArrayBufferWriter<byte>(256 * 1024);
        Write(grid, properties, output, content);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes <paramref name="grid"/> as one PDF file to <paramref name="output"/>.</summary>
    /// <param name="grid">What is printed.</param>
    /// <param name="properties">What the document says of itself.</param>
    /// <param name="output">What takes the file.</param>
    /// <param name="content">The form that the grid is laid out from, to be read back exactly; null to leave it out.</param>
    public PdfWriteResult Write(FormGrid grid, DocumentProperties properties, IBufferWriter<byte> output, FormContent? content = null)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(properties);
        ArgumentNullException.ThrowIfNull(output);

        var document = new PdfAssembly(_fonts, properties.Draft);
        List<FormPage> pages = Paginator.Paginate(grid, _fonts);
        foreach (FormGrid part in Enumerable.Prepend(grid.Appendices, grid))
        {
            List<FormPage> own = pages.FindAll(page => ReferenceEquals(page.Grid, part));
            List<int> numbers = document.Add(own, ReferenceEquals(part, grid) ? PartPlace.Body : PartPlace.Section);
            if (ReferenceEquals(part, grid))
            {
                document.Outline.AddForm(grid, own, numbers);
            }
            else
            {
                document.Outline.AddPage(part.Heading.Title, numbers[0]);
            }
        }

        document.Finish(properties, output, content);
        return new PdfWriteResult(pages.Count, document.Fonts.MissingCharacters);
    }
}

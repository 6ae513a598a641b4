using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Liwan.Documents.Fonts;
using Liwan.Documents.Layout;
using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Pdf;

/// <summary>Writes forms as PDF: A4 landscape, fonts embedded, text that can be searched and copied. Thread-safe.</summary>
/// <remarks>The same grid, properties and font give the same bytes: there is no clock and nothing random in a document.</remarks>
public sealed class PdfFormWriter
{
    /// <summary>Names this writer and its layout; changes whenever the bytes it makes do.</summary>
    public const string RendererVersion = "liwan-pdf-1";

    private readonly FontSet _fonts;

    /// <summary>Creates a writer that sets documents in <paramref name="fonts"/>.</summary>
    public PdfFormWriter(FontSet fonts)
    {
        ArgumentNullException.ThrowIfNull(fonts);
        _fonts = fonts;
    }

    /// <summary>Writes <paramref name="grid"/> as one PDF file.</summary>
    public byte[] Write(FormGrid grid, DocumentProperties properties)
    {
        var output = new ArrayBufferWriter<byte>(256 * 1024);
        Write(grid, properties, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes <paramref name="grid"/> as one PDF file to <paramref name="output"/>.</summary>
    public PdfWriteResult Write(FormGrid grid, DocumentProperties properties, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(properties);
        ArgumentNullException.ThrowIfNull(output);

        List<FormPage> pages = Paginator.Paginate(grid, _fonts);
        var fonts = new PdfFonts(_fonts);
        var file = new PdfFile();
        int catalog = file.Reserve();
        int pageTree = file.Reserve();
        int resources = file.Reserve();
        var pageNumbers = new List<int>(pages.Count);
        foreach (FormPage page in pages)
        {
            pageNumbers.Add(WritePage(file, page, fonts, pageTree, resources, properties.Draft));
        }

        string fontEntries = fonts.Write(file);
        file.Begin(resources).Syntax($"<</Font<<{fontEntries}>>>>");
        file.End();
        file.Begin(pageTree).Syntax($"<</Type/Pages/Count {pages.Count}/Kids[{string.Join(' ', pageNumbers.Select(number => $"{number} 0 R"))}]>>");
        file.End();
        file.Begin(catalog).Syntax($"<</Type/Catalog/Pages {pageTree} 0 R/ViewerPreferences<</DisplayDocTitle true>>/Lang").Text(properties.Language).Raw(">>"u8);
        file.End();
        file.Finish(catalog, WriteInfo(file, properties), Identifier(properties), output);
        return new PdfWriteResult(pages.Count, fonts.MissingCharacters);
    }

    private static int WritePage(PdfFile file, FormPage page, PdfFonts fonts, int pageTree, int resources, bool draft)
    {
        int number = file.Reserve();
        int content = file.Reserve();
        file.Begin(number).Syntax(string.Create(
            CultureInfo.InvariantCulture,
            $"<</Type/Page/Parent {pageTree} 0 R/MediaBox[0 0 {PageGeometry.Width} {PageGeometry.Height}]/Resources {resources} 0 R/Contents {content} 0 R>>"));
        file.End();

        var operators = new PageContent(fonts);
        if (draft)
        {
            operators.Mark(DocumentProperties.DraftMark);
        }

        operators.Page(page);
        file.Stream(content, operators.Bytes);
        return number;
    }

    private static int WriteInfo(PdfFile file, DocumentProperties properties)
    {
        int info = file.Reserve();
        PdfBuffer entries = file.Begin(info).Raw("<</Title"u8).Text(properties.Title).Syntax($"/Producer(Liwan.Documents {RendererVersion})");
        if (properties.SubmittedAt is { } submitted)
        {
            entries.Raw("/CreationDate"u8).Date(submitted).Raw("/ModDate"u8).Date(submitted);
        }

        entries.Raw(">>"u8);
        file.End();
        return info;
    }

    /// <summary>The file's identifier, the same for the same snapshot; a draft, which has none, goes without.</summary>
    private static string? Identifier(DocumentProperties properties) =>
        properties.SnapshotSha256 is { } snapshot
            ? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(snapshot)).AsSpan(0, 16))
            : null;
}

using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Liwan.Documents.Fonts;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Pdf.Archival;
using Liwan.Documents.Pdf.Tagging;
using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Pdf;

/// <summary>Writes forms as PDF/A-3a: A4 landscape, fonts embedded, text that can be searched, copied and read aloud, the form's content within. Thread-safe.</summary>
/// <remarks>The same grid, properties and font give the same bytes: there is no clock and nothing random in a document.</remarks>
public sealed class PdfFormWriter
{
    /// <summary>Names this writer and its layout; changes whenever the bytes it makes do.</summary>
    public const string RendererVersion = "liwan-pdf-2";

    private const string Producer = $"Liwan.Documents {RendererVersion}";

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

        List<FormPage> pages = Paginator.Paginate(grid, _fonts);
        var fonts = new PdfFonts(_fonts);
        var file = new PdfFile();
        int catalog = file.Reserve();
        int pageTree = file.Reserve();
        int resources = file.Reserve();
        var marks = new MarkedContent(grid.Cells.Count);
        var pageNumbers = new List<int>(pages.Count);
        foreach (FormPage page in pages)
        {
            int number = file.Reserve();
            pageNumbers.Add(number);
            var operators = new PageContent(fonts);
            if (properties.Draft)
            {
                operators.Mark(DocumentProperties.DraftMark);
            }

            operators.Page(page, grid, marks.NextPage(number));
            WritePage(file, number, pageNumbers.Count - 1, operators.Bytes, pageTree, resources);
        }

        string fontEntries = fonts.Write(file);
        file.Begin(resources).Syntax($"<</Font<<{fontEntries}>>>>");
        file.End();
        file.Begin(pageTree).Syntax($"<</Type/Pages/Count {pages.Count}/Kids[{string.Join(' ', pageNumbers.Select(number => $"{number} 0 R"))}]>>");
        file.End();
        int structure = StructureTree.Write(file, grid, marks);
        int? outline = new PdfOutline(grid, pages, pageNumbers).Write(file);
        int? form = content is null ? null : AssociatedForm.Write(file, content, properties.SubmittedAt);
        int profile = WriteProfile(file);
        int metadata = file.Reserve();
        file.PlainStream(metadata, XmpPacket.Write(properties, Producer), "/Type/Metadata/Subtype/XML"u8);

        PdfBuffer entries = file.Begin(catalog).Syntax($"<</Type/Catalog/Pages {pageTree} 0 R/ViewerPreferences<</DisplayDocTitle true>>/MarkInfo<</Marked true>>/StructTreeRoot {structure} 0 R")
            .Syntax($"/Metadata {metadata} 0 R/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier({GrayProfile.Name})/Info({GrayProfile.Name})/DestOutputProfile {profile} 0 R>>]");
        entries.Syntax(outline is { } bookmarks ? $"/Outlines {bookmarks} 0 R" : "");
        entries.Syntax(form is { } specification ? $"/AF[{specification} 0 R]/Names<</EmbeddedFiles<</Names[({AssociatedForm.FileName}){specification} 0 R]>>>>" : "");
        entries.Raw("/Lang"u8).Text(properties.Language).Raw(">>"u8);
        file.End();
        file.Finish(catalog, WriteInfo(file, properties), Identifier(properties), output);
        return new PdfWriteResult(pages.Count, fonts.MissingCharacters);
    }

    private static void WritePage(PdfFile file, int number, int index, ReadOnlySpan<byte> operators, int pageTree, int resources)
    {
        int content = file.Reserve();
        file.Begin(number).Syntax(string.Create(
            CultureInfo.InvariantCulture,
            $"<</Type/Page/Parent {pageTree} 0 R/MediaBox[0 0 {PageGeometry.Width} {PageGeometry.Height}]/Resources {resources} 0 R/Contents {content} 0 R/StructParents {index}/Tabs/S>>"));
        file.End();
        file.Stream(content, operators);
    }

    private static int WriteProfile(PdfFile file)
    {
        int profile = file.Reserve();
        file.Stream(profile, GrayProfile.Bytes, "/N 1"u8);
        return profile;
    }

    private static int WriteInfo(PdfFile file, DocumentProperties properties)
    {
        int info = file.Reserve();
        PdfBuffer entries = file.Begin(info).Raw("<</Title"u8).Text(properties.Title).Syntax($"/Producer({Producer})");
        if (properties.SubmittedAt is { } submitted)
        {
            entries.Raw("/CreationDate"u8).Date(submitted).Raw("/ModDate"u8).Date(submitted);
        }

        entries.Raw(">>"u8);
        file.End();
        return info;
    }

    /// <summary>The file's identifier, the same for the same snapshot; null for a draft, which has none.</summary>
    private static string? Identifier(DocumentProperties properties) =>
        properties.SnapshotSha256 is { } snapshot
            ? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(snapshot)).AsSpan(0, 16))
            : null;
}

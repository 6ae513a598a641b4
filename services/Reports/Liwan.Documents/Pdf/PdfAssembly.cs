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

/// <summary>A PDF/A-3a while it is put together: pages, their structure and bookmarks, then the fonts and what the whole says of itself.</summary>
internal sealed class PdfAssembly
{
    private const string Producer = $"Liwan.Documents {PdfFormWriter.RendererVersion}";

    private readonly bool _draft;
    private readonly int _catalog;
    private readonly int _pageTree;
    private readonly int _resources;
    private readonly StructureTree _structure;
    private readonly List<int> _pages = [];
    private int _frontPages;

    /// <param name="fonts">What the text is set in.</param>
    /// <param name="draft">Whether every page carries the 送审稿 mark.</param>
    public PdfAssembly(FontSet fonts, bool draft)
    {
        _draft = draft;
        Fonts = new PdfFonts(fonts);
        _catalog = File.Reserve();
        _pageTree = File.Reserve();
        _resources = File.Reserve();
        _structure = new StructureTree(File);
    }

    public PdfFile File { get; } = new();

    public PdfFonts Fonts { get; }

    public PdfOutline Outline { get; } = new();

    /// <summary>How many pages there are.</summary>
    public int PageCount => _pages.Count;

    /// <summary>Adds the pages of one table.</summary>
    /// <param name="pages">The pages, all of them of one grid.</param>
    /// <param name="place">Where they stand in the document.</param>
    /// <returns>Their objects.</returns>
    public List<int> Add(IReadOnlyList<FormPage> pages, PartPlace place)
    {
        FormGrid grid = pages[0].Grid;
        var marks = new MarkedContent(grid.Cells.Count);
        var numbers = new List<int>(pages.Count);
        foreach (FormPage page in pages)
        {
            int number = File.Reserve();
            var operators = new PageContent(Fonts);
            if (_draft)
            {
                operators.Mark(DocumentProperties.DraftMark);
            }

            operators.Page(page, grid, marks.NextPage(number));
            WritePage(number, _structure.Pages + numbers.Count, operators.Bytes);
            numbers.Add(number);
        }

        _structure.Add(grid, marks, place);
        bool atFront = place == PartPlace.FrontSection;
        _pages.InsertRange(atFront ? 0 : _pages.Count, numbers);
        _frontPages += atFront ? numbers.Count : 0;
        return numbers;
    }

    /// <summary>Writes the rest of the file.</summary>
    /// <param name="properties">What the document says of itself.</param>
    /// <param name="output">What takes what has not been drained yet.</param>
    /// <param name="content">The form to be read back from it, if it prints one.</param>
    public void Finish(DocumentProperties properties, IBufferWriter<byte> output, FormContent? content = null)
    {
        string fontEntries = Fonts.Write(File);
        File.Begin(_resources).Syntax($"<</Font<<{fontEntries}>>>>");
        File.End();
        File.Begin(_pageTree).Syntax($"<</Type/Pages/Count {_pages.Count}/Kids[{StructureTree.References(_pages)}]>>");
        File.End();
        int structure = _structure.Write();
        int? outline = Outline.Write(File);
        int? form = content is null ? null : AssociatedForm.Write(File, content, properties.SubmittedAt);
        int profile = File.Reserve();
        File.Stream(profile, GrayProfile.Bytes, "/N 1"u8);
        int metadata = File.Reserve();
        File.PlainStream(metadata, XmpPacket.Write(properties, Producer), "/Type/Metadata/Subtype/XML"u8);

        PdfBuffer entries = File.Begin(_catalog).Syntax($"<</Type/Catalog/Pages {_pageTree} 0 R/ViewerPreferences<</DisplayDocTitle true>>/MarkInfo<</Marked true>>/StructTreeRoot {structure} 0 R")
            .Syntax($"/Metadata {metadata} 0 R/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier({GrayProfile.Name})/Info({GrayProfile.Name})/DestOutputProfile {profile} 0 R>>]");
        entries.Syntax(outline is { } bookmarks ? $"/Outlines {bookmarks} 0 R" : "");
        // What is at the front counts in Roman numerals, so that the numbers on the pages behind it are those that a viewer shows.
        entries.Syntax(_frontPages > 0 ? $"/PageLabels<</Nums[0<</S/r>>{_frontPages}<</S/D>>]>>" : "");
        entries.Syntax(form is { } specification ? $"/AF[{specification} 0 R]/Names<</EmbeddedFiles<</Names[({AssociatedForm.FileName}){specification} 0 R]>>>>" : "");
        entries.Raw("/Lang"u8).Text(properties.Language).Raw(">>"u8);
        File.End();
        File.Finish(_catalog, WriteInfo(properties), Identifier(properties), output);
    }

    private void WritePage(int number, int structureKey, ReadOnlySpan<byte> operators)
    {
        int content = File.Reserve();
        File.Begin(number).Syntax(string.Create(
            CultureInfo.InvariantCulture,
            $"<</Type/Page/Parent {_pageTree} 0 R/MediaBox[0 0 {PageGeometry.Width} {PageGeometry.Height}]/Resources {_resources} 0 R/Contents {content} 0 R/StructParents {structureKey}/Tabs/S>>"));
        File.End();
        File.Stream(content, operators);
    }

    private int WriteInfo(DocumentProperties properties)
    {
        int info = File.Reserve();
        PdfBuffer entries = File.Begin(info).Raw("<</Title"u8).Text(properties.Title).Syntax($"/Producer({Producer})");
        if (properties.SubmittedAt is { } submitted)
        {
            entries.Raw("/CreationDate"u8).Date(submitted).Raw("/ModDate"u8).Date(submitted);
        }

        entries.Raw(">>"u8);
        File.End();
        return info;
    }

    /// <summary>The file's identifier, the same for the same snapshot; null for what has none.</summary>
    private static string? Identifier(DocumentProperties properties) =>
        properties.SnapshotSha256 is { } snapshot
            ? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(snapshot)).AsSpan(0, 16))
            : null;
}

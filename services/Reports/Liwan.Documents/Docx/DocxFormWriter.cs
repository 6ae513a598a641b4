using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Packages;
using Liwan.Documents.Typesetting;
using static Liwan.Documents.Docx.WordUnits;

namespace Liwan.Documents.Docx;

/// <summary>Writes forms as DOCX to go on editing: A4 landscape, one table of real cells, page numbers at the foot. The same input gives the same bytes.</summary>
/// <remarks>Word repeats column heads only at the top of a table, so those that stand within it do not repeat.</remarks>
public static class DocxFormWriter
{
    /// <summary>Writes <paramref name="grid"/>.</summary>
    /// <param name="grid">What is printed.</param>
    /// <param name="content">The form that the grid is laid out from; it travels within the file, to be read back exactly.</param>
    /// <param name="properties">What the document says of itself.</param>
    public static byte[] Write(FormGrid grid, FormContent content, DocumentProperties properties)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(properties);

        using var file = new MemoryStream(64 * 1024);
        using (var package = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            MainDocumentPart main = package.AddMainDocumentPart();
            package.ChangeIdOfPart(main, "rIdMain");
            DocxStyles.Add(main, properties.Language);
            string footer = PageFurniture.AddFooter(main);
            string? header = properties.Draft ? PageFurniture.AddWatermark(main, DocumentProperties.DraftMark) : null;
            EmbeddedForm.Add(main, content);
            PackageProperties.Add(package, properties);
            main.Document = new Document(new Body([.. Blocks(grid), PageFurniture.Section(footer, header)]));
            main.Document.Save();
        }

        byte[] bytes = file.ToArray();
        FixedTimes.Set(bytes);
        return bytes;
    }

    private static IEnumerable<OpenXmlElement> Blocks(FormGrid grid)
    {
        FormHeading heading = grid.Heading;
        if (heading.AttachmentLabel.Length > 0)
        {
            yield return Line(heading.AttachmentLabel, JustificationValues.Left, PageGeometry.HeadingSize);
        }

        yield return Line(heading.Title, JustificationValues.Center, PageGeometry.TitleSize, isHead: true);
        yield return Line(heading.YearLine, JustificationValues.Center, PageGeometry.HeadingSize);
        Paragraph seal = Line(heading.SealLine, JustificationValues.Left, PageGeometry.HeadingSize);
        seal.ParagraphProperties!.Tabs = new Tabs(new TabStop { Val = TabStopValues.Right, Position = Twips(PageGeometry.Right - PageGeometry.Left) });
        seal.Append(DocxText.Run("\t" + heading.UnitLine, Points(PageGeometry.HeadingSize), isHead: false));
        yield return seal;
        yield return DocxTable.Build(grid);
        // Word wants a paragraph behind a table.
        yield return Line(grid.Note, JustificationValues.Left, PageGeometry.FooterSize);
    }

    private static Paragraph Line(string text, JustificationValues alignment, double size, bool isHead = false) => new(
        new ParagraphProperties { Justification = new Justification { Val = alignment } },
        DocxText.Run(text, Points(size), isHead));
}

using System.IO.Packaging;
using System.Text;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Packages;

namespace Liwan.Documents.Docx;

/// <summary>Writes forms as DOCX: A4 landscape, for a person to edit. The same grid, content and properties give the same bytes.</summary>
public static class DocxFormWriter
{
    /// <summary>Names this writer and its layout; changes whenever the bytes it makes do.</summary>
    public const string RendererVersion = "liwan-docx-2";

    private static readonly XmlWriterSettings XmlSettings = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };

    /// <summary>Writes <paramref name="grid"/> as one file, with the <paramref name="content"/> it was laid out from embedded beside the print.</summary>
    public static byte[] Write(FormGrid grid, FormContent content, DocumentProperties properties)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(properties);

        using var package = new MemoryStream();
        using (var document = WordprocessingDocument.Create(package, WordprocessingDocumentType.Document))
        {
            // Packed once only, when it is complete.
            document.CompressionOption = CompressionOption.NotCompressed;
            WriteParts(document, grid, content, properties);
        }

        package.Position = 0;
        return DeterministicPackage.Pack(package);
    }

    /// <remarks>Every part gets an identifier of ours, since the library's are random.</remarks>
    private static void WriteParts(WordprocessingDocument document, FormGrid grid, FormContent content, DocumentProperties properties)
    {
        MainDocumentPart main = document.AddMainDocumentPart();
        document.ChangeIdOfPart(main, "document");
        using (Stream stream = main.GetStream(FileMode.Create, FileAccess.Write))
        using (var xml = XmlWriter.Create(stream, XmlSettings))
        {
            new DocxBody(xml, grid).Write(properties.Draft);
        }

        string language = CleanText.For(properties.Language);
        Feed(main.AddNewPart<StyleDefinitionsPart>("styles"), DocxStyles.Styles(language));
        Feed(main.AddNewPart<DocumentSettingsPart>("settings"), DocxStyles.Settings(language));
        Feed(main.AddNewPart<FontTablePart>("fonts"), DocxStyles.FontTable);
        Feed(main.AddNewPart<FooterPart>(WordNames.Footer), DocxMargins.Footer);
        if (properties.Draft)
        {
            Feed(main.AddNewPart<HeaderPart>(WordNames.WatermarkHeader), DocxMargins.Watermark);
        }

        EmbeddedForm.Add(main, content);
        CoreFilePropertiesPart core = document.AddCoreFilePropertiesPart();
        document.ChangeIdOfPart(core, "core");
        CoreProperties.Write(core, properties);
        ExtendedFilePropertiesPart application = document.AddExtendedFilePropertiesPart();
        document.ChangeIdOfPart(application, "application");
        Feed(application, $"""<?xml version="1.0" encoding="utf-8"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Liwan.Documents {RendererVersion}</Application></Properties>""");
    }

    private static void Feed(OpenXmlPart part, string xml)
    {
        using var data = new MemoryStream(Encoding.UTF8.GetBytes(xml));
        part.FeedData(data);
    }
}

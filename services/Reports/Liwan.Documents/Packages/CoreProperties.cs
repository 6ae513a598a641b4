using System.Globalization;
using System.Text;
using System.Xml;
using DocumentFormat.OpenXml.Packaging;

namespace Liwan.Documents.Packages;

/// <summary>What a package says about itself: title, language, dates.</summary>
internal static class CoreProperties
{
    private const string Core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
    private const string DublinCore = "http://purl.org/dc/elements/1.1/";
    private const string Terms = "http://purl.org/dc/terms/";
    private const string SchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>Writes <paramref name="properties"/> into <paramref name="part"/>.</summary>
    public static void Write(CoreFilePropertiesPart part, DocumentProperties properties)
    {
        using Stream stream = part.GetStream(FileMode.Create, FileAccess.Write);
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) });
        xml.WriteStartElement("cp", "coreProperties", Core);
        xml.WriteAttributeString("xmlns", "dc", null, DublinCore);
        xml.WriteAttributeString("xmlns", "dcterms", null, Terms);
        xml.WriteAttributeString("xmlns", "xsi", null, SchemaInstance);
        xml.WriteElementString("dc", "title", DublinCore, CleanText.For(properties.Title));
        if (properties.SnapshotSha256 is { } snapshot)
        {
            xml.WriteElementString("dc", "identifier", DublinCore, CleanText.For(snapshot));
        }

        xml.WriteElementString("dc", "language", DublinCore, CleanText.For(properties.Language));
        if (properties.SubmittedAt is { } submitted)
        {
            WriteDate(xml, "created", submitted);
            WriteDate(xml, "modified", submitted);
        }

        xml.WriteEndElement();
    }

    private static void WriteDate(XmlWriter xml, string name, DateTimeOffset date)
    {
        xml.WriteStartElement("dcterms", name, Terms);
        xml.WriteAttributeString("xsi", "type", SchemaInstance, "dcterms:W3CDTF");
        xml.WriteString(date.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        xml.WriteEndElement();
    }
}

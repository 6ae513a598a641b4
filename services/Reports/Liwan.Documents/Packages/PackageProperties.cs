using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using DocumentFormat.OpenXml.Packaging;

namespace Liwan.Documents.Packages;

/// <summary>What a DOCX or XLSX says of itself.</summary>
internal static class PackageProperties
{
    private static readonly XNamespace Core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
    private static readonly XNamespace Dublin = "http://purl.org/dc/elements/1.1/";
    private static readonly XNamespace Terms = "http://purl.org/dc/terms/";
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    // Written as a part: the library's own properties give it a name by chance.
    /// <summary>Adds title, language and times to <paramref name="package"/>.</summary>
    public static void Add(OpenXmlPackage package, DocumentProperties properties)
    {
        var entries = new XElement(
            Core + "coreProperties",
            new XAttribute(XNamespace.Xmlns + "cp", Core),
            new XAttribute(XNamespace.Xmlns + "dc", Dublin),
            new XAttribute(XNamespace.Xmlns + "dcterms", Terms),
            new XAttribute(XNamespace.Xmlns + "xsi", Instance),
            new XElement(Dublin + "title", XmlText.Printable(properties.Title)),
            new XElement(Dublin + "language", XmlText.Printable(properties.Language)));
        if (properties.SubmittedAt is { } submitted)
        {
            string time = submitted.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            entries.Add(Time("created", time), Time("modified", time));
        }

        CoreFilePropertiesPart part = package.AddNewPart<CoreFilePropertiesPart>("application/vnd.openxmlformats-package.core-properties+xml", "rIdCore");
        using Stream stream = part.GetStream(FileMode.Create);
        using var writer = XmlWriter.Create(stream);
        entries.WriteTo(writer);
    }

    private static XElement Time(string name, string value) => new(Terms + name, new XAttribute(Instance + "type", "dcterms:W3CDTF"), value);
}

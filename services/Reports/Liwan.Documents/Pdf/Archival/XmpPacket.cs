using System.Globalization;
using System.Security;
using System.Text;
using System.Xml;

namespace Liwan.Documents.Pdf.Archival;

/// <summary>What a document says of itself in XMP (ISO 16684-1): the same as its information dictionary, and which part of PDF/A it follows.</summary>
internal static class XmpPacket
{
    /// <summary>The packet in UTF-8.</summary>
    /// <param name="properties">What the document says of itself. A draft, which has no time of submission, is nothing to archive and claims no part of PDF/A.</param>
    /// <param name="producer">The program that made it.</param>
    public static byte[] Write(DocumentProperties properties, string producer)
    {
        var packet = new StringBuilder();
        packet.Append("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n");
        packet.Append("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n");
        packet.Append("<dc:format>application/pdf</dc:format>\n");
        packet.Append(CultureInfo.InvariantCulture, $"<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{Escape(properties.Title)}</rdf:li></rdf:Alt></dc:title>\n");
        packet.Append(CultureInfo.InvariantCulture, $"<dc:language><rdf:Bag><rdf:li>{Escape(properties.Language)}</rdf:li></rdf:Bag></dc:language>\n");
        packet.Append(CultureInfo.InvariantCulture, $"<pdf:Producer>{Escape(producer)}</pdf:Producer>\n");
        if (properties.SubmittedAt is { } submitted)
        {
            packet.Append(CultureInfo.InvariantCulture, $"<xmp:CreateDate>{submitted:yyyy-MM-ddTHH:mm:sszzz}</xmp:CreateDate>\n<xmp:ModifyDate>{submitted:yyyy-MM-ddTHH:mm:sszzz}</xmp:ModifyDate>\n");
            packet.Append("<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n");
        }

        packet.Append("</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
        return Encoding.UTF8.GetBytes(packet.ToString());
    }

    private static string Escape(string text) =>
        SecurityElement.Escape(string.Concat(text.EnumerateRunes().Select(rune => rune.Value > 0xFFFF || XmlConvert.IsXmlChar((char)rune.Value) ? rune.ToString() : "\uFFFD")));
}

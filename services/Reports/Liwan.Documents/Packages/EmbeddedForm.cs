using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using System.Xml;
using DocumentFormat.OpenXml.Packaging;
using Liwan.Documents.Forms;

namespace Liwan.Documents.Packages;

/// <summary>The form that a DOCX or XLSX carries beside its print: a custom XML part with the form's content as JSON.</summary>
public static class EmbeddedForm
{
    /// <summary>The namespace of the part's root element.</summary>
    public const string Namespace = "urn:liwan:form-content:1";

    private const string RootElement = "form-content";

    // Office knows a custom XML part by its item identifier; ours is always this one, so that documents stay the same byte for byte.
    private const string ItemProperties =
        """<?xml version="1.0" encoding="utf-8"?><ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" ds:itemID="{6F0B1C7E-5C0D-4C8A-9C53-1D2E0F4A2021}"><ds:schemaRefs><ds:schemaRef ds:uri="urn:liwan:form-content:1"/></ds:schemaRefs></ds:datastoreItem>""";

    // Text stays legible; what XML cannot carry is a control character, and JSON escapes all of these.
    private static readonly FormContentJsonContext Json = new(
        new JsonSerializerOptions(FormContentJsonContext.Default.Options) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) });

    /// <summary>Embeds <paramref name="content"/> in the package that <paramref name="mainPart"/> is the main part of.</summary>
    public static void Add(OpenXmlPartContainer mainPart, FormContent content)
    {
        ArgumentNullException.ThrowIfNull(mainPart);
        ArgumentNullException.ThrowIfNull(content);

        CustomXmlPart part = mainPart.AddNewPart<CustomXmlPart>("application/xml", "formContent");
        using (Stream stream = part.GetStream(FileMode.Create, FileAccess.Write))
        using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) }))
        {
            xml.WriteStartElement(RootElement, Namespace);
            xml.WriteString(JsonSerializer.Serialize(content, Json.FormContent));
            xml.WriteEndElement();
        }

        CustomXmlPropertiesPart properties = part.AddNewPart<CustomXmlPropertiesPart>("formContentProperties");
        using var data = new MemoryStream(Encoding.UTF8.GetBytes(ItemProperties));
        properties.FeedData(data);
    }

    /// <summary>The form embedded in the package that <paramref name="mainPart"/> is the main part of; null where there is none, or none that can be read.</summary>
    public static FormContent? Find(OpenXmlPartContainer mainPart)
    {
        ArgumentNullException.ThrowIfNull(mainPart);
        return mainPart.GetPartsOfType<CustomXmlPart>().Select(Read).FirstOrDefault(content => content is not null);
    }

    private static FormContent? Read(CustomXmlPart part)
    {
        try
        {
            using Stream stream = part.GetStream(FileMode.Open, FileAccess.Read);
            using var xml = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return xml.MoveToContent() == XmlNodeType.Element && xml.LocalName == RootElement && xml.NamespaceURI == Namespace
                ? JsonSerializer.Deserialize(xml.ReadElementContentAsString(), Json.FormContent)
                : null;
        }
        catch (Exception exception) when (exception is XmlException or JsonException)
        {
            // A part that a person or a program spoilt is no reason to refuse the document: its print says the same.
            return null;
        }
    }
}

using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using DocumentFormat.OpenXml.Packaging;
using Liwan.Documents.Forms;

namespace Liwan.Documents.Packages;

/// <summary>The content of a form as a custom XML part of the DOCX or XLSX that prints it, so that what a person left alone is read back exactly.</summary>
internal static class EmbeddedForm
{
    private const string Namespace = "urn:liwan:form-content:1";

    private static readonly XName Root = XName.Get("form", Namespace);

    /// <summary>Adds <paramref name="content"/> to a main part that takes custom XML.</summary>
    public static void Add(OpenXmlPartContainer mainPart, FormContent content)
    {
        CustomXmlPart part = mainPart.AddNewPart<CustomXmlPart>("application/xml", "rIdForm");
        using Stream stream = part.GetStream(FileMode.Create);
        using var writer = XmlWriter.Create(stream);
        // JSON escapes what XML cannot carry.
        new XElement(Root, JsonSerializer.Serialize(content, FormContentJsonContext.Default.FormContent)).WriteTo(writer);
    }

    /// <summary>The content that <paramref name="mainPart"/> carries; null where there is none that can be read.</summary>
    public static FormContent? Find(OpenXmlPartContainer mainPart)
    {
        foreach (CustomXmlPart part in mainPart.GetPartsOfType<CustomXmlPart>())
        {
            try
            {
                using Stream stream = part.GetStream(FileMode.Open, FileAccess.Read);
                if (XElement.Load(stream) is { } root && root.Name == Root)
                {
                    return JsonSerializer.Deserialize(root.Value, FormContentJsonContext.Default.FormContent);
                }
            }
            catch (Exception e) when (e is XmlException or JsonException)
            {
                // Of others, or spoilt: the print has to do.
            }
        }

        return null;
    }
}

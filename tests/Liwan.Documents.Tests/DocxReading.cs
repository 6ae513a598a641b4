using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using Liwan.Documents.Docx;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;

namespace Liwan.Documents.Tests;

/// <summary>DOCX files as the tests make, change and read them.</summary>
internal static class DocxReading
{
    public static byte[] Written(FormContent form) => DocxFormWriter.Write(FormGridBuilder.Build(form), form, Rendered.Submitted);

    /// <summary>What the validator of the format finds wrong.</summary>
    public static string Faults(byte[] file)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);
        var faults = new OpenXmlValidator(FileFormatVersions.Microsoft365).Validate(document);
        return string.Join('\n', faults.Take(5).Select(fault => $"{fault.Part?.Uri} {fault.Path?.XPath}: {fault.Description}"));
    }

    /// <summary>The file after somebody edited its body.</summary>
    public static byte[] Edited(byte[] file, Action<Body> edit)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var document = WordprocessingDocument.Open(stream, isEditable: true))
        {
            edit(document.MainDocumentPart!.Document!.Body!);
        }

        return stream.ToArray();
    }
}

using System.Text.Json;
using Liwan.Documents.Forms;

namespace Liwan.Documents.Pdf.Archival;

/// <summary>The content of a form as a file within its PDF (ISO 32000-2, 14.13; PDF/A-3), so that it is read back exactly.</summary>
internal static class AssociatedForm
{
    /// <summary>The name of the file within.</summary>
    public const string FileName = "form.json";

    /// <summary>Writes <paramref name="content"/>.</summary>
    /// <returns>The object of its file specification.</returns>
    public static int Write(PdfFile file, FormContent content, DateTimeOffset? time)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(content, FormContentJsonContext.Default.FormContent);
        int stream = file.Reserve();
        int specification = file.Reserve();
        var parameters = new PdfBuffer();
        parameters.Raw("/Type/EmbeddedFile/Subtype/application#2Fjson/Params<</Size "u8).Integer(json.Length);
        if (time is { } modified)
        {
            parameters.Raw("/ModDate"u8).Date(modified);
        }

        parameters.Raw(">>"u8);
        file.Stream(stream, json, parameters.Written);
        file.Begin(specification).Syntax($"<</Type/Filespec/F({FileName})/UF").Text(FileName).Raw("/Desc"u8).Text("自评表内容")
            .Syntax($"/AFRelationship/Source/EF<</F {stream} 0 R/UF {stream} 0 R>>>>");
        file.End();
        return specification;
    }
}

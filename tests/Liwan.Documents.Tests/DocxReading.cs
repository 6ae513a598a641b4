using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using Liwan.Documents.Docx;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Tests;

/// <summary>DOCX files as the tests make, change and read them.</summary>
internal static class DocxReading
{
    public const string Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    public static byte[] Written(FormContent form) => DocxFormWriter.Write(FormGridBuilder.Build(form), form, Rendered.Submitted);

    /// <summary>What the validator of the format finds wrong.</summary>
    public static string Faults(byte[] file)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);
        var faults = new OpenXmlValidator(FileFormatVersions.Microsoft365).Validate(document);
        return string.Join('\n', faults.Take(5).Select(fault => $"{fault.Part?.Uri} {fault.Path?.XPath}: {fault.Description}"));
    }

    public static FoundDocument Read(byte[] file) => DocxFormReader.Read(file, new ReadLimits(), CancellationToken.None);

    /// <summary>The refusal of a file.</summary>
    public static string Refusal(byte[] file, ReadLimits? limits = null) =>
        Assert.Throws<DocumentReadException>(() => DocxFormReader.Read(file, limits ?? new ReadLimits(), CancellationToken.None)).Message;

    /// <summary>The cells of a table by place, extent and text.</summary>
    public static IEnumerable<(int Row, int Column, int RowSpan, int ColumnSpan, string Text)> Cells(FoundDocument found) =>
        found.Table.Select(cell => (cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan, cell.Text));

    public static IEnumerable<(int Row, int Column, int RowSpan, int ColumnSpan, string Text)> Cells(FormGrid grid) =>
        grid.Cells.Select(cell => (cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan, cell.Text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')));

    /// <summary>A document whose body has this content in WordprocessingML.</summary>
    public static byte[] Foreign(string body)
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            using var part = new MemoryStream(Encoding.UTF8.GetBytes($"""<w:document xmlns:w="{Word}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"><w:body>{body}</w:body></w:document>"""));
            document.AddMainDocumentPart().FeedData(part);
        }

        return stream.ToArray();
    }

    /// <summary>The file with its parts changed, packed anew.</summary>
    public static byte[] Packed(byte[] file, Func<string, byte[], byte[]> change)
    {
        using var output = new MemoryStream();
        using (var source = new ZipArchive(new MemoryStream(file)))
        using (var target = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in source.Entries)
            {
                using var part = new MemoryStream();
                using (var from = entry.Open())
                {
                    from.CopyTo(part);
                }

                using var to = target.CreateEntry(entry.FullName, CompressionLevel.Fastest).Open();
                to.Write(change(entry.FullName, part.ToArray()));
            }
        }

        return output.ToArray();
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

using System.Globalization;
using System.IO.Compression;
using System.Text;
using Liwan.Reports.Rendering;
using Liwan.Reports.Submission;
using Liwan.ServiceDefaults.Requests;
using Format = Liwan.Reports.V1.RenderReportRequest.Types.Format;

namespace Liwan.Reports.RoundDocuments;

/// <summary>The forms of a year as a ZIP of documents with a list of them.</summary>
internal static class RoundZip
{
    private const string ListName = "目录.csv";
    private const string ListHead = "序号,部门,部门代码,状态,版次,提交时间,文件,SHA-256";

    // The earliest time that a ZIP can hold: what has no time of its own carries this one, so that the same forms make the same bytes.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));

    /// <summary>Writes the ZIP; each document is on its way before the next form is read.</summary>
    /// <exception cref="Liwan.Documents.Fonts.FontUnavailableException">A PDF is to be made, and no font is installed.</exception>
    public static async Task WriteAsync(Stream output, IAsyncEnumerable<RoundForm> forms, Format format, DocumentRenderer renderer, CancellationToken cancellationToken)
    {
        await using var zip = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellationToken);
        var list = new StringBuilder().Append('\uFEFF').Append(ListHead).Append("\r\n");
        var latest = NoTime;
        var number = 0;
        await foreach (var form in forms.WithCancellation(cancellationToken))
        {
            var document = form.Document ?? renderer.Render(form.Stored, format);
            var name = $"{form.Department}-{form.Year}.{Extension(format)}";
            // A PDF is deflated already, and so are the parts of the office files.
            var level = format is Format.Html or Format.Json ? CompressionLevel.Fastest : CompressionLevel.NoCompression;
            await AddAsync(zip, name, document, level, form.SubmitTime, cancellationToken);
            var department = Snapshot.Read(form.Snapshot, form.FormatVersion).DepartmentName;
            list.Append(CultureInfo.InvariantCulture, $"{++number},{Field(department)},{form.Department},{form.StateName},{form.Number},{LiwanDays.Minute(form.SubmitTime)},{name},{Snapshot.Sha256(document)}\r\n");
            latest = form.SubmitTime > latest ? form.SubmitTime : latest;
        }

        await AddAsync(zip, ListName, Encoding.UTF8.GetBytes(list.ToString()), CompressionLevel.Fastest, latest, cancellationToken);
    }

    private static async Task AddAsync(ZipArchive zip, string name, byte[] content, CompressionLevel level, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var entry = zip.CreateEntry(name, level);
        entry.LastWriteTime = time.ToOffset(NoTime.Offset);
        await using var stream = await entry.OpenAsync(cancellationToken);
        await stream.WriteAsync(content, cancellationToken);
    }

    private static string Extension(Format format) => format switch
    {
        Format.Html => "html",
        Format.Json => "json",
        Format.Docx => "docx",
        Format.Xlsx => "xlsx",
        _ => "pdf",
    };

    // A name that a spreadsheet would take for a formula is kept text by an apostrophe.
    private static string Field(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' ? $"'{text}" : text;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

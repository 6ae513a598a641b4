using System.IO.Pipelines;
using Liwan.Documents;
using Liwan.Documents.Pdf;
using Liwan.Reports.Rendering;
using Liwan.ServiceDefaults.Requests;

namespace Liwan.Reports.RoundDocuments;

/// <summary>The forms of a year as one PDF to print.</summary>
internal static class RoundBook
{
    /// <summary>Writes the book; each form is on its way before the next one is read.</summary>
    /// <exception cref="Liwan.Documents.Fonts.FontUnavailableException">No font is installed.</exception>
    public static async Task WriteAsync(PipeWriter output, IAsyncEnumerable<RoundForm> forms, int year, FormFonts fonts, CancellationToken cancellationToken)
    {
        var book = new PdfBookWriter(fonts.Fonts);
        var contents = new BookContents("荔湾区部门整体支出绩效自评表汇编", $"（{year}年度）");
        DateTimeOffset? latest = null;
        await foreach (var form in forms.WithCancellation(cancellationToken))
        {
            var printed = PrintedForm.Of(form.Stored);
            var name = printed.Content.DepartmentName;
            var page = book.Add(printed.Grid(), name, output);
            contents.Add(name, form.StateName, form.Number, LiwanDays.Of(form.SubmitTime), page);
            latest = latest is null || form.SubmitTime > latest ? form.SubmitTime : latest;
            await output.FlushAsync(cancellationToken);
        }

        // The book is as old as the last form in it: the same forms make the same book.
        book.Finish(contents, new DocumentProperties(contents.Title + contents.YearLine, SubmittedAt: latest), output);
        await output.FlushAsync(cancellationToken);
    }
}

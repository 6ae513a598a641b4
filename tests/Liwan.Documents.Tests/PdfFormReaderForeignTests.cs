using System.Diagnostics;
using System.Text;
using Liwan.Documents.Html;
using Liwan.Documents.Layout;
using Liwan.Documents.Pdf.Reading;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Tests;

/// <summary>The published forms printed by other programs. White space is not compared: these break short texts where print does not tell why.</summary>
public class PdfFormReaderForeignTests
{
    [InstalledToolTheory("chromium")]
    [InlineData("npc-office")]
    [InlineData("cppcc-office")]
    public async Task Read_WhenABrowserPrintedThePage_GivesEveryCellBack(string name)
    {
        var page = HtmlFormWriter.Write(FormGridBuilder.Build(TestForms.Named(name)), Rendered.Submitted);

        var pdf = await PrintAsync(page, "chromium", folder => ["--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={folder}/profile", "--no-pdf-header-footer", $"--print-to-pdf={folder}/form.pdf", $"{folder}/form.html"]);

        AssertSame(name, pdf);
    }

    [InstalledToolTheory("soffice")]
    [InlineData("npc-office")]
    [InlineData("cppcc-office")]
    public async Task Read_WhenAnOfficePrintedThePage_GivesEveryCellBack(string name)
    {
        // The office takes no borders from style sheets.
        var page = Encoding.UTF8.GetString(HtmlFormWriter.Write(FormGridBuilder.Build(TestForms.Named(name)), Rendered.Submitted))
            .Replace("<table role=\"table\">", "<table border=\"1\" cellspacing=\"0\" cellpadding=\"3\" width=\"100%\">", StringComparison.Ordinal);

        var pdf = await PrintAsync(Encoding.UTF8.GetBytes(page), "soffice", folder => ["--headless", $"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf:writer_web_pdf_Export", "--outdir", folder, $"{folder}/form.html"]);

        // It cuts rows after any line, with closed borders: what cannot be told must be said to be unsure, and no text may be lost.
        var expected = FormGridBuilder.Build(TestForms.Named(name)).Cells.Select(cell => PdfReading.Fold(cell.Text)).ToList();
        var found = PdfFormReader.Read(pdf, new ReadLimits(), CancellationToken.None).Table;
        var sure = found.Where(cell => cell.Confidence == 1).Select(cell => PdfReading.Fold(cell.Text)).ToList();
        Assert.All(sure, text => Assert.Contains(text, expected));
        Assert.InRange(sure.Count, 0.8 * expected.Count, found.Count);
        Assert.Equal(string.Concat(expected).Order(), string.Concat(found.Select(cell => PdfReading.Fold(cell.Text))).Order());
    }

    private static void AssertSame(string name, byte[] pdf)
    {
        var grid = FormGridBuilder.Build(TestForms.Named(name));

        var found = PdfFormReader.Read(pdf, new ReadLimits(), CancellationToken.None);

        Assert.Equal(
            grid.Cells.Select(cell => (cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan, PdfReading.Fold(cell.Text))),
            found.Table.Select(cell => (cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan, PdfReading.Fold(cell.Text))));
        Assert.Empty(found.LinesBelow);
        Assert.Contains(found.LinesAbove, line => line.Text == TestForms.Named(name).Title);
    }

    private static async Task<byte[]> PrintAsync(byte[] page, string tool, Func<string, string[]> arguments)
    {
        var folder = Directory.CreateTempSubdirectory("liwan-print-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "form.html"), page);
            using var process = Process.Start(new ProcessStartInfo(tool, arguments(folder)) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync(), process.WaitForExitAsync());
            return await File.ReadAllBytesAsync(Path.Combine(folder, "form.pdf"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

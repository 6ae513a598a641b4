using System.Diagnostics;
using Liwan.Documents.Docx;
using Liwan.Documents.Layout;
using Liwan.Documents.Xlsx;
using UglyToad.PdfPig;

namespace Liwan.Documents.Tests;

/// <summary>Our DOCX and XLSX as LibreOffice prints them, beside our PDF.</summary>
public class OfficePrintTests
{
    [InstalledToolTheory("soffice")]
    [InlineData("npc-office", "docx")]
    [InlineData("npc-office", "xlsx")]
    [InlineData("cppcc-office", "docx")]
    [InlineData("cppcc-office", "xlsx")]
    public async Task Print_ByLibreOffice_HasAsManyPagesAsThePdfAndCutsNoText(string name, string format)
    {
        var form = TestForms.Named(name);
        var grid = FormGridBuilder.Build(form);
        var file = format == "docx" ? DocxFormWriter.Write(grid, form, Rendered.Submitted) : XlsxFormWriter.Write(grid, form, Rendered.Submitted);

        using var printed = PdfDocument.Open(await PrintedAsync(file, format));
        using var ours = PdfDocument.Open(Rendered.Pdf(form));

        Assert.Equal(ours.NumberOfPages, printed.NumberOfPages);
        var left = printed.GetPages().SelectMany(page => page.Letters).SelectMany(letter => PdfReading.Fold(letter.Value)).GroupBy(letter => letter).ToDictionary(group => group.Key, group => group.Count());
        var lost = grid.Cells.SelectMany(cell => PdfReading.Fold(cell.Text)).Where(letter => (left[letter] = left.GetValueOrDefault(letter) - 1) < 0).ToList();
        Assert.Equal("", string.Concat(lost));
    }

    private static async Task<byte[]> PrintedAsync(byte[] file, string format)
    {
        var folder = Directory.CreateTempSubdirectory("liwan-print-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "form." + format), file);
            using var process = Process.Start(
                "soffice",
                [$"-env:UserInstallation={new Uri(Path.Combine(folder, "profile"))}", "--headless", "--convert-to", "pdf", "--outdir", folder, Path.Combine(folder, "form." + format)]);
            await process.WaitForExitAsync();
            return await File.ReadAllBytesAsync(Path.Combine(folder, "form.pdf"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

using System.Diagnostics;
using Liwan.Documents.Html;
using Liwan.Documents.Layout;
using static Liwan.Documents.Tests.DocxReading;

namespace Liwan.Documents.Tests;

/// <summary>Our DOCX after another program opened and saved it.</summary>
public class DocxOfficeTests
{
    [InstalledToolTheory("soffice")]
    [InlineData("npc-office")]
    [InlineData("cppcc-office")]
    public async Task Read_WhenLibreOfficeSavedTheFile_GivesTheSameForm(string name)
    {
        var form = TestForms.Named(name);

        var found = Read(await SavedByLibreOfficeAsync(Written(form), "docx", "MS Word 2007 XML"));

        Assert.Equal(Cells(FormGridBuilder.Build(form)), Cells(found));
        Assert.Equal(Read(Written(form)).LinesAbove, found.LinesAbove);
        Assert.Equal(form.Improvements, found.Embedded?.Improvements);
    }

    [InstalledToolTheory("soffice")]
    [InlineData("npc-office")]
    public async Task Read_WhenLibreOfficeMadeTheFileFromAWebPage_GivesTheSameTable(string name)
    {
        var form = TestForms.Named(name);
        var grid = FormGridBuilder.Build(form);

        var found = Read(await SavedByLibreOfficeAsync(HtmlFormWriter.Write(grid, Rendered.Submitted), "html", "HTML (StarWriter)"));

        Assert.Equal(Cells(grid), Cells(found));
        Assert.Equal([form.AttachmentLabel, form.Title, form.YearLine, form.SealLine, "单位：万元"], found.LinesAbove.Select(line => line.Text).Take(5));
        Assert.Null(found.Embedded);
    }

    private static async Task<byte[]> SavedByLibreOfficeAsync(byte[] file, string extension, string format)
    {
        var folder = Directory.CreateTempSubdirectory("liwan-docx-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "form." + extension), file);
            using var process = Process.Start(
                "soffice",
                [
                    $"-env:UserInstallation={new Uri(Path.Combine(folder, "profile"))}", "--headless", "--infilter=" + format, "--convert-to", "docx:MS Word 2007 XML",
                    "--outdir", Path.Combine(folder, "saved"), Path.Combine(folder, "form." + extension),
                ]);
            await process.WaitForExitAsync();
            return await File.ReadAllBytesAsync(Path.Combine(folder, "saved", "form.docx"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

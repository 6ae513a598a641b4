using System.Diagnostics;
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

        var found = Read(await SavedByLibreOfficeAsync(Written(form)));

        Assert.Equal(Cells(FormGridBuilder.Build(form)), Cells(found));
        Assert.Equal(Read(Written(form)).LinesAbove, found.LinesAbove);
        Assert.Equal(form.Improvements, found.Embedded?.Improvements);
    }

    private static async Task<byte[]> SavedByLibreOfficeAsync(byte[] file)
    {
        var folder = Directory.CreateTempSubdirectory("liwan-docx-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "form.docx"), file);
            using var process = Process.Start(
                "soffice",
                [
                    $"-env:UserInstallation={new Uri(Path.Combine(folder, "profile"))}", "--headless", "--convert-to", "docx:MS Word 2007 XML",
                    "--outdir", Path.Combine(folder, "saved"), Path.Combine(folder, "form.docx"),
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

using System.Text.Json;
using Liwan.Documents.Docx;
using Liwan.Documents.Forms;
using Liwan.Documents.Html;
using Liwan.Documents.Layout;
using Liwan.Documents.Reading;
using Liwan.Documents.Xlsx;

namespace Liwan.Documents.Tests;

/// <summary>Forms read from PDF: ours by the content within, others by their lines and letters.</summary>
public class PdfReadBackTests
{
    public static TheoryData<string> Forms => ["npc-office", "cppcc-office"];

    [FormProperty]
    public void Read_OfOurOwnPdf_GivesTheFormExactly(FormContent form)
    {
        var reading = FormDocumentReader.Read(Rendered.Writer.Write(FormGridBuilder.Build(form), Rendered.Submitted, form), new ReadLimits(), CancellationToken.None);

        Assert.Equal(Json(form), Json(reading.Form));
        Assert.Empty(reading.Doubts);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Read_OfAPdfWithoutContent_UnderstandsEveryCellByItsLinesAndLetters(string name)
    {
        var form = TestForms.Named(name);

        var reading = FormDocumentReader.Read(Rendered.Pdf(form), new ReadLimits(), CancellationToken.None);

        Assert.Equal(Folded(form), Folded(reading.Form));
        Assert.DoesNotContain(reading.Doubts, doubt => doubt.Doubt is not (ReadingDoubt.Unclear or ReadingDoubt.PlacedByPosition));
    }

    [PrintedByBrowserTheory]
    [MemberData(nameof(Forms))]
    public async Task Read_OfAPdfThatABrowserPrinted_UnderstandsEveryCell(string name)
    {
        var form = TestForms.Named(name);
        var folder = Directory.CreateTempSubdirectory("liwan-print");
        try
        {
            var page = Path.Combine(folder.FullName, "form.html");
            var pdf = Path.Combine(folder.FullName, "form.pdf");
            await File.WriteAllBytesAsync(page, HtmlFormWriter.Write(FormGridBuilder.Build(form), Rendered.Submitted));
            var (exitCode, output) = await InstalledTool.RunAsync(
                "chromium", [], "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", $"--user-data-dir={folder.FullName}/profile", $"--print-to-pdf={pdf}", $"file://{page}");
            Assert.True(exitCode == 0, output);

            var reading = FormDocumentReader.Read(await File.ReadAllBytesAsync(pdf), new ReadLimits(), CancellationToken.None);

            // What a browser prints over the border of a page's last row may land in the wrong cell, but never silently.
            Assert.Empty(Differing(form, reading.Form).Except(reading.Doubts.Select(doubt => doubt.Field)));
            Assert.InRange(Differing(form, reading.Form).Count, 0, 2);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [InstalledToolTheory("soffice")]
    [InlineData("npc-office", "docx")]
    [InlineData("npc-office", "xlsx")]
    // Of the DOCX of the other form LibreOffice does not print all: it cuts a merged cell where its page ends.
    [InlineData("cppcc-office", "xlsx")]
    public async Task Read_OfAPdfThatLibreOfficeMade_UnderstandsEveryCell(string name, string format)
    {
        var form = TestForms.Named(name);
        var grid = FormGridBuilder.Build(form);
        var folder = Directory.CreateTempSubdirectory("liwan-office");
        try
        {
            var document = Path.Combine(folder.FullName, $"form.{format}");
            await File.WriteAllBytesAsync(document, format == "docx" ? DocxFormWriter.Write(grid, form, Rendered.Submitted) : XlsxFormWriter.Write(grid, form, Rendered.Submitted));
            var (exitCode, output) = await InstalledTool.RunAsync(
                "soffice", [], $"-env:UserInstallation=file://{folder.FullName}/profile", "--headless", "--convert-to", "pdf", "--outdir", folder.FullName, document);
            Assert.True(exitCode == 0, output);

            var reading = FormDocumentReader.Read(await File.ReadAllBytesAsync(Path.Combine(folder.FullName, "form.pdf")), new ReadLimits(), CancellationToken.None);

            Assert.Equal(Folded(form), Folded(reading.Form));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<string> Differing(FormContent expected, FormContent actual)
    {
        Assert.Equal(expected.Tasks.Select(task => task.Indicators.Count), actual.Tasks.Select(task => task.Indicators.Count));
        IEnumerable<(string Field, string Expected, string Actual)> texts =
        [
            ("report.problems", expected.Problems, actual.Problems),
            ("report.improvements", expected.Improvements, actual.Improvements),
            ("task_plan.annual_objective.expected", expected.ExpectedObjective, actual.ExpectedObjective),
            ("task_plan.annual_objective.achieved", expected.AchievedObjective, actual.AchievedObjective),
            .. expected.Tasks.Zip(actual.Tasks).SelectMany((pair, i) => new[]
            {
                ($"task_plan.tasks[{i}].expected", pair.First.Expected, pair.Second.Expected),
                ($"task_plan.tasks[{i}].achieved", pair.First.Achieved, pair.Second.Achieved),
            }),
        ];
        var differing = texts.Where(text => PdfReading.Fold(text.Expected) != PdfReading.Fold(text.Actual)).Select(text => text.Field).ToList();
        Assert.Equal(Folded(Without(expected)), Folded(Without(actual)));
        return differing;

        FormContent Without(FormContent form) => form with
        {
            Problems = "",
            Improvements = "",
            ExpectedObjective = "",
            AchievedObjective = "",
            Tasks = [.. form.Tasks.Select(task => task with { Expected = "", Achieved = "" })],
        };
    }

    // What a print does not show, and how its lines were broken, is left out.
    private static string Folded(FormContent form) => PdfReading.Fold(Json(form with { Tasks = [.. form.Tasks.Select(task => task with { Indicators = [.. task.Indicators.Select(indicator => indicator with { DeviationReason = "" })] })] })
        .Replace("\\n", "", StringComparison.Ordinal));

    private static string Json(FormContent form) => JsonSerializer.Serialize(form, FormContentJsonContext.Default.FormContent);
}

/// <summary>A theory that prints with a browser; skipped, with the reason, where there is none or where the system has no font for Chinese.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PrintedByBrowserTheoryAttribute : TheoryAttribute
{
    private static readonly string[] Fonts = ["/usr/share/fonts/truetype/arphic", "/usr/share/fonts/opentype/noto", "/usr/share/fonts/truetype/wqy"];

    public PrintedByBrowserTheoryAttribute() => Skip = !InstalledTool.Exists("chromium") ? "chromium is not installed"
        : !Array.Exists(Fonts, Directory.Exists) ? "the system has no font for Chinese" : null;
}

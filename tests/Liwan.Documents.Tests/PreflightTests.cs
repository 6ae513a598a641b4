using System.Diagnostics;
using System.Text;
using Liwan.Documents.Layout;

namespace Liwan.Documents.Tests;

/// <summary>Our PDF before PDFBox's judge of archival files. It knows the first part of PDF/A only, so it is given one without a file within that claims no more.</summary>
public class PreflightTests
{
    [PreflightTheory]
    [InlineData("npc-office")]
    [InlineData("cppcc-office")]
    public async Task Write_WithoutTheContent_IsAnArchivalFileToPreflight(string name)
    {
        var pdf = Rendered.Writer.Write(FormGridBuilder.Build(TestForms.Named(name)), Rendered.Submitted);
        Replace(pdf, "%PDF-1.7", "%PDF-1.4");
        Replace(pdf, "<pdfaid:part>3<", "<pdfaid:part>1<");
        Replace(pdf, "<pdfaid:conformance>A<", "<pdfaid:conformance>B<");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, pdf);
            using var judge = Process.Start(new ProcessStartInfo("java", ["-cp", PreflightTheoryAttribute.ClassPath, "org.apache.pdfbox.preflight.Validator_A1b", file])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var said = await Task.WhenAll(judge.StandardOutput.ReadToEndAsync(), judge.StandardError.ReadToEndAsync());
            await judge.WaitForExitAsync();

            Assert.True(said[0].Contains("is a valid PDF/A-1b file", StringComparison.Ordinal), string.Concat(said));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Replace(Span<byte> pdf, string old, string replacement)
    {
        var at = pdf.IndexOf(Encoding.ASCII.GetBytes(old));
        Assert.True(at >= 0, old);
        Encoding.ASCII.GetBytes(replacement, pdf[at..]);
    }
}

/// <summary>A test that needs Java and PDFBox's preflight, as Debian has them; skipped with the packages to install otherwise.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PreflightTheoryAttribute : TheoryAttribute
{
    private static readonly string[] Libraries = ["preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io", "javax.activation", "jaxb-api"];

    public PreflightTheoryAttribute() =>
        Skip = InstalledTool.Exists("java") && Libraries.All(library => File.Exists(PathOf(library)))
            ? null
            : "PDFBox preflight is not installed: default-jre-headless libpdfbox2-java libactivation-java libjaxb-api-java";

    public static string ClassPath => string.Join(':', Libraries.Select(PathOf));

    private static string PathOf(string library) => $"/usr/share/java/{library}.jar";
}

using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Liwan.Documents;
using Liwan.Documents.Docx;
using Liwan.Documents.Fonts;
using Liwan.Documents.Forms;
using Liwan.Documents.Html;
using Liwan.Documents.Layout;
using Liwan.Documents.Pdf;
using Liwan.Documents.Reading;
using Liwan.Documents.Xlsx;
using Microsoft.Playwright;
using PdfDocument = UglyToad.PdfPig.PdfDocument;

namespace Liwan.Benchmarks;

/// <summary>How fast forms become documents, and documents forms, on one core; beside LibreOffice and Chromium, which print the same forms.</summary>
internal static class Documents
{
    private const int Forms = 200;
    private const int FilesHeld = 50;
    private const int PrintedByOthers = 30;
    private const int Rounds = 5;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    private static readonly DocumentProperties Properties = new("自评表", SubmittedAt: DateTimeOffset.UnixEpoch.AddYears(52), SnapshotSha256: new string('a', 64));

    public static async Task RunAsync(ResultTable results)
    {
        var forms = PublishedForms.Take(Forms);
        var pdf = new PdfFormWriter(FontSet.Locate(new FontOptions()));
        var pages = forms.Sum(form => pdf.Write(FormGridBuilder.Build(form), Properties, new ArrayBufferWriter<byte>(), form).PageCount);
        var pagesEach = (double)pages / Forms;
        byte[][] files = [.. forms.Take(FilesHeld).Select(form => pdf.Write(FormGridBuilder.Build(form), Properties, form))];

        var pdfs = Measure(forms, form => pdf.Write(FormGridBuilder.Build(form), Properties, form));
        var docx = Measure(forms, form => DocxFormWriter.Write(FormGridBuilder.Build(form), form, Properties));
        var xlsx = Measure(forms, form => XlsxFormWriter.Write(FormGridBuilder.Build(form), form, Properties));
        var html = Measure(forms, form => HtmlFormWriter.Write(FormGridBuilder.Build(form), Properties));
        var read = Measure(files, file => FormDocumentReader.Read(file, new ReadLimits(), CancellationToken.None));
        var memory = Process.GetCurrentProcess().PeakWorkingSet64 >> 20;

        var (office, browser) = (await LibreOfficeAsync(forms), await ChromiumAsync(forms));
        var each = string.Create(CultureInfo.InvariantCulture, $"{pdfs * pagesEach:N0} pages/s, {1000 / pdfs:F2} ms a form of {pagesEach:F1} pages");
        AddPrinter(results, "LibreOffice, DOCX to PDF", office, each, pdfs * pagesEach);
        AddPrinter(results, "Chromium, HTML to PDF", browser, each, pdfs * pagesEach);
        Add(results, "XLSX, one core", xlsx, 400);
        Add(results, "DOCX, one core", docx, 150);
        Add(results, "HTML, one core", html, 5000);
        Add(results, "our PDF read back, one core", read, 1000);
        results.Add($"memory of all that, fonts loaded, {Forms} forms and {FilesHeld} PDF held", "-", $"{memory} MB at most", "-", "below 250 MB");
    }

    private static void AddPrinter(ResultTable results, string printer, double? pagesPerSecond, string figures, double ours) => results.Add(
        "PDF, one core",
        printer,
        pagesPerSecond is { } theirs ? string.Create(CultureInfo.InvariantCulture, $"{figures}; {theirs:F1} pages/s") : $"{figures}; not installed",
        pagesPerSecond is { } reference ? string.Create(CultureInfo.InvariantCulture, $"{ours / reference:N0} times") : "-",
        "1,500 pages/s");

    private static void Add(ResultTable results, string measured, double perSecond, int aim) => results.Add(
        measured,
        "-",
        string.Create(CultureInfo.InvariantCulture, $"{perSecond:N0} forms/s, {1000 / perSecond:F2} ms each"),
        "-",
        string.Create(CultureInfo.InvariantCulture, $"{aim:N0} forms/s"));

    /// <summary>How many items are made in a second of processor time, collecting garbage included: what others do on the machine counts little. The median of the rounds.</summary>
    private static double Measure<TItem, TMade>(IReadOnlyList<TItem> items, Func<TItem, TMade> make)
    {
        foreach (var item in items)
        {
            make(item);
        }

        var rates = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var (started, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            var made = 0;
            while (Stopwatch.GetElapsedTime(started) < Round)
            {
                make(items[made++ % items.Count]);
            }

            rates.Add(made / (Environment.CpuUsage.TotalTime - used).TotalSeconds);
        }

        return rates.Order().ElementAt(Rounds / 2);
    }

    /// <summary>Pages a second of one LibreOffice that converts many files, its start included; null where it is not installed.</summary>
    private static async Task<double?> LibreOfficeAsync(IReadOnlyList<FormContent> forms)
    {
        var folder = Directory.CreateTempSubdirectory("liwan-documents-");
        try
        {
            var files = forms.Take(PrintedByOthers).Select((form, i) => (Path: Path.Combine(folder.FullName, $"{i}.docx"), Form: form)).ToList();
            files.ForEach(file => File.WriteAllBytes(file.Path, DocxFormWriter.Write(FormGridBuilder.Build(file.Form), file.Form, Properties)));
            var started = Stopwatch.GetTimestamp();
            using var process = Process.Start(new ProcessStartInfo("soffice")
            {
                ArgumentList = { $"-env:UserInstallation=file://{folder.FullName}/profile", "--headless", "--convert-to", "pdf", "--outdir", folder.FullName },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }.With(files.Select(file => file.Path)))!;
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            return folder.GetFiles("*.pdf").Sum(file => Pages(File.ReadAllBytes(file.FullName))) / seconds;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Pages a second of one page of a browser that is running already; null where there is none.</summary>
    private static async Task<double?> ChromiumAsync(IReadOnlyList<FormContent> forms)
    {
        const string program = "/usr/bin/chromium";
        if (!File.Exists(program))
        {
            return null;
        }

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = program, Args = ["--no-sandbox"] });
        var page = await browser.NewPageAsync();
        string[] pages = [.. forms.Take(PrintedByOthers).Select(form => Encoding.UTF8.GetString(HtmlFormWriter.Write(FormGridBuilder.Build(form), Properties)))];
        await page.SetContentAsync(pages[0]);
        await page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true });
        var started = Stopwatch.GetTimestamp();
        var count = 0;
        foreach (var html in pages)
        {
            await page.SetContentAsync(html);
            count += Pages(await page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true }));
        }

        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static int Pages(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return document.NumberOfPages;
    }

    private static ProcessStartInfo With(this ProcessStartInfo start, IEnumerable<string> arguments)
    {
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}

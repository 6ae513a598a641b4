using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Liwan.Documents.Docx;
using Liwan.Documents.Layout;
using Liwan.Documents.Reading;
using Liwan.Documents.Xlsx;
using Xunit.Abstractions;

namespace Liwan.Documents.Tests;

/// <summary>Real documents, cut off and with bytes changed: for 3 s each, for as long as LIWAN_FUZZ_SECONDS says, or ten minutes in the full run.</summary>
public class SpoiltFileTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("docx")]
    [InlineData("xlsx")]
    [InlineData("pdf")]
    [InlineData("foreign.pdf")]
    public void Read_OfASpoiltFile_GivesAFormOrSaysWhatIsBroken(string kind)
    {
        var form = TestForms.NpcOffice;
        var grid = FormGridBuilder.Build(form);
        var file = kind switch
        {
            "docx" => DocxFormWriter.Write(grid, form, Rendered.Submitted),
            "xlsx" => XlsxFormWriter.Write(grid, form, Rendered.Submitted),
            "pdf" => Rendered.Writer.Write(grid, Rendered.Submitted, form),
            _ => Rendered.Writer.Write(grid, Rendered.Submitted),
        };
        Spoil(file, kinds: kind.EndsWith("pdf", StringComparison.Ordinal) ? 2 : 3);
    }

    private void Spoil(byte[] file, int kinds)
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("LIWAN_FUZZ_SECONDS"), out var given) ? given
            : Environment.GetEnvironmentVariable("LIWAN_TEST_FULL") == "1" ? 600 : 3;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("LIWAN_FUZZ_SEED"), out var chosen) ? chosen : 440103;
        var random = new Random(seed);
        var clock = Stopwatch.StartNew();
        var (count, refused, slowest) = (0, 0, TimeSpan.Zero);
        for (; count < 50 || clock.Elapsed < TimeSpan.FromSeconds(seconds); count++)
        {
            var spoilt = random.Next(kinds) switch
            {
                0 => file[..random.Next(file.Length)],
                1 => Changed(file, random),
                _ => ChangedWithin(file, random),
            };
            var before = clock.Elapsed;
            try
            {
                FormDocumentReader.Read(spoilt, new ReadLimits(), CancellationToken.None);
            }
            catch (DocumentReadException)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, file {count}: {e}");
            }

            slowest = clock.Elapsed - before > slowest ? clock.Elapsed - before : slowest;
        }

        output.WriteLine($"seed {seed}: {count} files in {seconds} s, {refused} refused, the slowest in {slowest.TotalMilliseconds:0} ms; {GC.GetTotalMemory(forceFullCollection: true) >> 20} MB held");
        Assert.InRange(slowest, TimeSpan.Zero, Slow);
    }

    private static byte[] Changed(byte[] file, Random random)
    {
        var changed = file.ToArray();
        for (var i = random.Next(1, 20); i > 0; i--)
        {
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
        }

        return changed;
    }

    // Within the parts, so that what is read is no longer kept out by checksums.
    private static byte[] ChangedWithin(byte[] file, Random random)
    {
        using var changed = new MemoryStream();
        changed.Write(file);
        using (var archive = new ZipArchive(changed, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = archive.Entries[random.Next(archive.Entries.Count)];
            using var stream = entry.Open();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            var text = Encoding.UTF8.GetString(copy.ToArray());
            stream.SetLength(0);
            stream.Write(Encoding.UTF8.GetBytes(Edit(text, random)));
        }

        return changed.ToArray();
    }

    private static string Edit(string text, Random random)
    {
        string[] pieces = ["0", "-1", "99999999999", "", "\"", "<", ">", "/>", "restart", "A1:XFD1048576", "&#0;", "&amp;", "w:", "rId1", "荔"];
        var edited = new StringBuilder(text);
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(edited.Length);
            edited.Remove(at, Math.Min(random.Next(8), edited.Length - at)).Insert(at, pieces[random.Next(pieces.Length)]);
        }

        return edited.ToString();
    }
}

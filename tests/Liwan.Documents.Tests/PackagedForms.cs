using System.IO.Compression;
using System.Text;
using Liwan.Documents.Layout;
using Liwan.Documents.Packages;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Tests;

/// <summary>What DOCX and XLSX are held against.</summary>
internal static class PackagedForms
{
    /// <summary>The cells of <paramref name="grid"/> with their texts as XML can carry them.</summary>
    public static IEnumerable<(int Row, int Column, int RowSpan, int ColumnSpan, string Text)> Expected(FormGrid grid) =>
        grid.Cells.Select(cell => (cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan, XmlText.Printable(cell.Text)));

    public static byte[] Zip(params (string Name, string Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return file.ToArray();
    }

    /// <summary>Reads <paramref name="file"/> cut off and with bytes changed, in the package and within its parts: for 3 s, or LIWAN_FUZZ_SECONDS.</summary>
    public static void Spoil(byte[] file, Action<byte[]> read) => Spoil(file, read, 3);

    /// <summary>As <see cref="Spoil(byte[], Action{byte[]})"/>, for what is no package.</summary>
    public static void SpoilBytes(byte[] file, Action<byte[]> read) => Spoil(file, read, 2);

    private static void Spoil(byte[] file, Action<byte[]> read, int kinds)
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("LIWAN_FUZZ_SECONDS"), out var given) ? given : 3;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("LIWAN_FUZZ_SEED"), out var chosen) ? chosen : 440103;
        var random = new Random(seed);
        var end = DateTime.UtcNow.AddSeconds(seconds);
        for (var i = 0; i < 50 || DateTime.UtcNow < end; i++)
        {
            var spoilt = random.Next(kinds) switch
            {
                0 => file[..random.Next(file.Length)],
                1 => Changed(file, random),
                _ => ChangedWithin(file, random),
            };
            try
            {
                read(spoilt);
            }
            catch (DocumentReadException)
            {
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, file {i}: {e}");
            }
        }
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

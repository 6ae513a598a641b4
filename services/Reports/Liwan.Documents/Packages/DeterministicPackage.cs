using System.IO.Compression;

namespace Liwan.Documents.Packages;

/// <summary>Packs a package anew so that the same parts give the same bytes: fixed order, fixed times.</summary>
public static class DeterministicPackage
{
    // The first moment that a zip file can name.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Gives the package in <paramref name="package"/> with its parts in fixed order and without the time of packing.</summary>
    public static byte[] Pack(Stream package)
    {
        using var source = new ZipArchive(package, ZipArchiveMode.Read, leaveOpen: true);
        using var output = new MemoryStream();
        using (var target = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            // Programs that sniff the type of a file expect the content types first.
            foreach (ZipArchiveEntry entry in source.Entries
                .OrderBy(entry => entry.FullName switch { "[Content_Types].xml" => 0, "_rels/.rels" => 1, _ => 2 })
                .ThenBy(entry => entry.FullName, StringComparer.Ordinal))
            {
                ZipArchiveEntry copy = target.CreateEntry(entry.FullName, CompressionLevel.Optimal);
                copy.LastWriteTime = Epoch;
                using Stream from = entry.Open();
                using Stream to = copy.Open();
                from.CopyTo(to);
            }
        }

        return output.ToArray();
    }
}

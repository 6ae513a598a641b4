using System.IO.Compression;
using System.Runtime.InteropServices;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Packages;

/// <summary>Stands between a file from outside and the libraries that read it.</summary>
/// <remarks>
/// What it hands over is not the file but a package packed anew from the parts it inflated and checked itself, so that no
/// library can read the file differently than the guard did. Only XML comes through, and only what the root leads to:
/// pictures, macros and embedded files keep their names but lose their content.
/// </remarks>
public static class PackageGuard
{
    private const string ContentTypes = "[Content_Types].xml";
    private const string RelationshipsExtension = ".rels";
    private const int BufferSize = 64 * 1024;

    /// <summary>Opens <paramref name="file"/> as a package of Office Open XML that is safe to read.</summary>
    /// <exception cref="DocumentReadException">The file is broken, hostile, beyond <paramref name="limits"/>, or of another kind.</exception>
    public static MemoryStream Open(ReadOnlyMemory<byte> file, ReadLimits limits) => Open(file, new ReadBudget(limits, CancellationToken.None));

    /// <summary>Opens <paramref name="file"/> on a budget that reading goes on with.</summary>
    internal static MemoryStream Open(ReadOnlyMemory<byte> file, ReadBudget budget)
    {
        ReadBudget.Require("大小（字节）", file.Length, budget.Limits.MaxBytes);
        FileKind.RequirePackage(file.Span);
        try
        {
            using var stream = new MemoryStream(Bytes(file, out int offset), offset, file.Length, writable: false);
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            return Repack(zip, budget);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or NotSupportedException or ArgumentException or FormatException or OverflowException)
        {
            throw new DocumentReadException("文件不完整或已损坏：无法作为压缩包打开。", exception);
        }
    }

    private static MemoryStream Repack(ZipArchive zip, ReadBudget budget)
    {
        Dictionary<string, ZipArchiveEntry> entries = Entries(zip, budget);
        byte[] Read(string name) => Part(name, entries[name], budget);
        var graph = PackageGraph.Follow(name => entries.ContainsKey(name) ? Read(name) : null, entries.ContainsKey);
        var safe = new MemoryStream(Capacity(graph.Parts.Where(IsXml).Sum(name => entries[name].Length)));
        using (var target = new ZipArchive(safe, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(target, ContentTypes, Read(ContentTypes));
            foreach ((string name, byte[] relationships) in graph.Relationships)
            {
                Write(target, name, relationships);
            }

            foreach (string name in graph.Parts.Where(name => !name.Equals(ContentTypes, StringComparison.OrdinalIgnoreCase) && !graph.Relationships.ContainsKey(name)))
            {
                budget.Check();
                Write(target, entries[name].FullName, IsXml(name) ? Read(name) : []);
            }
        }

        safe.Position = 0;
        return safe;
    }

    private static void Write(ZipArchive target, string name, byte[] part)
    {
        using Stream stream = target.CreateEntry(name, CompressionLevel.NoCompression).Open();
        stream.Write(part);
    }

    private static Dictionary<string, ZipArchiveEntry> Entries(ZipArchive zip, ReadBudget budget)
    {
        ReadBudget.Require("部件数", zip.Entries.Count, budget.Limits.MaxParts);
        var entries = new Dictionary<string, ZipArchiveEntry>(StringComparer.OrdinalIgnoreCase);
        long declared = 0;
        foreach (ZipArchiveEntry entry in zip.Entries.Where(entry => !entry.FullName.EndsWith('/')))
        {
            if (entry.IsEncrypted)
            {
                throw new DocumentReadException("文件已加密，无法读取，请去掉密码后另存再导入。");
            }

            if (!entries.TryAdd(entry.FullName, entry))
            {
                throw new DocumentReadException($"文件已损坏：有两个同名的部件 {entry.FullName}。");
            }

            // Each is below 2^63, but their sum need not be.
            declared = Math.Max(entry.Length, declared + Math.Min(entry.Length, long.MaxValue - declared));
        }

        ReadBudget.Require("解压后的大小（字节）", declared, budget.Limits.MaxInflatedBytes);
        return entries.ContainsKey(ContentTypes)
            ? entries
            : throw new DocumentReadException($"文件不是 .docx 或 .xlsx 文件：压缩包里没有 {ContentTypes}。");
    }

    private static byte[] Part(string name, ZipArchiveEntry entry, ReadBudget budget)
    {
        byte[] part = Inflate(entry, budget);
        if (Crc32.Of(part) != entry.Crc32)
        {
            throw new DocumentReadException($"文件已损坏：部件 {name} 的校验和不符。");
        }

        int elements = SafeXml.Check(name, part, budget);
        if (name == ContentTypes || name.EndsWith(RelationshipsExtension, StringComparison.OrdinalIgnoreCase))
        {
            // The libraries keep these lists in memory whole.
            ReadBudget.Require($"部件 {name} 的条目数", elements, budget.Limits.MaxParts);
        }

        return part;
    }

    /// <summary>Inflates an entry, counting what really comes out of it, whatever it declares.</summary>
    private static byte[] Inflate(ZipArchiveEntry entry, ReadBudget budget)
    {
        using Stream from = entry.Open();
        // What is declared is within the limits by now, and mostly true.
        using var to = new MemoryStream(Capacity(entry.Length));
        byte[] buffer = new byte[BufferSize];
        for (int read = from.Read(buffer); read > 0; read = from.Read(buffer))
        {
            budget.Inflate(read);
            to.Write(buffer, 0, read);
        }

        return to.Length == to.Capacity ? to.GetBuffer() : to.ToArray();
    }

    private static int Capacity(long declared) => (int)Math.Min(declared, int.MaxValue / 2);

    private static bool IsXml(string name) =>
        name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(RelationshipsExtension, StringComparison.OrdinalIgnoreCase);

    private static byte[] Bytes(ReadOnlyMemory<byte> file, out int offset)
    {
        if (MemoryMarshal.TryGetArray(file, out ArraySegment<byte> segment))
        {
            offset = segment.Offset;
            return segment.Array!;
        }

        offset = 0;
        return file.ToArray();
    }
}

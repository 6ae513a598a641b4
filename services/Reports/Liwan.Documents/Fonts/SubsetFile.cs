using System.Buffers.Binary;

namespace Liwan.Documents.Fonts;

/// <summary>Builds the TrueType file of a subset, as a zlib stream ready for a PDF.</summary>
internal sealed class SubsetFile
{
    private const int ComponentWordArguments = 0x0001;
    private const int ComponentScale = 0x0008;
    private const int ComponentMore = 0x0020;
    private const int ComponentScaleXY = 0x0040;
    private const int ComponentMatrix = 0x0080;
    private const uint ChecksumOfFile = 0xB1B0AFBA;

    private readonly FontFace _face;
    private readonly List<int> _glyphs;
    private readonly Dictionary<int, int> _components = [];

    private SubsetFile(FontSubset subset)
    {
        _face = subset.Face;
        _glyphs = [.. subset.Slots.Select(slot => slot.Glyph)];
    }

    /// <summary>Builds the file.</summary>
    /// <param name="subset">The glyphs, in order.</param>
    /// <returns>The zlib stream, and the length of what it holds.</returns>
    public static (byte[] Compressed, int Length) Build(FontSubset subset) => new SubsetFile(subset).Build();

    private (byte[] Compressed, int Length) Build()
    {
        List<PackedGlyph> outlines = PackOutlines();
        byte[] start = BuildStart(outlines);

        using var output = new MemoryStream();
        output.Write([0x78, 0x9C]);
        Adler32 adler = Adler32.Empty;
        int length = 0;
        foreach (PackedGlyph part in outlines.Prepend(PackedGlyph.Pack(start)))
        {
            output.Write(part.Deflated.Span);
            adler = adler.Then(part.Adler);
            length += part.Length;
        }

        // An empty final block, then the checksum of everything.
        output.Write([0x03, 0x00]);
        Span<byte> trailer = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(trailer, adler.Value);
        output.Write(trailer);
        return (output.ToArray(), length);
    }

    private List<PackedGlyph> PackOutlines()
    {
        var outlines = new List<PackedGlyph>(_glyphs.Count);
        // The list grows while it is walked: components are appended behind the glyphs that use them.
        for (int i = 0; i < _glyphs.Count; i++)
        {
            int glyph = _glyphs[i];
            if (glyph < 0)
            {
                outlines.Add(PackedGlyph.Pack([]));
                continue;
            }

            FontData outline = _face.Outline(glyph);
            outlines.Add(IsComposite(outline) ? PackedGlyph.Pack(Renumber(outline)) : _face.Packed(glyph));
        }

        return outlines;
    }

    private static bool IsComposite(FontData outline) => outline.Length >= 10 && outline.I16(0) < 0;

    /// <summary>A composite glyph with its components' numbers replaced by those of the subset.</summary>
    private byte[] Renumber(FontData outline)
    {
        byte[] bytes = outline.Memory.ToArray();
        int offset = 10;
        int flags;
        do
        {
            flags = outline.U16(offset);
            int component = outline.U16(offset + 2);
            if (component >= _face.GlyphCount)
            {
                throw new FontFormatException("字体文件已损坏（组合字形）");
            }

            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(offset + 2), (ushort)ComponentNumber(component));
            offset += 4 + ((flags & ComponentWordArguments) != 0 ? 4 : 2);
            offset += (flags & ComponentScale) != 0 ? 2 : (flags & ComponentScaleXY) != 0 ? 4 : (flags & ComponentMatrix) != 0 ? 8 : 0;
        }
        while ((flags & ComponentMore) != 0);
        return bytes;
    }

    private int ComponentNumber(int glyph)
    {
        if (!_components.TryGetValue(glyph, out int number))
        {
            number = _glyphs.Count;
            _glyphs.Add(glyph);
            _components.Add(glyph, number);
        }

        return number;
    }

    /// <summary>Everything before the outlines: the table directory and the small tables. The outlines come last in the file so that they can be appended packed.</summary>
    private byte[] BuildStart(List<PackedGlyph> outlines)
    {
        var tables = new List<(string Tag, byte[] Bytes)>
        {
            ("head", Head()),
            ("hhea", Hhea()),
            ("hmtx", Hmtx()),
            ("loca", Loca(outlines)),
            ("maxp", Maxp()),
        };
        foreach (string tag in (ReadOnlySpan<string>)["cvt ", "fpgm", "prep"])
        {
            if (_face.Tables.Find(tag) is { } program)
            {
                tables.Add((tag, program.Memory.ToArray()));
            }
        }

        int directory = 12 + (16 * (tables.Count + 1));
        var records = new List<(string Tag, uint Checksum, int Offset, int Length)>();
        using var body = new MemoryStream();
        foreach ((string tag, byte[] bytes) in tables)
        {
            byte[] words = new byte[(bytes.Length + 3) & ~3];
            bytes.CopyTo(words, 0);
            records.Add((tag, SfntChecksum.Of(words), directory + (int)body.Position, bytes.Length));
            body.Write(words);
        }

        uint outlineChecksum = 0;
        foreach (PackedGlyph outline in outlines)
        {
            outlineChecksum += outline.Checksum;
        }

        records.Add(("glyf", outlineChecksum, directory + (int)body.Position, outlines.Sum(outline => outline.Length)));
        byte[] start = new byte[directory + body.Position];
        WriteDirectory(start, records);
        body.ToArray().CopyTo(start, directory);

        uint whole = SfntChecksum.Of(start) + outlineChecksum;
        int headOffset = records.Single(record => record.Tag == "head").Offset;
        BinaryPrimitives.WriteUInt32BigEndian(start.AsSpan(headOffset + 8), ChecksumOfFile - whole);
        return start;
    }

    private static void WriteDirectory(Span<byte> start, List<(string Tag, uint Checksum, int Offset, int Length)> records)
    {
        int power = 1;
        int log = 0;
        while (power * 2 <= records.Count)
        {
            power *= 2;
            log++;
        }

        BinaryPrimitives.WriteUInt32BigEndian(start, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(start[4..], (ushort)records.Count);
        BinaryPrimitives.WriteUInt16BigEndian(start[6..], (ushort)(power * 16));
        BinaryPrimitives.WriteUInt16BigEndian(start[8..], (ushort)log);
        BinaryPrimitives.WriteUInt16BigEndian(start[10..], (ushort)((records.Count - power) * 16));
        Span<byte> record = start[12..];
        foreach ((string tag, uint checksum, int offset, int length) in records.OrderBy(r => r.Tag, StringComparer.Ordinal))
        {
            BinaryPrimitives.WriteUInt32BigEndian(record, SfntFile.Tag(tag));
            BinaryPrimitives.WriteUInt32BigEndian(record[4..], checksum);
            BinaryPrimitives.WriteUInt32BigEndian(record[8..], (uint)offset);
            BinaryPrimitives.WriteUInt32BigEndian(record[12..], (uint)length);
            record = record[16..];
        }
    }

    private byte[] Head()
    {
        byte[] head = _face.Tables.Require("head").Bytes(0, 54).ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(8), 0);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(50), 1);
        return head;
    }

    private byte[] Hhea()
    {
        byte[] hhea = _face.Tables.Require("hhea").Bytes(0, 36).ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(hhea.AsSpan(34), (ushort)_glyphs.Count);
        return hhea;
    }

    private byte[] Maxp()
    {
        byte[] maxp = _face.Tables.Require("maxp").Memory.ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(maxp.AsSpan(4), (ushort)_glyphs.Count);
        return maxp;
    }

    private byte[] Hmtx()
    {
        byte[] hmtx = new byte[4 * _glyphs.Count];
        for (int i = 0; i < _glyphs.Count; i++)
        {
            (int advance, int bearing) = _glyphs[i] < 0 ? (0, 0) : _face.Metrics(_glyphs[i]);
            BinaryPrimitives.WriteUInt16BigEndian(hmtx.AsSpan(4 * i), (ushort)advance);
            BinaryPrimitives.WriteInt16BigEndian(hmtx.AsSpan((4 * i) + 2), (short)bearing);
        }

        return hmtx;
    }

    private static byte[] Loca(List<PackedGlyph> outlines)
    {
        byte[] loca = new byte[4 * (outlines.Count + 1)];
        uint offset = 0;
        for (int i = 0; i < outlines.Count; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(loca.AsSpan(4 * i), offset);
            offset += (uint)outlines[i].Length;
        }

        BinaryPrimitives.WriteUInt32BigEndian(loca.AsSpan(4 * outlines.Count), offset);
        return loca;
    }
}

using System.IO.Compression;

namespace Liwan.Documents.Fonts;

/// <summary>A run of bytes of a font, deflated on its own so that it can be joined with others into one zlib stream without deflating again.</summary>
/// <remarks>
/// The deflated form is a series of non-final blocks that ends on a byte boundary (a sync flush) and refers to nothing before itself.
/// Deflating is by far the dearest step of embedding a font, and the same few thousand glyphs recur in every document.
/// </remarks>
internal sealed record PackedGlyph(ReadOnlyMemory<byte> Deflated, int Length, uint Checksum, Adler32 Adler)
{
    /// <summary>Packs <paramref name="bytes"/>, padded with zeros to whole 32-bit words as the font format wants.</summary>
    public static PackedGlyph Pack(ReadOnlySpan<byte> bytes)
    {
        int padded = (bytes.Length + 3) & ~3;
        if (padded == 0)
        {
            return new PackedGlyph(ReadOnlyMemory<byte>.Empty, 0, 0, Adler32.Empty);
        }

        byte[] words = new byte[padded];
        bytes.CopyTo(words);
        return new PackedGlyph(Deflate(words), padded, SfntChecksum.Of(words), Adler32.Of(words));
    }

    private static byte[] Deflate(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var deflate = new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(bytes);
            deflate.Flush();
            // Disposing appends the final block, which must not be part of what is joined.
            return output.ToArray();
        }
    }
}

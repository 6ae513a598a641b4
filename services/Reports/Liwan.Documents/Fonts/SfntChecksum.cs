using System.Buffers.Binary;

namespace Liwan.Documents.Fonts;

/// <summary>The checksum of font tables: the sum of their big-endian 32-bit words.</summary>
internal static class SfntChecksum
{
    public static uint Of(ReadOnlySpan<byte> words)
    {
        uint sum = 0;
        for (; words.Length >= 4; words = words[4..])
        {
            sum += BinaryPrimitives.ReadUInt32BigEndian(words);
        }

        return sum;
    }
}

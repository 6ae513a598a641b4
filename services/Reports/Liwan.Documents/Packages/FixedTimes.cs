using System.Buffers.Binary;

namespace Liwan.Documents.Packages;

/// <summary>Sets the times within a ZIP file to the first that the format knows, so that the same form gives the same bytes.</summary>
internal static class FixedTimes
{
    private const uint EndOfDirectory = 0x06054B50;
    private const uint DirectoryEntry = 0x02014B50;
    private const int EndLength = 22;
    // 1980-01-01 00:00, time before date.
    private const uint First = 0x00210000;

    /// <summary>Changes <paramref name="zip"/>, which has no comment and is no ZIP64.</summary>
    public static void Set(Span<byte> zip)
    {
        Span<byte> end = zip[^EndLength..];
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) != EndOfDirectory)
        {
            throw new ArgumentException("The file does not end as a ZIP file without a comment does.", nameof(zip));
        }

        int count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        int at = (int)BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        for (int i = 0; i < count; i++)
        {
            Span<byte> entry = zip[at..];
            if (BinaryPrimitives.ReadUInt32LittleEndian(entry) != DirectoryEntry)
            {
                throw new ArgumentException("The directory of the ZIP file is broken.", nameof(zip));
            }

            BinaryPrimitives.WriteUInt32LittleEndian(entry[12..], First);
            int local = (int)BinaryPrimitives.ReadUInt32LittleEndian(entry[42..]);
            BinaryPrimitives.WriteUInt32LittleEndian(zip[(local + 10)..], First);
            at += 46 + BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]) + BinaryPrimitives.ReadUInt16LittleEndian(entry[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
        }
    }
}

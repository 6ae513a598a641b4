using System.Buffers.Binary;
using System.Text;

namespace Liwan.Documents.Pdf.Archival;

/// <summary>An ICC profile of grey with gamma 2.2 (ICC.1:2001-04), which says how the black and the greys of a document are meant: PDF/A asks for one.</summary>
internal static class GrayProfile
{
    /// <summary>What the profile is called.</summary>
    public const string Name = "Gray Gamma 2.2";

    private const int HeaderLength = 128;

    /// <summary>The profile.</summary>
    public static byte[] Bytes { get; } = Build();

    private static byte[] Build()
    {
        (string Signature, byte[] Data)[] tags =
        [
            ("cprt", [.. Signature("text"), .. Encoding.ASCII.GetBytes("No copyright, use freely.\0")]),
            ("desc", Description()),
            ("kTRC", [.. Signature("curv"), .. Words(1), 0x02, 0x33]),
            ("wtpt", [.. Signature("XYZ "), .. D50]),
        ];
        var table = new List<byte>(Words((uint)tags.Length));
        var data = new List<byte>();
        int start = HeaderLength + 4 + (12 * tags.Length);
        foreach ((string signature, byte[] bytes) in tags)
        {
            table.AddRange([.. Encoding.ASCII.GetBytes(signature), .. Words((uint)(start + data.Count), (uint)bytes.Length)]);
            data.AddRange(bytes);
            data.AddRange(new byte[-bytes.Length & 3]);
        }

        return [.. Header(start + data.Count), .. table, .. data];
    }

    // The white that all profiles speak of.
    private static byte[] D50 => Words(0x0000F6D6, 0x00010000, 0x0000D32D);

    private static byte[] Header(int length)
    {
        var header = new byte[HeaderLength];
        Words((uint)length, 0, 0x02100000).CopyTo(header, 0);
        Encoding.ASCII.GetBytes("mntrGRAYXYZ ").CopyTo(header, 12);
        // 2000-01-01, since a document has no clock.
        ((byte[])[0x07, 0xD0, 0, 1, 0, 1]).CopyTo(header, 24);
        Encoding.ASCII.GetBytes("acsp").CopyTo(header, 36);
        D50.CopyTo(header, 68);
        return header;
    }

    private static byte[] Description()
    {
        byte[] name = Encoding.ASCII.GetBytes(Name + "\0");
        // Behind the ASCII name stand one in Unicode and one for old Macintoshes, both empty.
        return [.. Signature("desc"), .. Words((uint)name.Length), .. name, .. new byte[4 + 4 + 2 + 1 + 67]];
    }

    private static byte[] Signature(string signature) => [.. Encoding.ASCII.GetBytes(signature), 0, 0, 0, 0];

    private static byte[] Words(params ReadOnlySpan<uint> values)
    {
        var bytes = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 * i), values[i]);
        }

        return bytes;
    }
}

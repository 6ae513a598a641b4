namespace Liwan.Documents.Fonts;

/// <summary>The Adler-32 checksum of RFC 1950, which can be joined from those of the parts.</summary>
internal readonly record struct Adler32(uint Low, uint High, long Length)
{
    private const uint Modulus = 65521;
    private const int BytesBetweenReductions = 5552;

    public static Adler32 Empty { get; } = new(1, 0, 0);

    public uint Value => (High << 16) | Low;

    public static Adler32 Of(ReadOnlySpan<byte> bytes)
    {
        uint low = 1;
        uint high = 0;
        for (int start = 0; start < bytes.Length; start += BytesBetweenReductions)
        {
            foreach (byte value in bytes.Slice(start, Math.Min(BytesBetweenReductions, bytes.Length - start)))
            {
                low += value;
                high += low;
            }

            low %= Modulus;
            high %= Modulus;
        }

        return new Adler32(low, high, bytes.Length);
    }

    /// <summary>The checksum of these bytes followed by those of <paramref name="next"/>.</summary>
    public Adler32 Then(Adler32 next)
    {
        // Each byte of the second part is counted on top of the first part's low sum, less the 1 that every sum starts from.
        uint carried = (Low + Modulus - 1) % Modulus;
        uint low = (next.Low + carried) % Modulus;
        uint high = (uint)((High + next.High + ((ulong)(next.Length % Modulus) * carried)) % Modulus);
        return new Adler32(low, high, Length + next.Length);
    }
}

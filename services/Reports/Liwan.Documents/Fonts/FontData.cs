using System.Buffers.Binary;

namespace Liwan.Documents.Fonts;

/// <summary>Big-endian reading of a part of a font file. Reading past its end is a <see cref="FontFormatException"/>.</summary>
internal readonly struct FontData(ReadOnlyMemory<byte> bytes)
{
    public ReadOnlyMemory<byte> Memory { get; } = bytes;

    public int Length => Memory.Length;

    public int U8(int offset) => Bytes(offset, 1)[0];

    public int U16(int offset) => BinaryPrimitives.ReadUInt16BigEndian(Bytes(offset, 2));

    public int I16(int offset) => BinaryPrimitives.ReadInt16BigEndian(Bytes(offset, 2));

    public uint U32(int offset) => BinaryPrimitives.ReadUInt32BigEndian(Bytes(offset, 4));

    /// <summary>A 32-bit offset, count or length, which must be usable as an index.</summary>
    public int Index32(int offset)
    {
        uint value = U32(offset);
        return value <= int.MaxValue ? (int)value : throw Truncated();
    }

    public ReadOnlySpan<byte> Bytes(int offset, int length) => Slice(offset, length).Memory.Span;

    public FontData Slice(int offset, int length) =>
        offset >= 0 && length >= 0 && (long)offset + length <= Memory.Length
            ? new FontData(Memory.Slice(offset, length))
            : throw Truncated();

    public FontData From(int offset) => Slice(offset, Memory.Length - offset);

    private static FontFormatException Truncated() => new("字体文件已损坏（数据不完整）");
}

using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Liwan.Documents.Pdf;

/// <summary>PDF syntax appended to a byte buffer.</summary>
internal sealed class PdfBuffer
{
    private readonly ArrayBufferWriter<byte> _bytes = new(16 * 1024);

    public int Length => _bytes.WrittenCount;

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>Forgets what was written, and keeps the room for more.</summary>
    public void Clear() => _bytes.ResetWrittenCount();

    public PdfBuffer Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>ASCII syntax.</summary>
    public PdfBuffer Syntax(string ascii)
    {
        Encoding.ASCII.GetBytes(ascii, _bytes);
        return this;
    }

    public PdfBuffer Integer(long value)
    {
        Span<byte> target = _bytes.GetSpan(20);
        Utf8Formatter.TryFormat(value, target, out int written);
        _bytes.Advance(written);
        return this;
    }

    /// <summary>Four hexadecimal digits.</summary>
    public PdfBuffer Hex(ushort value)
    {
        Utf8Formatter.TryFormat(value, _bytes.GetSpan(4), out int written, new StandardFormat('X', 4));
        _bytes.Advance(written);
        return this;
    }

    /// <summary>A number with two decimals at most, and a space behind it.</summary>
    public PdfBuffer Number(double value) => Hundredths((long)Math.Round(value * 100, MidpointRounding.AwayFromZero));

    /// <summary>Text as a string object in UTF-16, for what readers show to people.</summary>
    public PdfBuffer Text(string text) => Raw("<FEFF"u8).Syntax(Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))).Raw(">"u8);

    /// <summary>A time as a date object, to the second, with its offset.</summary>
    public PdfBuffer Date(DateTimeOffset time)
    {
        string offset = time.ToString("zzz", CultureInfo.InvariantCulture).Replace(':', '\'');
        return Syntax(string.Create(CultureInfo.InvariantCulture, $"(D:{time:yyyyMMddHHmmss}{offset}')"));
    }

    /// <summary>One byte inside a literal string, escaped where the syntax needs it.</summary>
    public void StringByte(byte value)
    {
        Span<byte> target = _bytes.GetSpan(2);
        int length = 0;
        if (value is (byte)'(' or (byte)')' or (byte)'\\' or (byte)'\r')
        {
            target[length++] = (byte)'\\';
            value = value == (byte)'\r' ? (byte)'r' : value;
        }

        target[length++] = value;
        _bytes.Advance(length);
    }

    private PdfBuffer Hundredths(long value)
    {
        if (value < 0)
        {
            Raw("-"u8);
            value = -value;
        }

        Integer(value / 100);
        long fraction = value % 100;
        if (fraction != 0)
        {
            Raw(fraction < 10 ? ".0"u8 : "."u8);
            Integer(fraction % 10 == 0 ? fraction / 10 : fraction);
        }

        return Raw(" "u8);
    }
}

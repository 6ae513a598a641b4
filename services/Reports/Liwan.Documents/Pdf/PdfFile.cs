using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Liwan.Documents.Pdf;

/// <summary>The objects of a PDF file and their places in it.</summary>
internal sealed class PdfFile
{
    private readonly PdfBuffer _buffer = new();
    private readonly List<long> _offsets = [];
    private readonly IncrementalHash _drainedContent = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _drained;

    // The comment of bytes above 127 tells programs that move files that this one is binary.
    public PdfFile() => _buffer.Raw("%PDF-1.7\n%"u8).Raw([0xE2, 0xE3, 0xCF, 0xD3, 0x0A]);

    /// <summary>Sets a number aside for an object that is written later.</summary>
    public int Reserve()
    {
        _offsets.Add(0);
        return _offsets.Count;
    }

    /// <summary>Begins the object of a reserved number; what follows is written to the returned buffer until <see cref="End"/>.</summary>
    public PdfBuffer Begin(int number)
    {
        _offsets[number - 1] = _drained + _buffer.Length;
        return _buffer.Integer(number).Raw(" 0 obj\n"u8);
    }

    public void End() => _buffer.Raw("\nendobj\n"u8);

    /// <summary>Hands over what is complete, between objects, so that a long file need not be held.</summary>
    public void Drain(IBufferWriter<byte> output)
    {
        _drainedContent.AppendData(_buffer.Written);
        _drained += _buffer.Length;
        output.Write(_buffer.Written);
        _buffer.Clear();
    }

    /// <summary>Writes a stream object, deflating its content.</summary>
    public void Stream(int number, ReadOnlySpan<byte> content, ReadOnlySpan<byte> entries = default)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(content);
        }

        CompressedStream(number, compressed.GetBuffer().AsSpan(0, (int)compressed.Length), entries);
    }

    /// <summary>Writes a stream object whose content is a zlib stream already.</summary>
    public void CompressedStream(int number, ReadOnlySpan<byte> zlib, ReadOnlySpan<byte> entries)
    {
        Begin(number).Raw("<</Filter/FlateDecode/Length "u8).Integer(zlib.Length).Raw(entries).Raw(">>stream\n"u8).Raw(zlib).Raw("\nendstream"u8);
        End();
    }

    /// <summary>Writes a stream object as it is, for what other programs read without understanding PDF.</summary>
    public void PlainStream(int number, ReadOnlySpan<byte> content, ReadOnlySpan<byte> entries)
    {
        Begin(number).Raw("<</Length "u8).Integer(content.Length).Raw(entries).Raw(">>stream\n"u8).Raw(content).Raw("\nendstream"u8);
        End();
    }

    /// <summary>Writes the cross-reference table and the trailer, and hands the file over.</summary>
    /// <param name="catalog">The object of the catalog.</param>
    /// <param name="info">The object of the information dictionary.</param>
    /// <param name="id">What the file is known by; null to make it of all that is in it.</param>
    /// <param name="output">What takes the rest of the file.</param>
    public void Finish(int catalog, int info, string? id, IBufferWriter<byte> output)
    {
        Drain(output);
        id ??= Convert.ToHexString(_drainedContent.GetCurrentHash().AsSpan(0, 16));
        _drainedContent.Dispose();
        long start = _drained;
        _buffer.Raw("xref\n0 "u8).Integer(_offsets.Count + 1).Raw("\n0000000000 65535 f \n"u8);
        foreach (long offset in _offsets)
        {
            _buffer.Syntax(offset.ToString("0000000000", CultureInfo.InvariantCulture)).Raw(" 00000 n \n"u8);
        }

        _buffer.Raw("trailer\n<</Size "u8).Integer(_offsets.Count + 1)
            .Raw("/Root "u8).Integer(catalog).Raw(" 0 R/Info "u8).Integer(info).Raw(" 0 R"u8)
            .Syntax($"/ID[<{id}><{id}>]").Raw(">>\nstartxref\n"u8).Integer(start).Raw("\n%%EOF\n"u8);
        output.Write(_buffer.Written);
    }
}

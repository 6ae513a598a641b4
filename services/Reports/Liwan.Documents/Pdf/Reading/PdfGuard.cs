using System.IO.Compression;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>Looks through the bytes of a PDF before a library parses it: libraries recurse and inflate without a limit, and a stack that overflows ends the process.</summary>
internal static class PdfGuard
{
    private const int InflateBuffer = 64 * 1024;

    /// <summary>Checks <paramref name="file"/> against <paramref name="limits"/>.</summary>
    /// <exception cref="DocumentReadException">It is no PDF or goes beyond a limit.</exception>
    public static void Check(ReadOnlyMemory<byte> file, ReadLimits limits, CancellationToken cancellationToken)
    {
        if (file.Length > limits.MaxBytes)
        {
            throw new DocumentReadException($"文件有 {file.Length:N0} 字节，超过上限 {limits.MaxBytes:N0} 字节。");
        }

        long left = limits.MaxInflatedBytes;
        ReadOnlySpan<byte> bytes = file.Span;
        for (int at = 0; at < bytes.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int stream = bytes[at..].IndexOf("stream"u8);
            RequireFlat(stream < 0 ? bytes[at..] : bytes.Slice(at, stream), limits);
            if (stream < 0)
            {
                break;
            }

            int start = at + stream + "stream"u8.Length;
            start += start < bytes.Length && bytes[start] == '\r' ? 1 : 0;
            start += start < bytes.Length && bytes[start] == '\n' ? 1 : 0;
            int length = bytes[start..].IndexOf("endstream"u8);
            length = length < 0 ? bytes.Length - start : length;
            CheckStream(file.Slice(start, length), limits, ref left, cancellationToken);
            at = start + length + "endstream"u8.Length;
        }
    }

    /// <summary>Inflates a stream if it is deflated, and counts what comes out; what comes out may nest as deeply as the file itself.</summary>
    private static void CheckStream(ReadOnlyMemory<byte> stream, ReadLimits limits, ref long left, CancellationToken cancellationToken)
    {
        // The two bytes that begin a zlib stream.
        if (stream.Length < 2 || (stream.Span[0] & 0x0F) != 8 || ((stream.Span[0] << 8) + stream.Span[1]) % 31 != 0)
        {
            left -= stream.Length;
            RequireFlat(stream.Span, limits);
        }
        else
        {
            using var inflated = new ZLibStream(new MemoryStream(stream.ToArray(), writable: false), CompressionMode.Decompress);
            var buffer = new byte[InflateBuffer];
            int depth = 0;
            try
            {
                for (int read = inflated.Read(buffer); read > 0 && left >= 0; read = inflated.Read(buffer))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    left -= read;
                    RequireFlat(buffer.AsSpan(0, read), limits, ref depth);
                }
            }
            catch (InvalidDataException)
            {
                // Cut off or spoilt: as much as comes out counts.
            }
        }

        if (left < 0)
        {
            throw new DocumentReadException($"文件解压后超过上限 {limits.MaxInflatedBytes:N0} 字节。");
        }
    }

    private static void RequireFlat(ReadOnlySpan<byte> bytes, ReadLimits limits)
    {
        int depth = 0;
        RequireFlat(bytes, limits, ref depth);
    }

    // Brackets within strings count too, which no real file minds.
    private static void RequireFlat(ReadOnlySpan<byte> bytes, ReadLimits limits, ref int depth)
    {
        foreach (byte value in bytes)
        {
            depth = value switch
            {
                (byte)'[' or (byte)'<' or (byte)'(' => depth + 1,
                (byte)']' or (byte)'>' or (byte)')' => Math.Max(0, depth - 1),
                _ => depth,
            };
            if (depth > MaxOpen(limits))
            {
                throw new DocumentReadException($"文件内的嵌套超过 {limits.MaxNesting} 层。");
            }
        }
    }

    // Random bytes of fonts and pictures open brackets as well.
    private static int MaxOpen(ReadLimits limits) => limits.MaxNesting * 100;
}

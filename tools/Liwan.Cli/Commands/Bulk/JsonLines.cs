using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;

namespace Liwan.Cli.Commands.Bulk;

/// <summary>A line of a file.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Offset">Where it begins, in bytes.</param>
/// <param name="Bytes">Its bytes; null if it is longer than any item.</param>
internal sealed record JsonLine(long Number, long Offset, byte[]? Bytes)
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    public bool IsBlank => Bytes is not null && Bytes.AsSpan().Trim(" \t\r"u8).IsEmpty;

    /// <exception cref="FormatException">The line is too long or no UTF-8.</exception>
    public string Text()
    {
        try
        {
            return Utf8.GetString(Bytes ?? throw new FormatException($"一行超过 {JsonLines.MostBytes} 字节"));
        }
        catch (DecoderFallbackException e)
        {
            throw new FormatException("不是 UTF-8 编码", e);
        }
    }
}

/// <summary>The lines of a file of any size, one at a time.</summary>
internal static class JsonLines
{
    /// <summary>JSON takes more room than the 4 MB of a message: escapes, and numbers as text.</summary>
    public const int MostBytes = 32 * 1024 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    public static async IAsyncEnumerable<JsonLine> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        var (number, offset, tooLong) = (0L, 0L, 0L);
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                yield return Take(line, ++number, offset, tooLong);
                offset += tooLong + line.Length + 1;
                tooLong = 0;
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (read.IsCompleted)
            {
                if (buffer.Length + tooLong > 0)
                {
                    yield return Take(buffer, ++number, offset, tooLong);
                }

                await reader.CompleteAsync();
                yield break;
            }

            if (buffer.Length > MostBytes || tooLong > 0)
            {
                tooLong += buffer.Length;
                buffer = buffer.Slice(buffer.End);
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    // A mark at the beginning of the file is no part of its first line.
    private static JsonLine Take(ReadOnlySequence<byte> line, long number, long offset, long tooLong)
    {
        if (tooLong > 0)
        {
            return new JsonLine(number, offset, null);
        }

        var bytes = line.ToArray();
        return number == 1 && bytes.AsSpan().StartsWith(ByteOrderMark)
            ? new JsonLine(number, ByteOrderMark.Length, bytes[ByteOrderMark.Length..])
            : new JsonLine(number, offset, bytes);
    }
}

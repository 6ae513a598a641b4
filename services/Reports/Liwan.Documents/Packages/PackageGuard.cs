using System.IO.Compression;
using System.Text;
using System.Xml;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Packages;

/// <summary>Looks through an Open Packaging file before anything else reads it: what it inflates to, how much it holds, and that its XML is plain.</summary>
internal static class PackageGuard
{
    private static readonly byte[] OldOffice = [0xD0, 0xCF, 0x11, 0xE0];

    private static readonly Encoding[] Unicode = [Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode];

    /// <summary>Checks <paramref name="file"/> against <paramref name="limits"/>.</summary>
    /// <returns>The file, to be read from its start.</returns>
    /// <exception cref="DocumentReadException">It is none, is broken, or goes beyond a limit.</exception>
    public static MemoryStream Open(ReadOnlyMemory<byte> file, ReadLimits limits, CancellationToken cancellationToken)
    {
        if (file.Length > limits.MaxBytes)
        {
            throw new DocumentReadException($"文件有 {file.Length:N0} 字节，超过上限 {limits.MaxBytes:N0} 字节。");
        }

        if (file.Span.StartsWith(OldOffice))
        {
            throw new DocumentReadException("文件是加密的或旧格式（.doc、.xls）的，请取消密码，另存为 .docx 或 .xlsx 后再导入。");
        }

        var stream = new MemoryStream(file.ToArray(), writable: false);
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Count > limits.MaxParts)
            {
                throw new DocumentReadException($"文件内有 {archive.Entries.Count:N0} 个部件，超过上限 {limits.MaxParts:N0} 个。");
            }

            long left = limits.MaxInflatedBytes;
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                cancellationToken.ThrowIfCancellationRequested();
                // What an entry says of its own length is not to be trusted; what comes out of it is counted.
                using var content = new CountedStream(entry.Open(), left, limits.MaxInflatedBytes);
                Look(content, entry.FullName, limits, cancellationToken);
                left = content.Left;
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            throw new DocumentReadException("文件不是完整的 .docx 或 .xlsx 文件，可能已损坏或没有传完，请重新保存后再导入。", e);
        }
        catch (XmlException e)
        {
            throw new DocumentReadException($"文件内的 XML 不能读取（第 {e.LineNumber} 行）：{(e.Message.Contains("DTD", StringComparison.Ordinal) ? "含有不允许的 DTD" : "内容已损坏")}。", e);
        }

        stream.Position = 0;
        return stream;
    }

    private static void Look(CountedStream content, string name, ReadLimits limits, CancellationToken cancellationToken)
    {
        Span<byte> start = stackalloc byte[4];
        int length = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        content.PutBack(start[..length]);
        if (IsXml(name, start[..length]))
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false };
            using var reader = XmlReader.Create(content, settings);
            for (long nodes = 0; reader.Read(); nodes++)
            {
                if (reader.Depth > limits.MaxNesting)
                {
                    throw new DocumentReadException($"文件内的“{name}”嵌套超过 {limits.MaxNesting} 层。");
                }

                if (nodes % 4096 == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }
        else
        {
            content.CopyTo(Stream.Null);
        }
    }

    private static bool IsXml(string name, ReadOnlySpan<byte> start)
    {
        if (name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".vml", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        foreach (Encoding encoding in Unicode)
        {
            if (start.StartsWith(encoding.Preamble))
            {
                return true;
            }
        }

        return start.StartsWith("<"u8);
    }

    /// <summary>A stream that ends reading with an error when more comes out than may.</summary>
    private sealed class CountedStream(Stream inner, long left, long limit) : Stream
    {
        private byte[] _putBack = [];

        public long Left { get; private set; } = left;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void PutBack(ReadOnlySpan<byte> bytes) => _putBack = bytes.ToArray();

        public override int Read(Span<byte> buffer)
        {
            if (_putBack.Length > 0)
            {
                int count = Math.Min(buffer.Length, _putBack.Length);
                _putBack.AsSpan(0, count).CopyTo(buffer);
                _putBack = _putBack[count..];
                return count;
            }

            int read = inner.Read(buffer);
            Left -= read;
            return Left >= 0 ? read : throw new DocumentReadException($"文件解压后超过上限 {limit:N0} 字节。");
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}

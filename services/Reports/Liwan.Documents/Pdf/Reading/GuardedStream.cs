namespace Liwan.Documents.Pdf.Reading;

/// <summary>The file's bytes, which stop coming when the budget is spent: so that a parser that cannot be cancelled ends too.</summary>
internal sealed class GuardedStream(ReadOnlyMemory<byte> file, ReadBudget budget) : Stream
{
    private const int ReadsPerCheck = 4096;

    private int _position;
    private int _reads;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => _position;
        set => _position = (int)Math.Clamp(value, 0, file.Length);
    }

    public override int ReadByte()
    {
        Count();
        return _position < file.Length ? file.Span[_position++] : -1;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        Count();
        int count = Math.Min(buffer.Length, file.Length - _position);
        file.Span.Slice(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            _ => file.Length + offset,
        };
        return _position;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Count()
    {
        if (++_reads % ReadsPerCheck == 0)
        {
            budget.Check();
        }
    }
}

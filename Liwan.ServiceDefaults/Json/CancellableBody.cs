using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Liwan.ServiceDefaults.Json;

/// <summary>
/// A request's body whose reading can be given up. The server's own stream stays in the middle of its read when a token ends that, and the
/// server cannot then do away with the rest of the body.
/// </summary>
/// <param name="body">The body as the server gives it.</param>
internal sealed class CancellableBody(PipeReader body) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await using var registration = cancellationToken.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), body);
        var read = await NextAsync(cancellationToken);
        if (read.IsCanceled)
        {
            body.AdvanceTo(read.Buffer.Start);
            throw new OperationCanceledException(cancellationToken);
        }

        var taken = read.Buffer.Slice(0, Math.Min(buffer.Length, read.Buffer.Length));
        taken.CopyTo(buffer.Span);
        var count = (int)taken.Length;
        body.AdvanceTo(taken.End);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task<ReadResult> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(CancellationToken.None);
        }
        catch (ConnectionAbortedException e)
        {
            // As the server's own stream tells that the caller has gone.
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }
}

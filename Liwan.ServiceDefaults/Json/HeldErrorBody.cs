using Microsoft.AspNetCore.Http;

namespace Liwan.ServiceDefaults.Json;

/// <summary>A response body that holds back what is written under an error status, and lets all else through.</summary>
/// <param name="response">The response.</param>
/// <param name="body">Its own body.</param>
internal sealed class HeldErrorBody(HttpResponse response, Stream body) : Stream
{
    private MemoryStream? _held;

    /// <summary>The body of an error; null if none was written.</summary>
    public ReadOnlyMemory<byte>? Held => _held is null ? default(ReadOnlyMemory<byte>?) : _held.GetBuffer().AsMemory(0, (int)_held.Length);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private bool IsHeld => response.StatusCode >= StatusCodes.Status400BadRequest && !response.HasStarted;

    public void Forget() => _held = null;

    public override void Write(byte[] buffer, int offset, int count) => Target().Write(buffer, offset, count);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        Target().WriteAsync(buffer, cancellationToken);

    public override void Flush()
    {
        if (!IsHeld)
        {
            body.Flush();
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => IsHeld ? Task.CompletedTask : body.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private Stream Target() => IsHeld ? _held ??= new MemoryStream() : body;
}

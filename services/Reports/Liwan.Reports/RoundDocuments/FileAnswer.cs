using System.IO.Pipelines;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Liwan.ServiceDefaults.Transport;

namespace Liwan.Reports.RoundDocuments;

/// <summary>A file as the answer of a streaming method, sent while it is made.</summary>
internal static class FileAnswer
{
    /// <summary>How much of a file goes into one message.</summary>
    private const int PieceSize = 256 * 1024;

    /// <summary>Makes a file and sends it; what is made waits until it is sent.</summary>
    /// <param name="contentType">What the file is.</param>
    /// <param name="make">Writes the file.</param>
    /// <param name="responseStream">The answer.</param>
    /// <param name="context">The call.</param>
    public static async Task SendAsync(string contentType, Func<PipeWriter, Task> make, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context)
    {
        var file = new Pipe(new PipeOptions(pauseWriterThreshold: 4 * PieceSize, resumeWriterThreshold: PieceSize, useSynchronizationContext: false));
        var making = MakeAsync(file.Writer, make);
        try
        {
            await (context.GetHttpContext() is var http && http.Request.IsGrpc()
                ? SendMessagesAsync(file.Reader, contentType, responseStream, context.CancellationToken)
                : SendBodyAsync(file.Reader, contentType, http, context.CancellationToken));
        }
        finally
        {
            await file.Reader.CompleteAsync();
            await making;
        }
    }

    private static async Task MakeAsync(PipeWriter file, Func<PipeWriter, Task> make)
    {
        // The sender goes on by itself.
        await Task.Yield();
        try
        {
            await make(file);
            await file.CompleteAsync();
        }
        catch (Exception e)
        {
            // The reader of the pipe throws it.
            await file.CompleteAsync(e);
        }
    }

    private static async Task SendMessagesAsync(PipeReader file, string contentType, IServerStreamWriter<HttpBody> responseStream, CancellationToken cancellationToken)
    {
        ReadResult read;
        do
        {
            read = await file.ReadAtLeastAsync(PieceSize, cancellationToken);
            foreach (var piece in read.Buffer)
            {
                // Written before the buffer goes back to the pipe.
                await responseStream.WriteAsync(new HttpBody { ContentType = contentType, Data = UnsafeByteOperations.UnsafeWrap(piece) }, cancellationToken);
            }

            file.AdvanceTo(read.Buffer.End);
        }
        while (!read.IsCompleted);
    }

    /// <summary>Sends the file itself: transcoding would put a line feed behind every message.</summary>
    private static async Task SendBodyAsync(PipeReader file, string contentType, HttpContext http, CancellationToken cancellationToken)
    {
        // Whatever goes wrong before the first piece is answered as an error yet.
        var first = await file.ReadAsync(cancellationToken);
        file.AdvanceTo(first.Buffer.Start);
        http.Response.ContentType = contentType;
        try
        {
            await file.CopyToAsync(http.Response.Body, cancellationToken);
        }
        catch
        {
            // Half a file must not look like a whole one.
            http.Abort();
            throw;
        }
    }
}

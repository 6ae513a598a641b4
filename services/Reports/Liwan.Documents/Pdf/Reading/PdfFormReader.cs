using System.Runtime.ExceptionServices;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>Reads the table of a form from a PDF that anyone made, by its ruling lines. Thread-safe.</summary>
public static class PdfFormReader
{
    /// <summary>Some objects are followed by recursion; what bounds their depth needs this much room.</summary>
    private const int StackSize = 64 << 20;

    /// <summary>What a reader that is at work inside the library may take beyond its time before it is left alone.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Reads <paramref name="file"/>.</summary>
    /// <exception cref="DocumentReadException">The file is broken, hostile, beyond the limits, encrypted, without text, or without a table.</exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    public static FoundDocument Read(ReadOnlyMemory<byte> file, ReadLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(limits);
        cancellationToken.ThrowIfCancellationRequested();
        if (file.Length > limits.MaxBytes)
        {
            throw new DocumentReadException($"PDF 超过 {limits.MaxBytes >> 20} MB，不予读取。");
        }

        // Programs put up to a kilobyte of their own before the file.
        if (file.Span[..Math.Min(file.Length, 1024)].IndexOf("%PDF-"u8) < 0)
        {
            throw new DocumentReadException("这不是 PDF 文件。");
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = new DocumentReading(file, new ReadBudget(limits, stop.Token));
        var thread = new Thread(reading.Run, StackSize) { IsBackground = true, Name = "PDF reading" };
        thread.Start();
        if (!reading.Done.Wait(limits.MaxTime + Grace, cancellationToken))
        {
            stop.Cancel();
            throw new DocumentReadException(ReadBudget.TooSlow(limits));
        }

        if (reading.Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure is OperationCanceledException ? new OperationCanceledException(failure.Message, failure, cancellationToken) : failure);
        }

        return reading.Result!;
    }
}

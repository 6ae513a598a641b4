using System.Diagnostics;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>What reading one file has cost so far. The first refusal stays: a library that swallows it meets it again at its next step.</summary>
internal sealed class ReadBudget(ReadLimits limits, CancellationToken cancellationToken)
{
    /// <summary>Ruling lines of all pages together.</summary>
    public const int MaxRules = 200_000;

    /// <summary>Bytes of drawing operators, which cost many times their size once parsed.</summary>
    private const int MaxContentBytes = 32 << 20;

    /// <summary>Drawing operators carried out, however often a form repeats them.</summary>
    private const int MaxOperations = 20_000_000;

    private const int OperationsPerCheck = 1024;

    private readonly long _started = Stopwatch.GetTimestamp();
    private long _inflated;
    private long _content;
    private long _operations;
    private int _characters;
    private int _rules;
    private volatile Exception? _refusal;

    public ReadLimits Limits => limits;

    /// <summary>Why reading was broken off; null while it was not.</summary>
    public Exception? Refusal => _refusal;

    /// <summary>Breaks off where time is up, reading was cancelled, or was refused before.</summary>
    public void Check()
    {
        if (_refusal is { } refusal)
        {
            throw refusal;
        }

        if (cancellationToken.IsCancellationRequested)
        {
            _refusal = new OperationCanceledException(cancellationToken);
            throw _refusal;
        }

        if (Stopwatch.GetElapsedTime(_started) > limits.MaxTime)
        {
            throw Refuse(TooSlow(limits));
        }
    }

    public static string TooSlow(ReadLimits limits) => $"读取这个 PDF 超过了 {limits.MaxTime.TotalSeconds:0.#} 秒的时限，已停止。文件可能已损坏或过于复杂。";

    public Exception Refuse(string message)
    {
        _refusal ??= new DocumentReadException(message);
        return _refusal;
    }

    public void Inflate(long bytes)
    {
        Check();
        _inflated += bytes;
        if (_inflated > limits.MaxInflatedBytes)
        {
            throw Refuse($"PDF 解压后超过 {limits.MaxInflatedBytes >> 20} MB，不予读取。");
        }
    }

    /// <summary>The bytes that may still be inflated.</summary>
    public long InflatedBytesLeft => limits.MaxInflatedBytes - _inflated;

    public void Content(int bytes)
    {
        Check();
        _content += bytes;
        if (_content > MaxContentBytes)
        {
            throw Refuse($"PDF 的页面内容超过 {MaxContentBytes >> 20} MB，不予读取。");
        }
    }

    public void Operation()
    {
        if (++_operations % OperationsPerCheck == 0)
        {
            Check();
        }

        if (_operations > MaxOperations)
        {
            throw Refuse($"PDF 的绘图指令超过 {MaxOperations} 条，不予读取。");
        }
    }

    public void Characters(int count)
    {
        _characters += count;
        if (_characters > limits.MaxCharacters)
        {
            throw Refuse($"PDF 的文字超过 {limits.MaxCharacters} 个，不予读取。");
        }
    }

    public void Rule()
    {
        if (++_rules > MaxRules)
        {
            throw Refuse($"PDF 的线条超过 {MaxRules} 条，不像一张表格，不予读取。");
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Packages;

/// <summary>What reading one file has cost so far, against what it may.</summary>
internal sealed class ReadBudget(ReadLimits limits, CancellationToken cancellationToken)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _inflated;
    private long _characters;
    private int _rows;

    public ReadLimits Limits => limits;

    /// <summary>Ends the reading if nobody waits for it or it takes too long.</summary>
    public void Check()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Stopwatch.GetElapsedTime(_start) > limits.MaxTime)
        {
            throw new DocumentReadException(string.Create(CultureInfo.InvariantCulture, $"读取文件超过 {limits.MaxTime.TotalSeconds:0.###} 秒的上限，已停止。"));
        }
    }

    /// <summary>Counts bytes that were inflated.</summary>
    public void Inflate(long bytes)
    {
        Check();
        _inflated += bytes;
        Require("解压后的大小（字节）", _inflated, limits.MaxInflatedBytes);
    }

    /// <summary>Counts characters of text.</summary>
    public void Read(long characters)
    {
        _characters += characters;
        Require("文字总字数", _characters, limits.MaxCharacters);
    }

    /// <summary>Counts a row of a table; all tables of a file together may have no more than one may.</summary>
    public void ReadRow()
    {
        Check();
        Require("表格行数", ++_rows, limits.MaxRows);
    }

    /// <summary>Refuses a value beyond its limit, by name.</summary>
    public static void Require(string what, long value, long limit)
    {
        if (value > limit)
        {
            throw new DocumentReadException(string.Create(CultureInfo.InvariantCulture, $"文件的{what}为 {value}，超过上限 {limit}。"));
        }
    }
}

using System.Diagnostics;
using System.Text;
using System.Xml;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Xlsx;

/// <summary>What reading one workbook has cost so far; refuses it when it costs too much.</summary>
internal sealed class ReadBudget(ReadLimits limits, CancellationToken cancellationToken)
{
    private const int StepsBetweenLooks = 1024;

    private readonly long _start = Stopwatch.GetTimestamp();
    private long _characters;
    private int _steps;

    public ReadLimits Limits => limits;

    /// <summary>Cells that may be held at a time: a full table, wherever on its sheet it stands.</summary>
    public int MaxCells { get; } = (int)Math.Min(int.MaxValue, (long)limits.MaxRows * limits.MaxColumns);

    /// <summary>Counts a small piece of work.</summary>
    public void Step()
    {
        if (++_steps % StepsBetweenLooks != 0)
        {
            return;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (Stopwatch.GetElapsedTime(_start) > limits.MaxTime)
        {
            throw new DocumentReadException($"读取工作簿超过了 {limits.MaxTime.TotalSeconds:0.#} 秒，已停止。请只保留自评表所在的工作表后重试。");
        }
    }

    /// <summary>Counts characters of text.</summary>
    public void Spend(int characters)
    {
        _characters += characters;
        if (_characters > limits.MaxCharacters)
        {
            throw new DocumentReadException($"工作簿的文字超过 {limits.MaxCharacters} 个字，不像一张自评表。请只保留自评表所在的工作表后重试。");
        }
    }

    /// <summary>Reads the next node of a part.</summary>
    public bool Read(XmlReader xml)
    {
        Step();
        if (!xml.Read())
        {
            return false;
        }

        if (xml.Depth > limits.MaxNesting)
        {
            throw new DocumentReadException($"工作簿的 XML 嵌套超过 {limits.MaxNesting} 层，不是正常的工作簿。");
        }

        return true;
    }

    /// <summary>Adds the text of the element that the reader stands on, and leaves the reader at its end.</summary>
    public void ReadText(XmlReader xml, StringBuilder text)
    {
        if (xml.IsEmptyElement)
        {
            return;
        }

        int depth = xml.Depth;
        var buffer = new char[1024];
        while (Read(xml) && xml.Depth > depth)
        {
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
            {
                // In pieces, so that a text beyond the limit is refused before it is held whole.
                for (int read; (read = xml.ReadValueChunk(buffer, 0, buffer.Length)) > 0;)
                {
                    Step();
                    Spend(read);
                    text.Append(buffer, 0, read);
                }
            }
        }
    }
}

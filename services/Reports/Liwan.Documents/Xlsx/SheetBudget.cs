using System.Text;
using System.Xml;
using Liwan.Documents.Packages;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Xlsx;

/// <summary>What reading a workbook costs, counted as its parts stream by.</summary>
internal sealed class SheetBudget(ReadBudget budget)
{
    private const int StepsBetweenChecks = 1024;

    private int _steps;

    public ReadLimits Limits => budget.Limits;

    /// <summary>Cells that may be held at a time: a full table, wherever on its sheet it stands.</summary>
    public int MaxCells { get; } = (int)Math.Min(int.MaxValue, (long)budget.Limits.MaxRows * budget.Limits.MaxColumns);

    /// <summary>Counts a small piece of work.</summary>
    public void Step()
    {
        if (++_steps % StepsBetweenChecks == 0)
        {
            budget.Check();
        }
    }

    /// <summary>Counts characters of text.</summary>
    public void Spend(int characters) => budget.Read(characters);

    /// <summary>Reads the next node of a part.</summary>
    public bool Read(XmlReader xml)
    {
        Step();
        return xml.Read();
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

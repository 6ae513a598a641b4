using System.Text;
using System.Xml;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Packages;

/// <summary>XML from files that nobody vouches for.</summary>
internal static class SafeXml
{
    /// <summary>No document type, hence no entities; nothing is fetched.</summary>
    public static XmlReaderSettings Settings { get; } = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = false,
    };

    private const int NodesBetweenChecks = 4096;

    private static readonly byte[][] DocumentTypes = [.. new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode }.Select(encoding => encoding.GetBytes("<!DOCTYPE"))];

    /// <summary>Reads a part once to its end, so that no later reader meets what is not well-formed or too deep for it; gives the number of its elements.</summary>
    public static int Check(string name, byte[] part, ReadBudget budget)
    {
        try
        {
            using var stream = new MemoryStream(part);
            using var xml = XmlReader.Create(stream, Settings);
            int elements = 0;
            for (int nodes = 1; xml.Read(); nodes++)
            {
                elements += xml.NodeType == XmlNodeType.Element ? 1 : 0;
                ReadBudget.Require($"部件 {name} 的 XML 嵌套层数", xml.Depth, budget.Limits.MaxNesting);
                if (nodes % NodesBetweenChecks == 0)
                {
                    budget.Check();
                }
            }

            return elements;
        }
        catch (XmlException exception)
        {
            throw new DocumentReadException(
                DocumentTypes.Any(mark => part.AsSpan().IndexOf(mark) >= 0)
                    ? $"文件的部件 {name} 含有文档类型声明（DTD），出于安全不予读取。"
                    : $"文件已损坏：部件 {name} 不是合法的 XML（第 {exception.LineNumber} 行第 {exception.LinePosition} 列）。",
                exception);
        }
    }
}

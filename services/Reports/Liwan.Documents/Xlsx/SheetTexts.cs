using System.Text;
using System.Xml;
using Liwan.Documents.Packages;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Xlsx;

/// <summary>Reads texts of a workbook: shared ones, and those within a cell.</summary>
internal static class SheetTexts
{
    /// <summary>Opens a part as XML that loads nothing from elsewhere.</summary>
    public static XmlReader Open(Stream part) => XmlReader.Create(part, SafeXml.Settings);

    /// <summary>Reads the shared texts in order.</summary>
    public static List<string> ReadShared(Stream part, SheetBudget budget)
    {
        var texts = new List<string>();
        using var xml = Open(part);
        while (budget.Read(xml))
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "si" })
            {
                if (texts.Count >= budget.MaxCells)
                {
                    throw new DocumentReadException($"工作簿的共享文本超过 {budget.MaxCells} 项，不像一张自评表。");
                }

                texts.Add(ReadRich(xml, budget));
            }
        }

        return texts;
    }

    /// <summary>Reads the text of the element that the reader stands on: its runs together, without the sounds that Japanese texts carry.</summary>
    public static string ReadRich(XmlReader xml, SheetBudget budget)
    {
        if (xml.IsEmptyElement)
        {
            return "";
        }

        int depth = xml.Depth;
        var text = new StringBuilder();
        int sounds = int.MaxValue;
        while (budget.Read(xml) && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.EndElement && xml.Depth == sounds)
            {
                sounds = int.MaxValue;
            }
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "rPh", IsEmptyElement: false } && sounds == int.MaxValue)
            {
                sounds = xml.Depth;
            }
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "t" } && sounds == int.MaxValue)
            {
                budget.ReadText(xml, text);
            }
        }

        return SheetText.Decode(text.ToString());
    }
}

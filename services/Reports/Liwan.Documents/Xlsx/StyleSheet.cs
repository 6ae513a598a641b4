using System.Globalization;
using System.Xml;

namespace Liwan.Documents.Xlsx;

/// <summary>The style sheet of a workbook: gives each look its number in the order they are first asked for.</summary>
internal sealed class StyleSheet
{
    // Columns are as wide as digits of the first font make them. That is Arial, because every system has it or one as wide: elsewhere 宋体 may be replaced by a wider font, and the table would print on twice as many pages.
    private static readonly (string Name, int Size, bool Bold)[] Fonts =
        [("Arial", 10, false), ("仿宋", 11, false), ("宋体", 11, true), ("宋体", 20, true), ("仿宋", 10, false)];

    private static readonly string[] Applied = ["applyNumberFormat", "applyFont", "applyFill", "applyBorder", "applyAlignment", "applyProtection"];

    private readonly Dictionary<CellLook, int> _numbers = [];

    /// <summary>The size of a font in points.</summary>
    public static double SizeOf(CellFont font) => Fonts[(int)font].Size;

    /// <summary>The number that a cell names its look by; 0 is the look of cells that have none.</summary>
    public int NumberOf(CellLook look)
    {
        if (!_numbers.TryGetValue(look, out int number))
        {
            number = _numbers.Count + 1;
            _numbers.Add(look, number);
        }

        return number;
    }

    public void Write(XmlWriter xml)
    {
        xml.WriteStartElement("styleSheet", SheetXml.Namespace);
        WriteFonts(xml);
        xml.WriteRaw("<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFF8E1\"/><bgColor indexed=\"64\"/></patternFill></fill></fills>");
        xml.WriteRaw("<borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style=\"thin\"><color auto=\"1\"/></left><right style=\"thin\"><color auto=\"1\"/></right><top style=\"thin\"><color auto=\"1\"/></top><bottom style=\"thin\"><color auto=\"1\"/></bottom><diagonal/></border></borders>");
        xml.WriteRaw("<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>");
        xml.WriteStartElement("cellXfs");
        xml.WriteAttributeString("count", (_numbers.Count + 1).ToString(CultureInfo.InvariantCulture));
        xml.WriteRaw("<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>");
        foreach (CellLook look in _numbers.OrderBy(pair => pair.Value).Select(pair => pair.Key))
        {
            WriteLook(xml, look);
        }

        xml.WriteEndElement();
        xml.WriteRaw("<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>");
        xml.WriteEndElement();
    }

    private static void WriteFonts(XmlWriter xml)
    {
        xml.WriteStartElement("fonts");
        xml.WriteAttributeString("count", Fonts.Length.ToString(CultureInfo.InvariantCulture));
        foreach ((string name, int size, bool bold) in Fonts)
        {
            string weight = bold ? "<b/>" : "";
            string script = name == "Arial" ? "<family val=\"2\"/>" : "<family val=\"3\"/><charset val=\"134\"/>";
            xml.WriteRaw(string.Create(CultureInfo.InvariantCulture, $"<font>{weight}<sz val=\"{size}\"/><name val=\"{name}\"/>{script}</font>"));
        }

        xml.WriteEndElement();
    }

    private static void WriteLook(XmlWriter xml, CellLook look)
    {
        xml.WriteStartElement("xf");
        xml.WriteAttributeString("numFmtId", ((int)look.Number).ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("fontId", ((int)look.Font).ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("fillId", look.ToFill ? "2" : "0");
        xml.WriteAttributeString("borderId", look.Bordered ? "1" : "0");
        xml.WriteAttributeString("xfId", "0");
        if (look.QuotePrefix)
        {
            xml.WriteAttributeString("quotePrefix", "1");
        }

        foreach (string part in Applied)
        {
            xml.WriteAttributeString(part, "1");
        }

        xml.WriteStartElement("alignment");
        xml.WriteAttributeString("horizontal", look.Horizontal);
        xml.WriteAttributeString("vertical", look.Top ? "top" : "center");
        xml.WriteAttributeString("wrapText", "1");
        xml.WriteEndElement();
        if (look.ToFill)
        {
            xml.WriteRaw("<protection locked=\"0\"/>");
        }

        xml.WriteEndElement();
    }
}

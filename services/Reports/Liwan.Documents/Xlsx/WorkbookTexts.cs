using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using DocumentFormat.OpenXml.Packaging;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Xlsx;

/// <summary>What the cells of a workbook refer to: its shared strings and its number formats.</summary>
internal sealed class WorkbookTexts
{
    private readonly List<string> _shared = [];
    private readonly Dictionary<int, string> _codes = [];
    private readonly List<int> _formatOfStyle = [];
    private readonly bool _from1904;

    public WorkbookTexts(WorkbookPart workbook, ReadLimits limits, CancellationToken cancellationToken)
    {
        _from1904 = Elements(workbook, cancellationToken, "workbookPr").Any(element => IsTrue(element, "date1904"));
        long characters = 0;
        foreach (XElement item in workbook.SharedStringTablePart is { } strings ? Elements(strings, cancellationToken, "si") : [])
        {
            string text = Text(item);
            characters += text.Length;
            if (characters > limits.MaxCharacters)
            {
                throw new DocumentReadException($"工作簿的文字超过上限 {limits.MaxCharacters:N0} 个字符。");
            }

            _shared.Add(text);
        }

        foreach (XElement element in workbook.WorkbookStylesPart is { } styles ? Elements(styles, cancellationToken, "numFmt", "cellXfs") : [])
        {
            if (element.Name.LocalName == "numFmt" && Number(element, "numFmtId") is { } id)
            {
                _codes[id] = element.Attribute("formatCode")?.Value ?? "";
            }
            else
            {
                _formatOfStyle.AddRange(element.Elements().Select(format => Number(format, "numFmtId") ?? 0));
            }
        }
    }

    /// <summary>The elements of these names in a part, one at a time.</summary>
    public static IEnumerable<XElement> Elements(OpenXmlPart part, CancellationToken cancellationToken, params string[] names)
    {
        using Stream stream = part.GetStream(FileMode.Open, FileAccess.Read);
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        reader.MoveToContent();
        while (!reader.EOF)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader.NodeType == XmlNodeType.Element && names.Contains(reader.LocalName))
            {
                yield return (XElement)XNode.ReadFrom(reader);
            }
            else
            {
                reader.Read();
            }
        }
    }

    /// <summary>A whole number in an attribute; null where there is none.</summary>
    public static int? Number(XElement element, string attribute) =>
        int.TryParse(element.Attribute(attribute)?.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>Whether an attribute says yes.</summary>
    public static bool IsTrue(XElement element, string attribute) => element.Attribute(attribute)?.Value is "1" or "true";

    /// <summary>The text and the number that a cell shows.</summary>
    public (string Text, decimal? Number, double Confidence) Read(XElement cell)
    {
        string type = cell.Attribute("t")?.Value ?? "n";
        XElement? value = cell.Elements().FirstOrDefault(element => element.Name.LocalName == "v");
        if (type == "inlineStr")
        {
            return (Text(cell), null, 1);
        }

        if (value is null)
        {
            // A formula that nothing has computed yet.
            return ("", null, cell.Elements().Any(element => element.Name.LocalName == "f") ? 0 : 1);
        }

        switch (type)
        {
            case "s":
                return int.TryParse(value.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < _shared.Count
                    ? (_shared[index], null, 1)
                    : ("", null, 0);
            case "b":
                return (value.Value == "1" ? "TRUE" : "FALSE", null, 1);
            case "e":
                return (value.Value, null, 0);
            case "str" or "d":
                return (SheetCells.Unescape(value.Value), null, 1);
            default:
                return decimal.TryParse(value.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
                    ? (Show(number, cell), number, 1)
                    : (value.Value, null, 0);
        }
    }

    private string Show(decimal number, XElement cell)
    {
        int style = Number(cell, "s") ?? 0;
        int format = style >= 0 && style < _formatOfStyle.Count ? _formatOfStyle[style] : 0;
        return NumberFormat.Show(number, format, _codes.GetValueOrDefault(format), _from1904);
    }

    // Runs one behind the other; how a text is pronounced is not part of it.
    private static string Text(XElement parent)
    {
        var text = new StringBuilder();
        foreach (XElement element in parent.Descendants().Where(element => element.Name.LocalName == "t" && element.Parent!.Name.LocalName != "rPh"))
        {
            text.Append(SheetCells.Unescape(element.Value));
        }

        return text.ToString().ReplaceLineEndings("\n");
    }
}

using System.Globalization;
using System.Xml;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Xlsx;

/// <summary>What the style sheet of a workbook says of its cells: how they show numbers, and which are ruled.</summary>
internal sealed class CellFormats
{
    private const int MostFormats = 100_000;

    private static readonly NumberFormat General = new(NumberFormat.GeneralCode);

    private readonly Dictionary<int, string> _codes = [];
    private readonly List<bool> _ruled = [];
    private readonly List<(int NumberFormat, int Border)> _cells = [];
    private readonly Dictionary<int, NumberFormat> _formats = [];

    /// <summary>Reads a style sheet.</summary>
    public static CellFormats Read(Stream part, SheetBudget budget)
    {
        var formats = new CellFormats();
        using var xml = SheetTexts.Open(part);
        string section = "";
        while (budget.Read(xml))
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (xml.Depth == 1)
            {
                section = xml.LocalName;
            }
            else if (xml.Depth == 2)
            {
                formats.ReadOne(xml, section, budget);
            }
            else if (section == "borders" && xml.Depth == 3 && formats._ruled.Count > 0 && xml.GetAttribute("style") is { } style && style != "none" && xml.LocalName != "diagonal")
            {
                formats._ruled[^1] = true;
            }
        }

        return formats;
    }

    /// <summary>The format of numbers in cells of a style.</summary>
    public NumberFormat NumberFormatOf(int style)
    {
        if (style < 0 || style >= _cells.Count)
        {
            return General;
        }

        int identifier = _cells[style].NumberFormat;
        if (!_formats.TryGetValue(identifier, out NumberFormat? format))
        {
            format = new NumberFormat(_codes.GetValueOrDefault(identifier) ?? BuiltInFormats.CodeOf(identifier));
            _formats.Add(identifier, format);
        }

        return format;
    }

    /// <summary>Whether cells of a style have a line on any side.</summary>
    public bool IsRuled(int style) =>
        style >= 0 && style < _cells.Count && _cells[style].Border is var border && border >= 0 && border < _ruled.Count && _ruled[border];

    private void ReadOne(XmlReader xml, string section, SheetBudget budget)
    {
        switch (section)
        {
            case "numFmts" when xml.GetAttribute("formatCode") is { } code:
                budget.Spend(code.Length);
                _codes[Number(xml, "numFmtId")] = code;
                break;
            case "borders":
                _ruled.Add(false);
                break;
            case "cellXfs":
                _cells.Add((Number(xml, "numFmtId"), Number(xml, "borderId")));
                break;
        }

        if (_codes.Count > MostFormats || _ruled.Count > MostFormats || _cells.Count > MostFormats)
        {
            throw new DocumentReadException($"工作簿的单元格样式超过 {MostFormats} 种，不是正常的工作簿。");
        }
    }

    private static int Number(XmlReader xml, string attribute) =>
        int.TryParse(xml.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}

using System.Globalization;
using System.Text;
using System.Xml;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Xlsx;

/// <summary>What a cell shows. The confidence is 0 for a formula whose result the file does not hold, else 1.</summary>
internal readonly record struct ShownValue(string Text, decimal? Number, double Confidence);

/// <summary>Reads the values of cells as a person sees them.</summary>
internal sealed class ShownValues(IReadOnlyList<string> shared, CellFormats formats, bool from1904)
{
    private const double LargestDecimal = 7.9e28;

    /// <summary>Reads the cell that the reader stands on, and leaves the reader at its end.</summary>
    public ShownValue Read(XmlReader xml, int style, string address, SheetBudget budget)
    {
        if (xml.IsEmptyElement)
        {
            return new ShownValue("", null, 1);
        }

        string type = xml.GetAttribute("t") ?? "n";
        int depth = xml.Depth;
        bool isFormula = false;
        string? inline = null;
        StringBuilder? value = null;
        while (budget.Read(xml) && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element || xml.Depth != depth + 1)
            {
                continue;
            }

            switch (xml.LocalName)
            {
                case "f":
                    isFormula = true;
                    break;
                case "v":
                    value = new StringBuilder();
                    budget.ReadText(xml, value);
                    break;
                case "is":
                    inline = SheetTexts.ReadRich(xml, budget);
                    break;
            }
        }

        string? stored = value?.ToString();
        if (isFormula && (stored is null || (stored.Length == 0 && type != "str")))
        {
            return new ShownValue("", null, 0);
        }

        return type == "inlineStr" ? new ShownValue(inline ?? "", null, 1) : Shown(type, stored ?? "", style, address);
    }

    private ShownValue Shown(string type, string stored, int style, string address) => type switch
    {
        _ when stored.Length == 0 => new ShownValue("", null, 1),
        "s" => new ShownValue(Shared(stored, address), null, 1),
        "b" => new ShownValue(stored.Trim() is "1" or "true" ? "TRUE" : "FALSE", null, 1),
        "d" => new ShownValue(Date(stored, style), null, 1),
        "str" or "e" or "inlineStr" => new ShownValue(SheetText.Decode(stored), null, 1),
        _ => Number(stored, style, address),
    };

    private string Shared(string stored, string address)
    {
        if (int.TryParse(stored.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < shared.Count)
        {
            return shared[index];
        }

        throw new DocumentReadException($"单元格{address}损坏：它所指的共享文本第 {Shortened(stored)} 项不存在（共 {shared.Count} 项）。");
    }

    private string Date(string stored, int style) =>
        DateTime.TryParse(stored, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime date) && date.Year >= 1900
            ? formats.NumberFormatOf(style).Show((decimal)date.ToOADate(), from1904: false)
            : SheetText.Decode(stored);

    private ShownValue Number(string stored, int style, string address)
    {
        if (!double.TryParse(stored.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
        {
            throw new DocumentReadException($"单元格{address}损坏：“{Shortened(stored)}”不是数字。");
        }

        if (Math.Abs(value) > LargestDecimal)
        {
            return new ShownValue(value.ToString("R", CultureInfo.InvariantCulture), null, 1);
        }

        // The conversion keeps 15 significant digits, as Excel does: 0.98609999999999998 is 0.9861.
        var number = (decimal)value;
        return new ShownValue(formats.NumberFormatOf(style).Show(number, from1904), number, 1);
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "…";
}

using System.Globalization;
using System.Text;
using System.Xml;
using Liwan.Documents.Packages;

namespace Liwan.Documents.Xlsx;

/// <summary>Writes a planned sheet as SpreadsheetML.</summary>
internal static class SheetXml
{
    public const string Namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private const string XmlNamespace = "http://www.w3.org/XML/1998/namespace";

    /// <summary>Pixels of a digit in the default font, Arial 10, at 96 pixels an inch.</summary>
    private const double DigitPixels = 7;

    private const double PixelsPerPoint = 96.0 / 72;

    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        // Else a line break within a text would be written as the system's own.
        NewLineHandling = NewLineHandling.None,
    };

    /// <summary>Writes one part of a workbook.</summary>
    public static void WritePart(Stream part, Action<XmlWriter> content)
    {
        using var xml = XmlWriter.Create(part, Settings);
        xml.WriteStartDocument(standalone: true);
        content(xml);
        xml.WriteEndDocument();
    }

    public static void Write(XmlWriter xml, SheetPlan plan, StyleSheet styles, SharedTexts texts, bool selected)
    {
        xml.WriteStartElement("worksheet", Namespace);
        xml.WriteRaw(selected
            ? "<sheetViews><sheetView showGridLines=\"0\" tabSelected=\"1\" workbookViewId=\"0\"/></sheetViews>"
            : "<sheetViews><sheetView showGridLines=\"0\" workbookViewId=\"0\"/></sheetViews>");
        xml.WriteRaw("<sheetFormatPr defaultRowHeight=\"15\"/>");
        WriteColumns(xml, plan.ColumnWidths);
        xml.WriteStartElement("sheetData");
        for (int row = 0; row < plan.Rows.Count; row++)
        {
            WriteRow(xml, plan.Rows[row], row, styles, texts);
        }

        xml.WriteEndElement();
        if (plan.Protected)
        {
            // No password: this guards against slips only. Zero means that the action stays allowed.
            xml.WriteRaw("<sheetProtection sheet=\"1\" objects=\"1\" scenarios=\"1\" formatColumns=\"0\" formatRows=\"0\" insertRows=\"0\"/>");
        }

        WriteMerges(xml, plan.Merges);
        WriteInputRules(xml, plan.InputRules);
        WritePrintSetup(xml, plan);
        xml.WriteEndElement();
    }

    private static void WriteColumns(XmlWriter xml, IReadOnlyList<double> widths)
    {
        xml.WriteStartElement("cols");
        for (int column = 0; column < widths.Count; column++)
        {
            xml.WriteRaw(string.Create(
                CultureInfo.InvariantCulture,
                $"<col min=\"{column + 1}\" max=\"{column + 1}\" width=\"{widths[column] * PixelsPerPoint / DigitPixels:0.####}\" customWidth=\"1\"/>"));
        }

        xml.WriteEndElement();
    }

    private static void WriteRow(XmlWriter xml, PlannedRow row, int index, StyleSheet styles, SharedTexts texts)
    {
        xml.WriteStartElement("row");
        xml.WriteAttributeString("r", (index + 1).ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("ht", row.Height.ToString("0.##", CultureInfo.InvariantCulture));
        xml.WriteAttributeString("customHeight", "1");
        foreach (PlannedCell cell in row.Cells)
        {
            WriteCell(xml, cell, CellRange.Address(index, cell.Column), styles, texts);
        }

        xml.WriteEndElement();
    }

    private static void WriteCell(XmlWriter xml, PlannedCell cell, string address, StyleSheet styles, SharedTexts texts)
    {
        xml.WriteStartElement("c");
        xml.WriteAttributeString("r", address);
        xml.WriteAttributeString("s", styles.NumberOf(cell.Look).ToString(CultureInfo.InvariantCulture));
        if (cell.Formula is not null)
        {
            if (cell.Number is null)
            {
                xml.WriteAttributeString("t", "str");
            }

            xml.WriteElementString("f", Namespace, cell.Formula);
            xml.WriteElementString("v", Namespace, cell.Number?.ToString(CultureInfo.InvariantCulture) ?? SheetText.Encode(cell.Text));
        }
        else if (cell.Number is { } number)
        {
            xml.WriteElementString("v", Namespace, number.ToString(CultureInfo.InvariantCulture));
        }
        else if (cell.Text.Length > 0)
        {
            // Shared rather than inline texts: some viewers on phones show no inline ones.
            xml.WriteAttributeString("t", "s");
            xml.WriteElementString("v", Namespace, texts.NumberOf(cell.Text).ToString(CultureInfo.InvariantCulture));
        }

        xml.WriteEndElement();
    }

    private static void WriteMerges(XmlWriter xml, List<CellRange> merges)
    {
        if (merges.Count == 0)
        {
            return;
        }

        xml.WriteStartElement("mergeCells");
        xml.WriteAttributeString("count", merges.Count.ToString(CultureInfo.InvariantCulture));
        foreach (CellRange merge in merges)
        {
            xml.WriteStartElement("mergeCell");
            xml.WriteAttributeString("ref", merge.ToString());
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteInputRules(XmlWriter xml, List<InputRule> rules)
    {
        if (rules.Count == 0)
        {
            return;
        }

        xml.WriteStartElement("dataValidations");
        xml.WriteAttributeString("count", rules.Count.ToString(CultureInfo.InvariantCulture));
        foreach (InputRule rule in rules)
        {
            xml.WriteStartElement("dataValidation");
            if (rule.IsAmount)
            {
                xml.WriteAttributeString("type", "decimal");
                xml.WriteAttributeString("errorTitle", "金额不是数字");
                xml.WriteAttributeString("error", "请填数字，单位为万元，例如 4248.39；调减填负数。不要带“万元”“元”等文字。没有数字的留空。");
                xml.WriteAttributeString("showErrorMessage", "1");
            }

            xml.WriteAttributeString("allowBlank", "1");
            xml.WriteAttributeString("showInputMessage", "1");
            xml.WriteAttributeString("promptTitle", rule.PromptTitle);
            xml.WriteAttributeString("prompt", rule.Prompt);
            xml.WriteAttributeString("sqref", string.Join(' ', rule.Cells));
            if (rule.IsAmount)
            {
                xml.WriteElementString("formula1", Namespace, "-9999999999999");
                xml.WriteElementString("formula2", Namespace, "9999999999999");
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WritePrintSetup(XmlWriter xml, SheetPlan plan)
    {
        xml.WriteRaw("<printOptions horizontalCentered=\"1\"/>");
        xml.WriteRaw(string.Create(
            CultureInfo.InvariantCulture,
            $"<pageMargins left=\"{SheetPage.Side:0.####}\" right=\"{SheetPage.Side:0.####}\" top=\"{SheetPage.Top:0.####}\" bottom=\"{SheetPage.Bottom:0.####}\" header=\"{SheetPage.Header:0.####}\" footer=\"{SheetPage.Footer:0.####}\"/>"));
        xml.WriteRaw(string.Create(CultureInfo.InvariantCulture, $"<pageSetup paperSize=\"9\" scale=\"{plan.ScalePercent}\" orientation=\"landscape\"/>"));
        xml.WriteStartElement("headerFooter");
        if (plan.Header.Length > 0)
        {
            xml.WriteElementString("oddHeader", Namespace, plan.Header);
        }

        xml.WriteElementString("oddFooter", Namespace, "&C第 &P 页 共 &N 页");
        xml.WriteEndElement();
        if (plan.PageStarts.Count == 0)
        {
            return;
        }

        xml.WriteStartElement("rowBreaks");
        xml.WriteAttributeString("count", plan.PageStarts.Count.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("manualBreakCount", plan.PageStarts.Count.ToString(CultureInfo.InvariantCulture));
        foreach (int row in plan.PageStarts)
        {
            // A break is named by the row above it, counted from 1.
            xml.WriteRaw(string.Create(CultureInfo.InvariantCulture, $"<brk id=\"{row}\" max=\"16383\" man=\"1\"/>"));
        }

        xml.WriteEndElement();
    }

    /// <summary>Writes the texts that cells name by number.</summary>
    public static void Write(XmlWriter xml, SharedTexts texts)
    {
        xml.WriteStartElement("sst", Namespace);
        xml.WriteAttributeString("count", texts.Uses.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("uniqueCount", texts.Texts.Count.ToString(CultureInfo.InvariantCulture));
        foreach (string text in texts.Texts)
        {
            xml.WriteStartElement("si");
            xml.WriteStartElement("t");
            xml.WriteAttributeString("xml", "space", XmlNamespace, "preserve");
            xml.WriteString(SheetText.Encode(text));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }
}

/// <summary>The texts of a workbook, each once.</summary>
internal sealed class SharedTexts
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public List<string> Texts { get; } = [];

    /// <summary>How many cells name a text.</summary>
    public int Uses { get; private set; }

    public int NumberOf(string text)
    {
        string clean = CleanText.For(text);
        Uses++;
        if (!_numbers.TryGetValue(clean, out int number))
        {
            number = Texts.Count;
            _numbers.Add(clean, number);
            Texts.Add(clean);
        }

        return number;
    }
}

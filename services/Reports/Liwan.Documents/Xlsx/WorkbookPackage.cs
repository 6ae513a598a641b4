using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using Liwan.Documents.Forms;
using Liwan.Documents.Packages;

namespace Liwan.Documents.Xlsx;

/// <summary>Puts planned sheets into an XLSX file. The same plans and properties give the same bytes.</summary>
internal static class WorkbookPackage
{
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private const string MainContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

    public static byte[] Write(IReadOnlyList<SheetPlan> sheets, DocumentProperties properties, FormContent? content)
    {
        using var file = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook))
        {
            WriteParts(document, sheets, properties, content);
        }

        file.Position = 0;
        return DeterministicPackage.Pack(file);
    }

    private static void WriteParts(SpreadsheetDocument document, IReadOnlyList<SheetPlan> sheets, DocumentProperties properties, FormContent? content)
    {
        // Left to itself, the library makes up an identifier for the relation.
        WorkbookPart workbook = document.AddNewPart<WorkbookPart>(MainContentType, "workbook");
        var styles = new StyleSheet();
        var texts = new SharedTexts();
        for (int i = 0; i < sheets.Count; i++)
        {
            var sheet = workbook.AddNewPart<WorksheetPart>(SheetId(i));
            bool first = i == 0;
            SheetPlan plan = sheets[i];
            WritePart(sheet, xml => SheetXml.Write(xml, plan, styles, texts, selected: first));
        }

        WritePart(workbook.AddNewPart<WorkbookStylesPart>("styles"), styles.Write);
        WritePart(workbook.AddNewPart<SharedStringTablePart>("texts"), xml => SheetXml.Write(xml, texts));
        WritePart(workbook, xml => WriteWorkbook(xml, sheets));
        CoreProperties.Write(document.AddNewPart<CoreFilePropertiesPart>("application/vnd.openxmlformats-package.core-properties+xml", "core"), properties);
        if (content is not null)
        {
            EmbeddedForm.Add(workbook, content);
        }
    }

    private static string SheetId(int index) => string.Create(CultureInfo.InvariantCulture, $"sheet{index + 1}");

    private static void WritePart(OpenXmlPart part, Action<XmlWriter> content)
    {
        using Stream stream = part.GetStream(FileMode.Create);
        SheetXml.WritePart(stream, content);
    }

    private static void WriteWorkbook(XmlWriter xml, IReadOnlyList<SheetPlan> sheets)
    {
        xml.WriteStartElement("workbook", SheetXml.Namespace);
        xml.WriteAttributeString("xmlns", "r", null, Relationships);
        xml.WriteRaw("<bookViews><workbookView activeTab=\"0\"/></bookViews>");
        xml.WriteStartElement("sheets");
        for (int i = 0; i < sheets.Count; i++)
        {
            xml.WriteStartElement("sheet");
            xml.WriteAttributeString("name", sheets[i].Name);
            xml.WriteAttributeString("sheetId", (i + 1).ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("id", Relationships, SheetId(i));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        if (sheets.Any(sheet => sheet.RepeatedRow is not null))
        {
            xml.WriteStartElement("definedNames");
            for (int i = 0; i < sheets.Count; i++)
            {
                if (sheets[i].RepeatedRow is { } row)
                {
                    xml.WriteStartElement("definedName");
                    xml.WriteAttributeString("name", "_xlnm.Print_Titles");
                    xml.WriteAttributeString("localSheetId", i.ToString(CultureInfo.InvariantCulture));
                    xml.WriteString(string.Create(CultureInfo.InvariantCulture, $"'{sheets[i].Name}'!${row + 1}:${row + 1}"));
                    xml.WriteEndElement();
                }
            }

            xml.WriteEndElement();
        }

        // Formulas are computed anew when the file is opened: the values written are those of an empty form. Where there are none, Excel should not ask whether to save what it computed.
        if (sheets.Any(sheet => sheet.Rows.Exists(row => row.Cells.Any(cell => cell.Formula is not null))))
        {
            xml.WriteRaw("<calcPr calcId=\"191029\" fullCalcOnLoad=\"1\"/>");
        }

        xml.WriteEndElement();
    }
}

using System.Xml;
using DocumentFormat.OpenXml.Packaging;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Xlsx;

/// <summary>Reads the sheets of a workbook that a person sees.</summary>
internal sealed class WorkbookReader
{
    private readonly WorkbookPart _workbook;
    private readonly ReadBudget _budget;
    private readonly List<(string Name, string Part)> _visible = [];
    private bool _from1904;

    public WorkbookReader(WorkbookPart workbook, ReadBudget budget)
    {
        _workbook = workbook;
        _budget = budget;
        ReadWorkbook();
    }

    public IEnumerable<SheetContent> VisibleSheets()
    {
        CellFormats formats = ReadPart(_workbook.WorkbookStylesPart, CellFormats.Read) ?? new CellFormats();
        List<string> texts = ReadPart(_workbook.SharedStringTablePart, SheetTexts.ReadShared) ?? [];
        var values = new ShownValues(texts, formats, _from1904);
        foreach ((string name, string id) in _visible)
        {
            if (!_workbook.TryGetPartById(id, out OpenXmlPart? part))
            {
                throw new DocumentReadException($"工作簿损坏：工作表“{name}”的内容不在文件里。");
            }

            // A sheet may also be a chart, which holds no table.
            if (part is WorksheetPart)
            {
                using Stream stream = part.GetStream(FileMode.Open, FileAccess.Read);
                yield return SheetReader.Read(stream, name, values, formats, _budget);
            }
        }
    }

    private T? ReadPart<T>(OpenXmlPart? part, Func<Stream, ReadBudget, T> read)
        where T : class
    {
        if (part is null)
        {
            return null;
        }

        using Stream stream = part.GetStream(FileMode.Open, FileAccess.Read);
        return read(stream, _budget);
    }

    private void ReadWorkbook()
    {
        using Stream stream = _workbook.GetStream(FileMode.Open, FileAccess.Read);
        using var xml = SheetTexts.Open(stream);
        while (_budget.Read(xml))
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "workbookPr" })
            {
                _from1904 = xml.GetAttribute("date1904") is "1" or "true";
            }
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "sheet", Depth: 2 } && xml.GetAttribute("state") is null or "visible")
            {
                AddSheet(xml);
            }
        }
    }

    private void AddSheet(XmlReader xml)
    {
        string name = xml.GetAttribute("name") ?? "";
        string id = "";
        while (xml.MoveToNextAttribute())
        {
            // The namespace of relationships differs between the transitional and the strict form of the standard.
            if (xml.LocalName == "id" && xml.Prefix.Length > 0)
            {
                id = xml.Value;
            }
        }

        if (_visible.Count >= _budget.Limits.MaxParts)
        {
            throw new DocumentReadException($"工作簿的工作表超过 {_budget.Limits.MaxParts} 张。");
        }

        _visible.Add((name.Length <= 40 ? name : name[..40], id));
    }
}

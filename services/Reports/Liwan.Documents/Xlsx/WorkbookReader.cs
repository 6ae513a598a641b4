using System.Xml;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Xlsx;

/// <summary>Reads the sheets of a workbook that a person sees.</summary>
internal sealed class WorkbookReader
{
    private readonly WorkbookFile _file;
    private readonly SheetBudget _budget;
    private readonly List<(string Name, string Part)> _visible = [];
    private bool _from1904;

    public WorkbookReader(WorkbookFile file, SheetBudget budget)
    {
        _file = file;
        _budget = budget;
        ReadWorkbook();
    }

    public IEnumerable<SheetContent> VisibleSheets()
    {
        CellFormats formats = ReadPart("styles", CellFormats.Read) ?? new CellFormats();
        List<string> texts = ReadPart("sharedStrings", SheetTexts.ReadShared) ?? [];
        var values = new ShownValues(texts, formats, _from1904);
        foreach ((string name, string id) in _visible)
        {
            // A sheet may also be a chart, which holds no table.
            using Stream? part = _file.OpenSheet(id, name);
            if (part is not null)
            {
                yield return SheetReader.Read(part, name, values, formats, _budget);
            }
        }
    }

    private T? ReadPart<T>(string kind, Func<Stream, SheetBudget, T> read)
        where T : class
    {
        using Stream? part = _file.OpenRelated(kind);
        return part is null ? null : read(part, _budget);
    }

    private void ReadWorkbook()
    {
        using Stream stream = _file.OpenWorkbook();
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

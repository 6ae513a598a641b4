using System.Text;

namespace Liwan.Documents.Docx;

/// <summary>Collects the text of paragraphs as a person sees it once all tracked changes are accepted.</summary>
internal sealed class WordText(WordXml xml, WordNumbering numbering)
{
    private readonly StringBuilder _text = new();

    /// <summary>For each field that is open, whether its instruction goes on; what stands there is not shown.</summary>
    private readonly Stack<bool> _fields = new();

    private int _openInstructions;
    private bool _joinsNext = true;
    private bool _begun;
    private bool _afterTable;
    private bool _firstCell;

    /// <summary>Whether a paragraph was read since the last text was taken, even an empty one.</summary>
    public bool HasBegun => _begun;

    /// <summary>Gives the text so far, with LF between lines, and starts anew.</summary>
    public string Take()
    {
        string text = _text.ToString();
        _text.Clear();
        _joinsNext = true;
        _begun = false;
        _afterTable = false;
        return text;
    }

    /// <summary>Reads everything in the current element.</summary>
    public void ReadContent()
    {
        foreach (string name in xml.Children())
        {
            Read(name);
        }
    }

    /// <summary>Reads the current element, whose name is given.</summary>
    public void Read(string name)
    {
        switch (name)
        {
            case "p":
                ReadParagraph();
                break;
            case "pPr":
                ReadParagraphProperties();
                break;
            case "r":
                ReadRun();
                break;
            case "sdt":
                ReadContentControl();
                break;
            case "tbl":
                ReadContent();
                _afterTable = true;
                break;
            case "tr":
                StartLine();
                _firstCell = true;
                ReadContent();
                break;
            case "tc":
                ReadNestedCell();
                break;
            case "mc:AlternateContent":
                ReadAlternatives();
                break;
            default:
                ReadInline(name);
                break;
        }
    }

    private void ReadInline(string name)
    {
        switch (name)
        {
            case "t" or "m:t" when !IsInInstruction:
                xml.AppendText(_text);
                break;
            case "tab" or "ptab":
                Append('\t');
                break;
            case "br" or "cr":
                Append('\n');
                break;
            case "noBreakHyphen":
                Append('-');
                break;
            case "sym":
                Append(WordSymbols.Character(xml.Attribute("font"), xml.Attribute("char")));
                break;
            case "fldChar":
                ReadFieldMark(xml.Attribute("fldCharType"));
                break;
            case "del" or "moveFrom" or "delText" or "instrText" or "delInstrText" or "rPr" or "sdtPr" or "sdtEndPr" or "sectPr":
            case "tblPr" or "tblGrid" or "tblPrEx" or "trPr" or "tcPr" or "drawing" or "pict" or "object" or "rt" or "rubyPr" or "fldData" or "t" or "m:t" or "?":
                break;
            default:
                // Hyperlinks, smart tags, insertions, formulas and whatever else may wrap text.
                ReadContent();
                break;
        }
    }

    private bool IsInInstruction => _openInstructions > 0;

    private void ReadParagraph()
    {
        int start = _text.Length;
        if (!_joinsNext)
        {
            xml.Append(_text, '\n');
        }

        int content = _text.Length;
        bool closesTable = _afterTable;
        _afterTable = false;
        _joinsNext = false;
        _begun = true;
        // A field that never ends must not hide the rest of the cell.
        _fields.Clear();
        _openInstructions = 0;
        ReadContent();
        if (closesTable && _text.Length == content)
        {
            // Every cell must end with a paragraph, so a nested table is followed by an empty one that nobody typed.
            _text.Length = start;
        }
    }

    private void ReadRun()
    {
        bool hidden = false;
        foreach (string name in xml.Children())
        {
            if (name == "rPr")
            {
                hidden = HasSwitch("vanish");
            }
            else if (!hidden)
            {
                Read(name);
            }
        }
    }

    private void ReadContentControl()
    {
        bool placeholder = false;
        foreach (string name in xml.Children())
        {
            if (name == "sdtPr")
            {
                placeholder = HasSwitch("showingPlcHdr");
            }
            else if (!placeholder)
            {
                Read(name);
            }
        }
    }

    private void ReadNestedCell()
    {
        if (!_firstCell)
        {
            Append('\t');
        }

        _joinsNext = true;
        ReadContent();
        _firstCell = false;
        _afterTable = false;
    }

    /// <summary>Takes the fallback, which every program understands, unless it has no text.</summary>
    private void ReadAlternatives()
    {
        int start = _text.Length;
        int choice = -1;
        foreach (string name in xml.Children())
        {
            if (name == "mc:Choice" && choice < 0)
            {
                ReadContent();
                choice = _text.Length;
            }
            else if (name == "mc:Fallback")
            {
                int fallback = _text.Length;
                ReadContent();
                if (_text.Length > fallback)
                {
                    _text.Remove(start, fallback - start);
                }
            }
        }
    }

    private void ReadFieldMark(string? type)
    {
        if (type == "begin")
        {
            _fields.Push(true);
            _openInstructions++;
        }
        else if (type is "separate" or "end" && _fields.TryPop(out bool inInstruction))
        {
            _openInstructions -= inInstruction ? 1 : 0;
            if (type == "separate")
            {
                _fields.Push(false);
            }
        }
    }

    private void StartLine()
    {
        if (_begun)
        {
            xml.Append(_text, '\n');
        }

        _begun = true;
        _joinsNext = true;
    }

    private void Append(char character)
    {
        if (!IsInInstruction)
        {
            xml.Append(_text, character);
        }
    }

    /// <summary>Begins the paragraph with its number, if it is the item of a list; ends without a line end if that was deleted with changes tracked.</summary>
    private void ReadParagraphProperties()
    {
        foreach (string name in xml.Children())
        {
            if (name == "rPr")
            {
                foreach (string mark in xml.Children())
                {
                    _joinsNext |= mark is "del" or "moveFrom";
                }
            }
            else if (name == "numPr")
            {
                ReadNumber();
            }
        }
    }

    private void ReadNumber()
    {
        int level = 0;
        string list = "";
        foreach (string name in xml.Children())
        {
            level = name == "ilvl" ? xml.Count(least: 0) : level;
            list = name == "numId" ? xml.Attribute("val") ?? "" : list;
        }

        foreach (char c in numbering.Next(list, level))
        {
            Append(c);
        }
    }

    private bool HasSwitch(string element)
    {
        bool on = false;
        foreach (string name in xml.Children())
        {
            on |= name == element && xml.IsOn();
        }

        return on;
    }
}

using System.Text;
using Liwan.Documents.Packages;

namespace Liwan.Documents.Docx;

/// <summary>The lists of a document. Word turns a typed 1. or 一、 into a list item, whose number then is no text any more, but a person still sees it.</summary>
internal sealed class WordNumbering
{
    private const int Levels = 9;
    private const int LongestLabel = 60;

    private readonly Dictionary<string, Level[]> _abstract = [];
    private readonly Dictionary<string, (string Abstract, int?[] Starts)> _lists = [];
    private readonly Dictionary<string, int?[]> _counts = [];
    private readonly HashSet<string> _begun = [];

    /// <summary>Reads the part that defines the lists; a document without lists has none.</summary>
    public static WordNumbering Read(Stream? part, ReadBudget budget)
    {
        var numbering = new WordNumbering();
        if (part is not null)
        {
            using var xml = new WordXml(part, budget);
            numbering.ReadDefinitions(xml);
        }

        return numbering;
    }

    /// <summary>The label of the next item of a list, with the space after it; empty where there is no such list.</summary>
    public string Next(string list, int level)
    {
        if (level >= Levels || !_lists.TryGetValue(list, out (string Abstract, int?[] Starts) definition) || !_abstract.TryGetValue(definition.Abstract, out Level[]? levels))
        {
            return "";
        }

        // Lists of one definition count on together, unless a list says where it starts.
        if (!_counts.TryGetValue(definition.Abstract, out int?[]? counts))
        {
            _counts[definition.Abstract] = counts = new int?[Levels];
        }

        if (_begun.Add(list))
        {
            Restart(counts, definition.Starts);
        }

        counts[level] = counts[level] is { } count ? count + 1 : levels[level].Start;
        counts.AsSpan(level + 1).Clear();
        return Label(levels, level, counts);
    }

    private static void Restart(int?[] counts, int?[] starts)
    {
        for (int i = 0; i < Levels; i++)
        {
            counts[i] = starts[i] is { } start ? start - 1 : counts[i];
        }
    }

    private static string Label(Level[] levels, int level, int?[] counts)
    {
        Level definition = levels[level];
        if (definition.Format == "bullet")
        {
            return definition.Text.Length == 0 ? "" : "• ";
        }

        var label = new StringBuilder();
        for (int i = 0; i < definition.Text.Length && label.Length < LongestLabel; i++)
        {
            if (definition.Text[i] == '%' && i + 1 < definition.Text.Length && definition.Text[i + 1] is >= '1' and <= '9')
            {
                int of = definition.Text[++i] - '1';
                label.Append(WordNumbers.Format(counts[of] ?? levels[of].Start, levels[of].Format));
            }
            else
            {
                label.Append(definition.Text[i]);
            }
        }

        // Behind 一、 there is no gap to be seen; behind 1. there is.
        return label.Length > 0 && char.IsAscii(label[^1]) && definition.Spaced ? label.Append(' ').ToString() : label.ToString();
    }

    private void ReadDefinitions(WordXml xml)
    {
        foreach (string name in xml.Children())
        {
            if (name == "abstractNum" && xml.Attribute("abstractNumId") is { } id)
            {
                _abstract[id] = ReadLevels(xml);
            }
            else if (name == "num" && xml.Attribute("numId") is { } list)
            {
                _lists[list] = ReadList(xml);
            }
        }
    }

    private static Level[] ReadLevels(WordXml xml)
    {
        var levels = new Level[Levels];
        Array.Fill(levels, new Level(1, "decimal", "", true));
        foreach (string name in xml.Children())
        {
            if (name == "lvl" && int.TryParse(xml.Attribute("ilvl"), out int index) && index is >= 0 and < Levels)
            {
                levels[index] = ReadLevel(xml);
            }
        }

        return levels;
    }

    private static Level ReadLevel(WordXml xml)
    {
        // Without a start, Word counts from 0.
        var level = new Level(0, "decimal", "", true);
        foreach (string name in xml.Children())
        {
            level = name switch
            {
                "start" => level with { Start = xml.Count(least: 0) },
                "numFmt" => level with { Format = xml.Attribute("val") },
                "lvlText" => level with { Text = xml.Attribute("val") ?? "" },
                "suff" => level with { Spaced = xml.Attribute("val") != "nothing" },
                _ => level,
            };
        }

        return level;
    }

    private static (string Abstract, int?[] Starts) ReadList(WordXml xml)
    {
        string definition = "";
        var starts = new int?[Levels];
        foreach (string name in xml.Children())
        {
            if (name == "abstractNumId")
            {
                definition = xml.Attribute("val") ?? "";
            }
            else if (name == "lvlOverride" && int.TryParse(xml.Attribute("ilvl"), out int level) && level is >= 0 and < Levels)
            {
                foreach (string inner in xml.Children())
                {
                    starts[level] = inner == "startOverride" ? xml.Count(least: 0) : starts[level];
                }
            }
        }

        return (definition, starts);
    }

    private readonly record struct Level(int Start, string? Format, string Text, bool Spaced);
}

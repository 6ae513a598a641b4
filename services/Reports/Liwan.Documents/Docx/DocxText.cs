using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using Liwan.Documents.Packages;

namespace Liwan.Documents.Docx;

/// <summary>Texts as runs of WordprocessingML, and back.</summary>
internal static class DocxText
{
    /// <summary>A run of <paramref name="text"/>, with a break for each LF and a tab for each TAB.</summary>
    /// <param name="text">The text.</param>
    /// <param name="halfPoints">The size of its type.</param>
    /// <param name="isHead">Whether it is set as heads are.</param>
    public static Run Run(string text, string halfPoints, bool isHead)
    {
        var run = new Run();
        var properties = new RunProperties();
        if (isHead)
        {
            properties.RunFonts = new RunFonts { EastAsia = DocxStyles.HeadFont };
            properties.Bold = new Bold();
        }

        properties.FontSize = new FontSize { Val = halfPoints };
        run.RunProperties = properties;
        string printable = XmlText.Printable(text);
        int start = 0;
        for (int i = 0; i <= printable.Length; i++)
        {
            if (i < printable.Length && printable[i] is not ('\n' or '\t'))
            {
                continue;
            }

            if (i > start)
            {
                run.Append(new Text(printable[start..i]) { Space = SpaceProcessingModeValues.Preserve });
            }

            if (i < printable.Length)
            {
                run.Append(printable[i] == '\n' ? new Break() : new TabChar());
            }

            start = i + 1;
        }

        return run;
    }

    /// <summary>The text of <paramref name="element"/> as a person sees it: with what was inserted and without what was deleted; paragraphs are lines.</summary>
    public static string Read(OpenXmlElement element)
    {
        var text = new StringBuilder();
        bool first = true;
        foreach (Paragraph paragraph in Paragraphs(element))
        {
            if (!first)
            {
                text.Append('\n');
            }

            first = false;
            Read(paragraph, text);
        }

        return text.ToString();
    }

    /// <summary>The paragraphs within <paramref name="element"/>, those of tables and content controls too, but not those of pictures and text boxes.</summary>
    public static IEnumerable<Paragraph> Paragraphs(OpenXmlElement element)
    {
        var open = new Stack<OpenXmlElement>([element]);
        while (open.TryPop(out OpenXmlElement? next))
        {
            if (next is Paragraph paragraph)
            {
                yield return paragraph;
            }
            else if (!IsInvisible(next))
            {
                foreach (OpenXmlElement child in next.ChildElements.Reverse())
                {
                    open.Push(child);
                }
            }
        }
    }

    private static bool IsInvisible(OpenXmlElement element) =>
        element is DeletedRun or MoveFromRun or RunProperties or ParagraphProperties or Picture or Drawing or EmbeddedObject or FieldCode or DeletedText or TableCellProperties or TableRowProperties or TableProperties;

    private static void Read(Paragraph paragraph, StringBuilder text)
    {
        var open = new Stack<OpenXmlElement>(paragraph.ChildElements.Reverse());
        while (open.TryPop(out OpenXmlElement? next))
        {
            if (IsInvisible(next) || next is Run { RunProperties.Vanish: not null })
            {
                continue;
            }

            switch (next)
            {
                case Text written:
                    text.Append(written.Text);
                    break;
                case TabChar:
                    text.Append('\t');
                    break;
                case Break or CarriageReturn:
                    text.Append('\n');
                    break;
                case NoBreakHyphen:
                    text.Append('\u2011');
                    break;
                case SoftHyphen:
                    text.Append('\u00AD');
                    break;
                case SymbolChar:
                    text.Append('\uFFFD');
                    break;
                case AlternateContent alternate:
                    // Both say the same; the second is for programs that know less.
                    PushChildren(open, alternate.GetFirstChild<AlternateContentChoice>() ?? (OpenXmlElement?)alternate.GetFirstChild<AlternateContentFallback>());
                    break;
                default:
                    PushChildren(open, next);
                    break;
            }
        }
    }

    private static void PushChildren(Stack<OpenXmlElement> open, OpenXmlElement? parent)
    {
        foreach (OpenXmlElement child in parent?.ChildElements.Reverse() ?? [])
        {
            open.Push(child);
        }
    }
}

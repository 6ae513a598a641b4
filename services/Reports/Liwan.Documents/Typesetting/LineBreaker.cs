using System.Text;
using Liwan.Documents.Fonts;

namespace Liwan.Documents.Typesetting;

/// <summary>Breaks text into lines by the rules of Chinese typesetting (避头尾): closing punctuation starts no line, opening punctuation ends none, words and numbers stay whole where they fit.</summary>
internal sealed class LineBreaker
{
    private const int TabSpaces = 4;

    /// <summary>A last line shorter than this share of the first is a stub.</summary>
    private const double StubShare = 0.45;

    /// <summary>Longer texts hardly show their last line's length.</summary>
    private const int MaxEvenLines = 4;

    private readonly FontFace _face;
    private readonly int _width;
    private readonly int[] _text;
    private readonly BreakClass[] _classes;
    private readonly List<TextLine> _lines = [];
    private int _forcedBreaks;

    private LineBreaker(FontFace face, int width, int[] text)
    {
        _face = face;
        _width = width;
        _text = text;
        _classes = new BreakClass[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            _classes[i] = BreakClasses.Of(text[i]);
        }
    }

    /// <summary>Sets <paramref name="text"/> in lines of at most <paramref name="width"/> points. An empty text has no lines.</summary>
    public static TypesetText Break(string text, FontFace face, double size, double width)
    {
        int[] characters = Characters(text);
        if (characters.Length == 0)
        {
            return new TypesetText(face, size, characters, [], forcedBreaks: 0);
        }

        var breaker = new LineBreaker(face, (int)(width * 1000 / size), characters);
        breaker.BreakAll();
        return new TypesetText(face, size, characters, [.. breaker._lines], breaker._forcedBreaks);
    }

    /// <summary>Like <see cref="Break"/>, for centred text: where that would leave a stub on the last line, the lines come out about equally long instead.</summary>
    public static TypesetText BreakEvenly(string text, FontFace face, double size, double width)
    {
        TypesetText greedy = Break(text, face, size, width);
        if (!EndsInStub(greedy.Lines))
        {
            return greedy;
        }

        // Half an em at a time: narrower until a line more is needed or a word would have to part.
        TypesetText best = greedy;
        for (double narrower = width - (size / 2); narrower > 0; narrower -= size / 2)
        {
            TypesetText candidate = Break(text, face, size, narrower);
            if (candidate.Lines.Length > greedy.Lines.Length || candidate.ForcedBreaks > greedy.ForcedBreaks)
            {
                break;
            }

            best = candidate;
            if (!EndsInStub(candidate.Lines))
            {
                break;
            }
        }

        return best;
    }

    /// <summary>Whether a character ends a paragraph, by any of Unicode's conventions.</summary>
    public static bool IsLineBreak(int codePoint) => codePoint is '\n' or '\r' or '\v' or '\f' or 0x85 or 0x2028 or 0x2029;

    private static bool EndsInStub(TextLine[] lines) =>
        lines.Length is > 1 and <= MaxEvenLines && lines.Count(line => line.EndsParagraph) == 1 && lines[^1].Width < StubShare * lines[0].Width;

    /// <summary>The characters to print: every form of line break as LF, tabs as spaces.</summary>
    private static int[] Characters(string text)
    {
        var characters = new List<int>(text.Length);
        int previous = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\n' when previous == '\r':
                    break;
                case var c when IsLineBreak(c):
                    characters.Add('\n');
                    break;
                case '\t':
                    characters.AddRange(Enumerable.Repeat((int)' ', TabSpaces));
                    break;
                default:
                    characters.Add(rune.Value);
                    break;
            }

            previous = rune.Value;
        }

        return [.. characters];
    }

    private void BreakAll()
    {
        int start = 0;
        while (start <= _text.Length)
        {
            int end = Array.IndexOf(_text, '\n', start);
            end = end < 0 ? _text.Length : end;
            BreakParagraph(start, end);
            start = end + 1;
        }
    }

    private void BreakParagraph(int start, int end)
    {
        // Spaces at the head of a paragraph are its indent: no break directly behind them, and they are kept.
        int indentEnd = start;
        while (indentEnd < end && _classes[indentEnd] == BreakClass.Space)
        {
            indentEnd++;
        }

        int lineStart = start;
        int lastBreak = -1;
        int width = 0;
        for (int i = start; i < end; i++)
        {
            if (i > lineStart && i > indentEnd && MayBreakBefore(i))
            {
                lastBreak = i;
            }

            int advance = _face.Advance(_text[i]);
            bool fits = width + advance <= _width || i == lineStart || (_classes[i] == BreakClass.Space && i >= indentEnd);
            if (fits)
            {
                width += advance;
                continue;
            }

            bool forced = lastBreak <= lineStart;
            int next = forced ? ForcedBreak(lineStart, i) : lastBreak;
            _forcedBreaks += forced ? 1 : 0;
            AddLine(lineStart, next, endsParagraph: false);
            lineStart = next;
            lastBreak = -1;
            width = 0;
            i = next - 1;
        }

        AddLine(lineStart, end, endsParagraph: true);
    }

    private void AddLine(int start, int end, bool endsParagraph)
    {
        int visible = end;
        while (visible > start && _classes[visible - 1] == BreakClass.Space)
        {
            visible--;
        }

        int width = 0;
        for (int i = start; i < visible; i++)
        {
            width += _face.Advance(_text[i]);
        }

        _lines.Add(new TextLine(start, visible - start, width, endsParagraph));
    }

    /// <summary>Where to break a run that is wider than a line and has no place to break: as late as fits, not next to punctuation if that can be helped.</summary>
    private int ForcedBreak(int lineStart, int overflow)
    {
        for (int i = overflow; i > lineStart; i--)
        {
            if (!IsClosing(_classes[i]) && !IsOpening(_classes[i - 1]) && _classes[i] != BreakClass.Glue && _classes[i - 1] != BreakClass.Glue)
            {
                return i;
            }
        }

        return overflow;
    }

    private bool MayBreakBefore(int i)
    {
        BreakClass current = _classes[i];
        if (current is BreakClass.Space or BreakClass.Glue || IsClosing(current))
        {
            return false;
        }

        BreakClass previous = _classes[i - 1];
        if (previous == BreakClass.Space)
        {
            int before = i - 1;
            while (before > 0 && _classes[before] == BreakClass.Space)
            {
                before--;
            }

            return !IsOpening(_classes[before]);
        }

        if (previous == BreakClass.Glue || IsOpening(previous))
        {
            return false;
        }

        bool afterWord = previous is BreakClass.Word or BreakClass.WordCloser;
        bool beforeWord = current is BreakClass.Word or BreakClass.WordOpener;
        bool splitsPair = current == BreakClass.Pair && previous == BreakClass.Pair;
        return !(afterWord && beforeWord) && !splitsPair;
    }

    private static bool IsClosing(BreakClass value) => value is BreakClass.Closer or BreakClass.WordCloser;

    private static bool IsOpening(BreakClass value) => value is BreakClass.Opener or BreakClass.WordOpener;
}

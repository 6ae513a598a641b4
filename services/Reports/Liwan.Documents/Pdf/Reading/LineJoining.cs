using System.Text;
using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>Joins the lines of a cell: those broken for lack of room to one, those that their writer ended with LF between them.</summary>
internal sealed class LineJoining
{
    /// <summary>Room beyond what the next line's beginning needs, in em, from which on a line was ended by its writer.</summary>
    private const double Slack = 0.6;

    private const double Rounding = 0.05;

    /// <summary>A line that starts this far inside, in em, starts a paragraph.</summary>
    private const double Indent = 1.5;

    private const double MaxPadding = 14;

    private readonly IReadOnlyList<TextLine> _lines;
    private readonly double _start;
    private readonly double _end;
    private readonly bool _centred;
    private readonly double _pitch;

    private LineJoining(IReadOnlyList<TextLine> lines, double left, double right)
    {
        _lines = lines;
        _centred = IsCentred(lines, left, right);
        double padding = Math.Clamp(lines.Min(line => line.Left) - left, 0, MaxPadding);
        padding = _centred ? Math.Min(padding, 5) : padding;
        _start = left + padding;
        _end = Math.Max(right - padding, lines.Max(line => line.Right));
        _pitch = double.PositiveInfinity;
        for (int i = 1; i < lines.Count; i++)
        {
            double step = lines[i - 1].Baseline - lines[i].Baseline;
            _pitch = lines[i].FollowsPageBreak ? _pitch : Math.Min(_pitch, step);
        }

        _pitch = lines.Count == 0 ? _pitch : Math.Min(_pitch, 1.9 * lines[0].Size);
    }

    /// <summary>The text of lines between two edges.</summary>
    public static string Join(IReadOnlyList<TextLine> lines, double left, double right)
    {
        if (lines.Count == 0)
        {
            return "";
        }

        var joining = new LineJoining(lines, left, right);
        var text = new StringBuilder(lines[0].Text);
        for (int i = 1; i < lines.Count; i++)
        {
            joining.Append(text, i);
        }

        return text.ToString();
    }

    /// <summary>Whether the last of some lines ends for lack of room, if what follows is the text of another cell's first.</summary>
    public static bool RunsOn(IReadOnlyList<TextLine> lines, TextLine next, double left, double right) =>
        lines.Count > 0 && !IsCentred(lines, left, right) && new LineJoining([.. lines, next.AfterPageBreak()], left, right).IsBrokenForRoom(lines.Count);

    private void Append(StringBuilder text, int i)
    {
        TextLine before = _lines[i - 1];
        TextLine line = _lines[i];
        if (!IsBrokenForRoom(i))
        {
            int blank = line.FollowsPageBreak ? 0 : (int)Math.Clamp(Math.Round((before.Baseline - line.Baseline) / _pitch) - 1, 0, 20);
            text.Append('\n', 1 + blank).Append(line.Text);
            return;
        }

        string next = line.Text.TrimStart(' ', '\u3000');
        if (next.Length > 0 && BreaksAtSpace(before, line))
        {
            text.Append(' ');
        }

        text.Append(next);
    }

    private bool IsBrokenForRoom(int i)
    {
        TextLine before = _lines[i - 1];
        TextLine line = _lines[i];
        if (!line.FollowsPageBreak && before.Baseline - line.Baseline > 1.7 * _pitch)
        {
            return false;
        }

        if (_centred)
        {
            return !EndsCentred(before, line);
        }

        bool indented = line.Left - _start > Indent * line.Size || line.Text.StartsWith('\u3000') || line.Text.StartsWith("  ", StringComparison.Ordinal);
        return !indented && _end - before.Right <= Beginning(line) + (Slack * line.Size);
    }

    /// <summary>Lines broken for room, evenly or not, are each too long for the next one's beginning; and they are never more than it takes.</summary>
    private bool EndsCentred(TextLine before, TextLine line)
    {
        double beginning = before.Width + Beginning(line);
        if (beginning <= _lines.Max(each => each.Width) + (Rounding * line.Size))
        {
            return true;
        }

        double room = _end - _start;
        double all = _lines.Sum(each => each.Width);
        double needed = Math.Ceiling((all + (0.5 * line.Size * (_lines.Count - 1))) / room);
        return needed < _lines.Count && beginning + (Slack * line.Size) < room && (_lines.Count - needed > 1 || all < 0.8 * needed * room);
    }

    /// <summary>How wide the part of a line is that may not be parted from its first letter.</summary>
    private static double Beginning(TextLine line)
    {
        IReadOnlyList<Glyph> glyphs = line.Glyphs;
        int first = 0;
        while (first < glyphs.Count - 1 && glyphs[first].IsSpace)
        {
            first++;
        }

        int last = first;
        while (last + 1 < glyphs.Count && IsTied(Class(glyphs[last]), Class(glyphs[last + 1])))
        {
            last++;
        }

        return glyphs[last].Right - glyphs[first].Left;
    }

    private static BreakClass Class(Glyph glyph) => BreakClasses.Of(char.IsSurrogate(glyph.Text[0]) ? 0x20000 : glyph.Text[0]);

    private static bool IsTied(BreakClass before, BreakClass after)
    {
        bool opens = before is BreakClass.Opener or BreakClass.WordOpener or BreakClass.Glue;
        bool closes = after is BreakClass.Closer or BreakClass.WordCloser or BreakClass.Glue;
        bool word = before is BreakClass.Word or BreakClass.WordCloser && after is BreakClass.Word or BreakClass.WordOpener;
        return opens || closes || word || (before == BreakClass.Pair && after == BreakClass.Pair);
    }

    /// <summary>Words part at a space, which vanished there; but one wider than its line parts anywhere.</summary>
    private bool BreaksAtSpace(TextLine before, TextLine line)
    {
        BreakClass last = Class(before.Glyphs[^1]);
        BreakClass first = Class(line.Glyphs[0]);
        if (last is not (BreakClass.Word or BreakClass.WordCloser) || first is not (BreakClass.Word or BreakClass.WordOpener))
        {
            return false;
        }

        int i = before.Glyphs.Count - 1;
        while (i > 0 && IsTied(Class(before.Glyphs[i - 1]), Class(before.Glyphs[i])))
        {
            i--;
        }

        double ending = before.Glyphs[^1].Right - before.Glyphs[i].Left;
        return ending + Beginning(line) <= _end - _start;
    }

    private static bool IsCentred(IReadOnlyList<TextLine> lines, double left, double right)
    {
        bool inside = false;
        foreach (TextLine line in lines)
        {
            double before = line.Left - left;
            double behind = right - line.Right;
            if (Math.Abs(before - behind) > 0.7 * line.Size)
            {
                return false;
            }

            inside |= before > 0.9 * line.Size;
        }

        return inside;
    }
}

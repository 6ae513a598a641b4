namespace Liwan.Documents.Fonts;

/// <summary>The glyphs of a face that one document uses, numbered from 1 in the order of first use.</summary>
/// <remarks>
/// Numbers go by character, not by glyph: two characters that share a glyph (such as 一 and the radical ⼀), and every character that
/// the face lacks, get numbers of their own, so that text copied out of the document is the text that went in.
/// </remarks>
internal sealed class FontSubset(FontFace face)
{
    /// <summary>Beyond this many different missing characters further ones share a number, so that numbers cannot run out.</summary>
    private const int MaxMissing = 4096;

    private readonly Dictionary<int, ushort> _numbers = [];
    private readonly List<Slot> _slots = [new Slot(Glyph: 0, CodePoint: -1)];
    private readonly List<int> _missing = [];

    public FontFace Face => face;

    /// <summary>The glyph and character of each number; number 0 is the face's .notdef.</summary>
    public IReadOnlyList<Slot> Slots => _slots;

    /// <summary>The characters that the face lacks, in order of first use.</summary>
    public IReadOnlyList<int> Missing => _missing;

    public bool IsUsed => _slots.Count > 1;

    /// <summary>The number of a character.</summary>
    public ushort Number(int codePoint)
    {
        if (_numbers.TryGetValue(codePoint, out ushort number))
        {
            return number;
        }

        if (!face.Has(codePoint))
        {
            if (_missing.Count == MaxMissing)
            {
                return _numbers[_missing[^1]];
            }

            _missing.Add(codePoint);
        }

        number = (ushort)_slots.Count;
        _slots.Add(new Slot(face.PrintedGlyph(codePoint), codePoint));
        _numbers.Add(codePoint, number);
        return number;
    }

    /// <summary>One numbered glyph of the subset.</summary>
    /// <param name="Glyph">The glyph in the face; -1 for a blank of no width.</param>
    /// <param name="CodePoint">The character it stands for; -1 where it stands for none.</param>
    internal readonly record struct Slot(int Glyph, int CodePoint);
}

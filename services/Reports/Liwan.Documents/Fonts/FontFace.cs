namespace Liwan.Documents.Fonts;

/// <summary>One TrueType face: its metrics in 1/1000 em, its characters and its outlines. Immutable but for the cache of packed glyphs; thread-safe.</summary>
internal sealed class FontFace
{
    private const int RestrictedEmbedding = 0x0002;
    private static readonly int[] MissingMarks = ['〓', '□', '?'];

    private readonly ushort[] _advances;
    private readonly FontData _horizontalMetrics;
    private readonly int _longMetrics;
    private readonly FontData _locations;
    private readonly FontData _outlines;
    private readonly bool _longLocations;
    private readonly PackedGlyph?[] _packed;
    private readonly CharacterMap _characters;

    public FontFace(SfntFile file)
    {
        FontData head = file.Require("head");
        FontData hhea = file.Require("hhea");
        FontData maxp = file.Require("maxp");
        _horizontalMetrics = file.Require("hmtx");
        _locations = file.Require("loca");
        _outlines = file.Require("glyf");
        FontData? os2 = file.Find("OS/2");
        if (os2 is { Length: >= 10 } licence && (licence.U16(8) & 0x000F) == RestrictedEmbedding)
        {
            throw new FontFormatException("字体授权不允许嵌入文档");
        }

        UnitsPerEm = head.U16(18);
        GlyphCount = maxp.U16(4);
        _longLocations = head.I16(50) != 0;
        _longMetrics = hhea.U16(34);
        if (UnitsPerEm is < 16 or > 16384 || GlyphCount == 0 || _longMetrics == 0)
        {
            throw new FontFormatException("字体文件已损坏（head 或 hhea 表）");
        }

        Tables = file;
        _packed = new PackedGlyph?[GlyphCount];
        _characters = CharacterMap.Read(file.Require("cmap"), GlyphCount);
        _advances = ReadAdvances();
        Bounds = [Scale(head.I16(36)), Scale(head.I16(38)), Scale(head.I16(40)), Scale(head.I16(42))];
        Ascent = Scale(hhea.I16(4));
        Descent = Scale(hhea.I16(6));
        Weight = os2 is { Length: >= 6 } weighted ? weighted.U16(4) : 400;
        (Family, PostScriptName) = FontNames.Read(file.Find("name"));
        MissingMark = MissingMarks.FirstOrDefault(mark => _characters.Glyph(mark) != 0);
    }

    public SfntFile Tables { get; }

    public string Family { get; }

    /// <summary>The face's PostScript name, in characters a PDF name can hold.</summary>
    public string PostScriptName { get; }

    /// <summary>The weight, 400 for regular and 700 for bold.</summary>
    public int Weight { get; }

    public int UnitsPerEm { get; }

    public int GlyphCount { get; }

    public int Ascent { get; }

    public int Descent { get; }

    /// <summary>The box around all glyphs: left, bottom, right, top.</summary>
    public IReadOnlyList<int> Bounds { get; }

    /// <summary>The character printed for one that the face lacks; 0 where the face has none either.</summary>
    public int MissingMark { get; }

    /// <summary>Whether <paramref name="codePoint"/> prints as itself, or is invisible by its nature.</summary>
    public bool Has(int codePoint) => _characters.Glyph(codePoint) != 0 || InvisibleCharacters.Contains(codePoint);

    public bool HasAll(string text) => text.EnumerateRunes().All(rune => Has(rune.Value));

    /// <summary>The glyph that prints for a character: its own, or the missing mark's. Invisible characters without a glyph have -1.</summary>
    public int PrintedGlyph(int codePoint)
    {
        int glyph = _characters.Glyph(codePoint);
        return glyph != 0 ? glyph : InvisibleCharacters.Contains(codePoint) ? -1 : _characters.Glyph(MissingMark);
    }

    /// <summary>The advance of the glyph that prints for a character, in 1/1000 em.</summary>
    public int Advance(int codePoint)
    {
        int glyph = PrintedGlyph(codePoint);
        return glyph < 0 ? 0 : _advances[glyph];
    }

    public int GlyphAdvance(int glyph) => _advances[glyph];

    /// <summary>The glyph's entry in hmtx: advance and left side bearing in font units.</summary>
    public (int Advance, int LeftSideBearing) Metrics(int glyph) =>
        glyph < _longMetrics
            ? (_horizontalMetrics.U16(4 * glyph), _horizontalMetrics.I16((4 * glyph) + 2))
            : (_horizontalMetrics.U16(4 * (_longMetrics - 1)), _horizontalMetrics.I16((4 * _longMetrics) + (2 * (glyph - _longMetrics))));

    /// <summary>The glyph's outline as it stands in the font; empty for a blank glyph.</summary>
    public FontData Outline(int glyph)
    {
        int start = Location(glyph);
        return _outlines.Slice(start, Location(glyph + 1) - start);
    }

    /// <summary>The glyph's outline made ready for embedding. Two threads that race make the same bytes.</summary>
    public PackedGlyph Packed(int glyph) => _packed[glyph] ??= PackedGlyph.Pack(Outline(glyph).Memory.Span);

    private int Location(int glyph) => _longLocations ? _locations.Index32(4 * glyph) : 2 * _locations.U16(2 * glyph);

    private int Scale(int fontUnits) => (int)Math.Round(fontUnits * 1000.0 / UnitsPerEm, MidpointRounding.AwayFromZero);

    private ushort[] ReadAdvances()
    {
        var advances = new ushort[GlyphCount];
        for (int i = 0; i < GlyphCount; i++)
        {
            advances[i] = (ushort)Math.Min(Scale(Metrics(i).Advance), ushort.MaxValue);
        }

        return advances;
    }
}

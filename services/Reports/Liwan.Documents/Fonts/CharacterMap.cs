namespace Liwan.Documents.Fonts;

/// <summary>The Unicode character map of a font (cmap formats 4 and 12), unpacked for lookup.</summary>
internal sealed class CharacterMap
{
    private readonly ushort[] _basicPlane = new ushort[0x10000];
    private readonly Dictionary<int, ushort> _otherPlanes = [];
    private readonly int _glyphCount;

    private CharacterMap(int glyphCount) => _glyphCount = glyphCount;

    /// <summary>The glyph of a character, or 0 where the font has none.</summary>
    public int Glyph(int codePoint) =>
        codePoint < _basicPlane.Length ? _basicPlane[codePoint] : _otherPlanes.GetValueOrDefault(codePoint);

    public static CharacterMap Read(FontData cmap, int glyphCount)
    {
        var map = new CharacterMap(glyphCount);
        FontData? segments = null;
        FontData? groups = null;
        int tables = cmap.U16(2);
        for (int i = 0; i < tables; i++)
        {
            int record = 4 + (8 * i);
            int platform = cmap.U16(record);
            int encoding = cmap.U16(record + 2);
            bool unicode = platform == 0 || (platform == 3 && encoding is 1 or 10);
            FontData table = cmap.From(cmap.Index32(record + 4));
            switch (table.U16(0))
            {
                case 4 when unicode:
                    segments = table;
                    break;
                case 12 when unicode:
                    groups = table;
                    break;
            }
        }

        if (groups is { } full)
        {
            map.ReadGroups(full);
        }
        else if (segments is { } basic)
        {
            map.ReadSegments(basic);
        }
        else
        {
            throw new FontFormatException("没有 Unicode 字符表");
        }

        return map;
    }

    private void ReadGroups(FontData table)
    {
        int count = table.Index32(12);
        for (int i = 0; i < count; i++)
        {
            int record = 16 + (12 * i);
            uint first = table.U32(record);
            uint last = table.U32(record + 4);
            uint glyph = table.U32(record + 8);
            if (last > 0x10FFFF || first > last)
            {
                throw new FontFormatException("字符表已损坏");
            }

            for (uint c = first; c <= last; c++)
            {
                Set((int)c, glyph + (c - first));
            }
        }
    }

    private void ReadSegments(FontData table)
    {
        int segments = table.U16(6) / 2;
        int ends = 14;
        int starts = ends + (2 * segments) + 2;
        int deltas = starts + (2 * segments);
        int ranges = deltas + (2 * segments);
        for (int i = 0; i < segments; i++)
        {
            int last = table.U16(ends + (2 * i));
            int first = table.U16(starts + (2 * i));
            int delta = table.U16(deltas + (2 * i));
            int range = table.U16(ranges + (2 * i));
            for (int c = first; c <= last && c < 0xFFFF; c++)
            {
                int glyph = range == 0 ? c : table.U16(ranges + (2 * i) + range + (2 * (c - first)));
                Set(c, glyph == 0 && range != 0 ? 0u : (uint)((glyph + delta) & 0xFFFF));
            }
        }
    }

    private void Set(int codePoint, uint glyph)
    {
        if (glyph == 0 || glyph >= _glyphCount)
        {
            return;
        }

        if (codePoint < _basicPlane.Length)
        {
            _basicPlane[codePoint] = (ushort)glyph;
        }
        else
        {
            _otherPlanes[codePoint] = (ushort)glyph;
        }
    }
}

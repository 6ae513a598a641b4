using System.Globalization;
using System.Text;
using Liwan.Documents.Fonts;

namespace Liwan.Documents.Pdf;

/// <summary>The fonts of one document: collects the characters it uses, then writes the subsets.</summary>
internal sealed class PdfFonts
{
    private const int MaxEntriesInBlock = 100;

    private readonly FontSubset _regular;
    private readonly FontSubset _bold;

    public PdfFonts(FontSet fonts)
    {
        _regular = new FontSubset(fonts.Regular);
        _bold = fonts.Bold == fonts.Regular ? _regular : new FontSubset(fonts.Bold);
    }

    public FontSubset Bold => _bold;

    public FontSubset SubsetOf(FontFace face) => face == _regular.Face ? _regular : _bold;

    public string ResourceName(FontSubset subset) => subset == _regular ? "/R" : "/B";

    /// <summary>The characters that print as 〓, each once.</summary>
    public IReadOnlyList<string> MissingCharacters =>
        [.. _regular.Missing.Concat(_bold.Missing).Distinct().Select(char.ConvertFromUtf32)];

    /// <summary>Writes the fonts that the document uses.</summary>
    /// <returns>The entries of the font resource dictionary.</returns>
    public string Write(PdfFile file)
    {
        var entries = new StringBuilder();
        foreach (FontSubset subset in _regular == _bold ? [_regular] : (ReadOnlySpan<FontSubset>)[_regular, _bold])
        {
            if (subset.IsUsed)
            {
                entries.Append(CultureInfo.InvariantCulture, $"{ResourceName(subset)} {Write(file, subset)} 0 R");
            }
        }

        return entries.ToString();
    }

    private static int Write(PdfFile file, FontSubset subset)
    {
        int font = file.Reserve();
        int descendant = file.Reserve();
        int descriptor = file.Reserve();
        int program = file.Reserve();
        int toUnicode = file.Reserve();
        int characters = file.Reserve();
        string name = $"{Tag(subset)}+{subset.Face.PostScriptName}";

        file.Begin(font).Syntax($"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]/ToUnicode {toUnicode} 0 R>>");
        file.End();
        file.Begin(descendant).Syntax(
            $"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            + $"/CIDToGIDMap/Identity/FontDescriptor {descriptor} 0 R/DW 1000/W[{Widths(subset)}]>>");
        file.End();

        FontFace face = subset.Face;
        file.Begin(descriptor).Syntax(string.Create(
            CultureInfo.InvariantCulture,
            $"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{string.Join(' ', face.Bounds)}]/ItalicAngle 0/Ascent {face.Ascent}/Descent {face.Descent}/CapHeight {face.Ascent}/StemV {(face.Weight >= 600 ? 140 : 80)}/FontFile2 {program} 0 R/CIDSet {characters} 0 R>>"));
        file.End();

        (byte[] compressed, int length) = SubsetFile.Build(subset);
        file.CompressedStream(program, compressed, new PdfBuffer().Raw("/Length1 "u8).Integer(length).Written);
        file.Stream(toUnicode, ToUnicode(subset));
        file.Stream(characters, CharacterSet(subset.Slots.Count));
        return font;
    }

    /// <summary>Which characters the subset has, a bit each: all, since they are numbered without a gap. The first part of PDF/A asks for it.</summary>
    private static byte[] CharacterSet(int count)
    {
        var bits = new byte[(count + 7) / 8];
        Array.Fill(bits, (byte)0xFF);
        bits[^1] = (byte)(0xFF << ((8 - (count % 8)) % 8));
        return bits;
    }

    /// <summary>Six letters that tell this subset from others of the same font, made from the characters in it.</summary>
    private static string Tag(FontSubset subset)
    {
        uint hash = 2166136261;
        foreach (FontSubset.Slot slot in subset.Slots)
        {
            hash = (hash ^ (uint)slot.CodePoint) * 16777619;
        }

        return string.Create(6, hash, static (letters, rest) =>
        {
            for (int i = 0; i < letters.Length; i++)
            {
                letters[i] = (char)('A' + (rest % 26));
                rest /= 26;
            }
        });
    }

    /// <summary>The advances that are not 1000, runs of them together.</summary>
    private static string Widths(FontSubset subset)
    {
        var widths = new StringBuilder();
        bool open = false;
        for (int i = 0; i < subset.Slots.Count; i++)
        {
            int glyph = subset.Slots[i].Glyph;
            int advance = glyph < 0 ? 0 : subset.Face.GlyphAdvance(glyph);
            if (advance == 1000)
            {
                widths.Append(open ? "]" : "");
                open = false;
                continue;
            }

            widths.Append(CultureInfo.InvariantCulture, $"{(open ? " " : $"{i}[")}{advance}");
            open = true;
        }

        return widths.Append(open ? "]" : "").ToString();
    }

    private static ReadOnlySpan<byte> ToUnicode(FontSubset subset)
    {
        var map = new PdfBuffer();
        map.Raw("/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"u8);
        Span<char> utf16 = stackalloc char[2];
        for (int start = 1; start < subset.Slots.Count; start += MaxEntriesInBlock)
        {
            int count = Math.Min(MaxEntriesInBlock, subset.Slots.Count - start);
            map.Integer(count).Raw(" beginbfchar\n"u8);
            for (int i = start; i < start + count; i++)
            {
                // PDF/A forbids the byte order mark as the meaning of a glyph; U+2060 is the same zero width joint.
                int character = subset.Slots[i].CodePoint == 0xFEFF ? 0x2060 : subset.Slots[i].CodePoint;
                int units = new Rune(character).EncodeToUtf16(utf16);
                map.Raw("<"u8).Hex((ushort)i).Raw("><"u8).Hex(utf16[0]);
                if (units == 2)
                {
                    map.Hex(utf16[1]);
                }

                map.Raw(">\n"u8);
            }

            map.Raw("endbfchar\n"u8);
        }

        map.Raw("endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend"u8);
        return map.Written;
    }
}

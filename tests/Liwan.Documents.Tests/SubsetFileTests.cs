using System.IO.Compression;
using Liwan.Documents.Fonts;

namespace Liwan.Documents.Tests;

/// <summary>The part of a font that a document embeds.</summary>
public sealed class SubsetFileTests
{
    [Fact]
    public void Build_KeepsOutlinesAndMetricsAndChecksumsRight()
    {
        FontFace face = Rendered.Fonts.Regular;
        var subset = new FontSubset(face);
        int[] characters = [.. "荔湾 A。éü½👩\u200B𠀀".EnumerateRunes().Select(rune => rune.Value)];
        ushort[] numbers = [.. characters.Select(subset.Number)];

        (byte[] compressed, int length) = SubsetFile.Build(subset);
        using var zlib = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var file = new MemoryStream();
        zlib.CopyTo(file);

        byte[] font = file.ToArray();
        Assert.Equal(length, font.Length);
        Assert.Equal(0xB1B0AFBA, SfntChecksum.Of(font));
        SfntFile read = Assert.Single(SfntFile.ReadFaces(font));
        FontData hmtx = read.Require("hmtx");
        FontData loca = read.Require("loca");
        FontData glyf = read.Require("glyf");
        for (int i = 0; i < characters.Length; i++)
        {
            int glyph = face.PrintedGlyph(characters[i]);
            Assert.Equal(glyph < 0 ? 0 : face.Metrics(glyph).Advance, hmtx.U16(4 * numbers[i]));
            int start = loca.Index32(4 * numbers[i]);
            FontData outline = glyf.Slice(start, loca.Index32(4 * (numbers[i] + 1)) - start);
            byte[] expected = glyph < 0 ? [] : face.Outline(glyph).Memory.ToArray();
            if (expected.Length > 0 && face.Outline(glyph).I16(0) < 0)
            {
                AssertComponentsExist(outline, read.Require("maxp").U16(4));
            }
            else
            {
                Assert.Equal(expected, outline.Bytes(0, expected.Length).ToArray());
            }
        }
    }

    [Fact]
    public void Number_WhenCharactersOfManyKindsAreMissing_NeverRunsOut()
    {
        var subset = new FontSubset(Rendered.Fonts.Regular);

        for (int character = 0x20000; character < 0x20000 + 100_000; character++)
        {
            subset.Number(character);
        }

        Assert.True(subset.Slots.Count < ushort.MaxValue);
    }

    private static void AssertComponentsExist(FontData outline, int glyphs)
    {
        Assert.InRange(outline.U16(12), 1, glyphs - 1);
    }
}

using UglyToad.PdfPig.Core;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>Where a letter stands, and how much there is to doubt about it.</summary>
internal static class GlyphPlacing
{
    private const double MinSize = 0.5;
    private const double MaxSize = 400;

    /// <summary>Pale letters larger than this are a mark under the page.</summary>
    private const double MarkSize = 30;

    /// <summary>The farthest a coordinate may lie from the origin.</summary>
    private const double Farthest = 1_000_000;

    private const double Unmapped = 0.5;
    private const double Hidden = 0.6;
    private const double Turned = 0.7;

    /// <summary>A letter by the box of its advance and em, or null where it is no part of the text: a mark across the page, or out of sight.</summary>
    public static Glyph? Place(PdfRectangle box, string text, bool pale, bool hidden, bool mapped)
    {
        double dx = box.TopLeft.X - box.BottomLeft.X;
        double dy = box.TopLeft.Y - box.BottomLeft.Y;
        double size = Math.Sqrt((dx * dx) + (dy * dy));
        if (size is not (> MinSize and < MaxSize) || (pale && size > MarkSize) || Math.Abs(box.BottomLeft.X) > Farthest || Math.Abs(box.BottomLeft.Y) > Farthest)
        {
            return null;
        }

        text = Radicals.MapBack(text);
        double doubt = mapped && !IsUnmapped(text) ? 1 : Unmapped;
        if (hidden)
        {
            doubt = Math.Min(doubt, Hidden);
        }

        if (Math.Abs(dx) < 0.4 * size && dy > 0)
        {
            return new Glyph(text, box.BottomLeft.X, Math.Max(box.BottomLeft.X, box.BottomRight.X), box.BottomLeft.Y, size, doubt);
        }

        // Letters turned by a quarter or half are text; those at a slant are a mark.
        bool square = Math.Abs(dx) < 0.05 * size || Math.Abs(dy) < 0.05 * size;
        PdfPoint centre = box.Centroid;
        return square ? new Glyph(text, centre.X - (size / 2), centre.X + (size / 2), centre.Y - (0.37 * size), size, Math.Min(doubt, Turned)) : null;
    }

    private static bool IsUnmapped(string text)
    {
        foreach (char c in text)
        {
            if (c is '\uFFFD' or (>= '\uE000' and <= '\uF8FF') || char.IsControl(c))
            {
                return true;
            }
        }

        return false;
    }
}

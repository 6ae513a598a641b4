using Liwan.Documents.Fonts;
using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Rollup;

/// <summary>Sets the lettering of a chart.</summary>
internal sealed class ChartText(PlacedFigure figure, FontFace face, double size)
{
    private const string Cut = "…";

    /// <summary>The height of a line.</summary>
    public double LineHeight => size * PageGeometry.LineHeight / PageGeometry.BodySize;

    /// <summary>How wide a text is on one line.</summary>
    public double WidthOf(string text) => text.Length == 0 ? 0 : LineBreaker.Break(text, face, size, PageGeometry.Width).LineWidth(0);

    /// <summary>Places lines around a point.</summary>
    /// <param name="text">The text; cut with … where it needs more lines.</param>
    /// <param name="x">Where its lines begin, are centred or end.</param>
    /// <param name="middle">Half the height of all its lines lies above.</param>
    /// <param name="share">How much of a line lies left of <paramref name="x"/>: 0 begins there, 0.5 is centred, 1 ends there.</param>
    /// <param name="width">The room for a line.</param>
    /// <param name="mostLines">How many lines it may have.</param>
    public void Place(string text, double x, double middle, double share, double width = PageGeometry.Width, int mostLines = 1)
    {
        TypesetText set = Fit(text, width, mostLines);
        double top = middle - (set.Lines.Length * LineHeight / 2);
        for (int line = 0; line < set.Lines.Length; line++)
        {
            double baseline = top + (line * LineHeight) + ((LineHeight - size) / 2) + (PageGeometry.Ascent * size);
            figure.Lines.Add(new PlacedLine(set, line, x - (share * set.LineWidth(line)), baseline, Stretch: 0, LineRole.OfFigure));
        }
    }

    private TypesetText Fit(string text, double width, int mostLines)
    {
        TypesetText set = LineBreaker.Break(text, face, size, width);
        for (int length = text.Length; set.Lines.Length > mostLines && length > 0;)
        {
            // Not between the halves of a character beyond the basic plane.
            length -= length > 1 && char.IsLowSurrogate(text[length - 1]) ? 2 : 1;
            set = LineBreaker.Break(text[..length] + Cut, face, size, width);
        }

        return set;
    }
}

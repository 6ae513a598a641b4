namespace Liwan.Documents.Pdf.Reading;

/// <summary>What stands on one page: letters and ruling lines. Points, y growing upwards.</summary>
internal sealed class PageMarks
{
    public List<Glyph> Glyphs { get; } = [];

    public List<Rule> Rules { get; } = [];
}

/// <summary>A letter in its place.</summary>
/// <param name="Text">What it says; several characters for a ligature.</param>
/// <param name="Left">Where it starts on its baseline.</param>
/// <param name="Right">Where it ends, before any space between letters.</param>
/// <param name="Baseline">The y of its baseline.</param>
/// <param name="Size">The height of the type in points.</param>
/// <param name="Doubt">How sure its text and place are, 1 where there is nothing to doubt.</param>
internal readonly record struct Glyph(string Text, double Left, double Right, double Baseline, double Size, double Doubt)
{
    public double Width => Right - Left;

    public double CentreX => (Left + Right) / 2;

    /// <summary>The middle of a Chinese character, or about that of a letter.</summary>
    public double CentreY => Baseline + (0.37 * Size);

    public bool IsSpace => string.IsNullOrWhiteSpace(Text);
}

/// <summary>A ruling line.</summary>
/// <param name="IsHorizontal">Whether it runs across the page.</param>
/// <param name="At">Its y where it runs across, else its x.</param>
/// <param name="From">Where it starts.</param>
/// <param name="To">Where it ends, not before its start.</param>
internal readonly record struct Rule(bool IsHorizontal, double At, double From, double To)
{
    public double Length => To - From;
}

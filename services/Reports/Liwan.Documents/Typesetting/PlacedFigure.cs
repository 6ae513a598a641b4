namespace Liwan.Documents.Typesetting;

/// <summary>A drawing in its place on a page.</summary>
/// <param name="Box">What it covers.</param>
/// <param name="Alternative">What it shows, in words, for those who do not see it.</param>
internal sealed record PlacedFigure(Box Box, string Alternative)
{
    /// <summary>Its bars, drawn first.</summary>
    public List<PlacedBar> Bars { get; } = [];

    /// <summary>Its straight lines.</summary>
    public List<PlacedRule> Rules { get; } = [];

    /// <summary>Its lines of type.</summary>
    public List<PlacedLine> Lines { get; } = [];
}

/// <summary>A rectangle that stands for a number.</summary>
/// <param name="Box">Its outline.</param>
/// <param name="Fill">What tells it from others.</param>
internal readonly record struct PlacedBar(Box Box, BarFill Fill);

/// <summary>A straight line between two points.</summary>
internal readonly record struct PlacedRule(double StartX, double StartY, double EndX, double EndY);

/// <summary>What a bar is filled with: told apart in black and white, and on a bad copy.</summary>
internal enum BarFill
{
    /// <summary>Nothing but an outline.</summary>
    Blank,

    /// <summary>Slanting lines.</summary>
    Hatched,
}

using Liwan.Documents.Layout;

namespace Liwan.Documents.Typesetting;

/// <summary>One laid-out page. Points from the page's top left corner.</summary>
/// <param name="grid">What is printed on it: the form or one of its appendices.</param>
internal sealed class FormPage(FormGrid grid)
{
    /// <summary>What is printed on it: the form or one of its appendices.</summary>
    public FormGrid Grid => grid;

    /// <summary>The parts of cells on this page, in reading order.</summary>
    public List<PlacedCell> Cells { get; } = [];

    /// <summary>The lines outside the table.</summary>
    public List<PlacedLine> Lines { get; } = [];

    /// <summary>The drawings under the table.</summary>
    public List<PlacedFigure> Figures { get; } = [];
}

/// <summary>A rectangle, y growing downwards.</summary>
internal readonly record struct Box(double Left, double Top, double Right, double Bottom)
{
    public double Width => Right - Left;

    public double Height => Bottom - Top;
}

/// <summary>What of a cell stands on one page.</summary>
/// <param name="Cell">The cell's index in the grid.</param>
/// <param name="Box">Its ruled rectangle.</param>
/// <param name="Lines">Its lines on this page.</param>
internal sealed record PlacedCell(int Cell, Box Box, PlacedLine[] Lines);

/// <summary>A line of type in its place.</summary>
/// <param name="Text">The text it belongs to.</param>
/// <param name="Line">Which line of the text.</param>
/// <param name="X">Where it starts.</param>
/// <param name="Baseline">The y of its baseline.</param>
/// <param name="Stretch">What each stretchable place is widened by.</param>
/// <param name="Role">What it is, where it stands outside the table.</param>
internal readonly record struct PlacedLine(TypesetText Text, int Line, double X, double Baseline, double Stretch, LineRole Role = LineRole.OfCell);

/// <summary>What a line of type belongs to.</summary>
internal enum LineRole
{
    /// <summary>A cell of the table.</summary>
    OfCell,

    /// <summary>The label of the attachment.</summary>
    Attachment,

    /// <summary>The title.</summary>
    Title,

    /// <summary>The line of the year.</summary>
    Year,

    /// <summary>The line of the seal.</summary>
    Seal,

    /// <summary>The unit of the amounts.</summary>
    Unit,

    /// <summary>The note under the table.</summary>
    Note,

    /// <summary>The number of the page.</summary>
    Footer,

    /// <summary>A drawing.</summary>
    OfFigure,
}

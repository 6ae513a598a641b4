namespace Liwan.Documents.Typesetting;

/// <summary>The measures of the printed page, in points: A4 landscape.</summary>
internal static class PageGeometry
{
    public const double Width = 841.89;
    public const double Height = 595.28;
    public const double Left = 40;
    public const double Right = Width - 40;
    public const double Top = 40;
    public const double Bottom = Height - 44;
    public const double FooterBaseline = Height - 24;

    public const double BodySize = 9.5;
    public const double LineHeight = 13;
    public const double PaddingX = 3.5;
    public const double PaddingY = 3.5;
    public const double MinRowHeight = 21;

    public const double TitleSize = 18;
    public const double HeadingSize = 11;
    public const double FooterSize = 9;

    /// <summary>How far the baseline of a line of type lies below the top of its em box, in em.</summary>
    public const double Ascent = 0.87;

    /// <summary>The height of a cell with so many lines.</summary>
    public static double CellHeight(int lines) => lines == 0 ? 0 : (lines * LineHeight) + (2 * PaddingY);

    /// <summary>How many lines fit into a cell of a height.</summary>
    public static int LinesIn(double height) => Math.Max(0, (int)((height - (2 * PaddingY) + Tolerance) / LineHeight));

    /// <summary>What heights may differ by through rounding of binary fractions.</summary>
    public const double Tolerance = 0.001;
}

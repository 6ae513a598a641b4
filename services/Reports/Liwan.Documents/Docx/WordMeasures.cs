using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Docx;

/// <summary>The printed page in twentieths of a point, as WordprocessingML measures it.</summary>
internal static class WordMeasures
{
    public const int PageWidth = 16838;
    public const int PageHeight = 11906;
    public const int SideMargin = (int)(PageGeometry.Left * 20);
    public const int TopMargin = (int)(PageGeometry.Top * 20);
    public const int BottomMargin = (int)((PageGeometry.Height - PageGeometry.Bottom) * 20);
    public const int TextWidth = PageWidth - (2 * SideMargin);

    /// <summary>From the edge of the paper to header and footer.</summary>
    public const int EdgeDistance = 400;

    public const int LineHeight = (int)(PageGeometry.LineHeight * 20);
    public const int MinRowHeight = (int)(PageGeometry.MinRowHeight * 20);
    public const int PaddingX = (int)(PageGeometry.PaddingX * 20);
    public const int PaddingY = (int)(PageGeometry.PaddingY * 20);

    public const int BodyHalfPoints = (int)(PageGeometry.BodySize * 2);
    public const int TitleHalfPoints = (int)(PageGeometry.TitleSize * 2);
    public const int HeadingHalfPoints = (int)(PageGeometry.HeadingSize * 2);
    public const int FooterHalfPoints = (int)(PageGeometry.FooterSize * 2);

    /// <summary>Where columns begin and end, from 0 to <see cref="TextWidth"/>.</summary>
    public static int[] Edges(IReadOnlyList<double> shares)
    {
        int[] edges = new int[shares.Count + 1];
        double share = 0;
        for (int i = 0; i < shares.Count; i++)
        {
            share += shares[i];
            edges[i + 1] = (int)Math.Round(share * TextWidth);
        }

        return edges;
    }
}

using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Xlsx;

/// <summary>The printed page of a sheet: the paper and margins of the PDF, at a fixed scale. Fitting to the page's width instead would let Excel choose page breaks, and it cuts merged text there.</summary>
internal static class SheetPage
{
    public const int ScalePercent = 85;

    /// <summary>The smallest scale that is still read with ease: texts are printed in 7 points.</summary>
    public const int SmallestScalePercent = 65;

    /// <summary>Excel draws no row higher; in points.</summary>
    public const double MaxRowHeight = 409;

    private const double PointsPerInch = 72;

    // In inches, as a sheet names its margins.
    public const double Side = PageGeometry.Left / PointsPerInch;
    public const double Top = PageGeometry.Top / PointsPerInch;
    public const double Bottom = (PageGeometry.Height - PageGeometry.Bottom) / PointsPerInch;
    public const double Header = 0.25;
    public const double Footer = 0.25;

    /// <summary>What printers and their roundings may differ by.</summary>
    private const double Slack = 0.97;

    /// <summary>How much narrower the table is than the page: LibreOffice makes columns 6% wider than Excel, which rounds the width of a digit down.</summary>
    private const double ColumnSlack = 0.93;

    /// <summary>The table's width in points of the sheet.</summary>
    public const double TableWidth = (PageGeometry.Right - PageGeometry.Left) * 100 / ScalePercent * ColumnSlack;

    /// <summary>How high rows on one page may be together at a scale, in points of the sheet.</summary>
    public static double Room(int scalePercent) => (PageGeometry.Bottom - PageGeometry.Top) * 100 / scalePercent * Slack;

    /// <summary>Finds the scale and the rows that start a page. Blocks that are kept whole leave pages half empty: the scale is a little smaller where that saves the page that this costs.</summary>
    /// <param name="heights">The height of every row.</param>
    /// <param name="blocks">The first row of every block, ascending from 0.</param>
    /// <param name="repeatedRow">The row that prints again on every page after its own.</param>
    public static (int ScalePercent, List<int> Starts) Fit(IReadOnlyList<double> heights, IReadOnlyList<int> blocks, int repeatedRow)
    {
        List<int> starts = Starts(heights, blocks, repeatedRow, Room(ScalePercent));
        int needed = (int)Math.Ceiling(heights.Sum() / Room(ScalePercent));
        for (int scale = ScalePercent - 1; starts.Count + 1 > needed && scale >= SmallestScalePercent; scale--)
        {
            List<int> fewer = Starts(heights, blocks, repeatedRow, Room(scale));
            if (fewer.Count + 1 <= needed)
            {
                return (scale, fewer);
            }
        }

        return (ScalePercent, starts);
    }

    /// <summary>Finds the rows that start a page: a block of rows goes to the next page whole if it fits there, and breaks between rows if it is higher than a page.</summary>
    /// <param name="heights">The height of every row.</param>
    /// <param name="blocks">The first row of every block, ascending from 0.</param>
    /// <param name="repeatedRow">The row that prints again on every page after its own.</param>
    /// <param name="room">How high the rows of a page may be together.</param>
    private static List<int> Starts(IReadOnlyList<double> heights, IReadOnlyList<int> blocks, int repeatedRow, double room)
    {
        var starts = new List<int>();
        double used = 0;
        for (int i = 0; i < blocks.Count; i++)
        {
            int end = i + 1 < blocks.Count ? blocks[i + 1] : heights.Count;
            double height = 0;
            for (int row = blocks[i]; row < end; row++)
            {
                height += heights[row];
            }

            double repeated = blocks[i] > repeatedRow ? heights[repeatedRow] : 0;
            if (used + height > room && used > 0 && height <= room - repeated)
            {
                starts.Add(blocks[i]);
                used = repeated;
            }

            for (int row = blocks[i]; row < end; row++)
            {
                if (used + heights[row] > room && row > 0 && used > 0)
                {
                    starts.Add(row);
                    used = row > repeatedRow ? heights[repeatedRow] : 0;
                }

                used += heights[row];
            }
        }

        return starts;
    }
}

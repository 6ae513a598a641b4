namespace Liwan.Documents.Typesetting;

/// <summary>Shares height out among rows.</summary>
internal static class RowHeights
{
    /// <summary>Raises the lowest rows, evenly, until all together are <paramref name="total"/> high; never lowers one.</summary>
    public static void Fill(Span<double> heights, double total)
    {
        double sum = 0;
        foreach (double height in heights)
        {
            sum += height;
        }

        if (sum >= total || heights.IsEmpty)
        {
            return;
        }

        double[] ascending = heights.ToArray();
        Array.Sort(ascending);
        double level = 0;
        double below = 0;
        for (int i = 0; i < ascending.Length; i++)
        {
            below += ascending[i];
            double above = sum - below;
            level = (total - above) / (i + 1);
            if (i + 1 == ascending.Length || level <= ascending[i + 1])
            {
                break;
            }
        }

        foreach (ref double height in heights)
        {
            height = Math.Max(height, level);
        }
    }
}

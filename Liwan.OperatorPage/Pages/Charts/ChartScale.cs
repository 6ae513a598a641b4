namespace Liwan.OperatorPage.Pages.Charts;

/// <summary>The heights of a chart.</summary>
internal static class ChartScale
{
    private static readonly double[] Steps = [1, 2, 2.5, 5, 10];

    /// <summary>The top of a scale from zero: a round figure not below the highest value; 1 where there is nothing above zero.</summary>
    public static double Top(double highest)
    {
        if (highest <= 0 || !double.IsFinite(highest))
        {
            return 1;
        }

        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(highest)));
        return Steps.Select(step => step * magnitude).First(top => top >= highest * (1 - 1e-9));
    }

    /// <summary>As <see cref="Top"/>, round in units of 1024.</summary>
    public static double TopOfBytes(double highest)
    {
        var unit = 1.0;
        while (highest >= unit * 1024)
        {
            unit *= 1024;
        }

        return highest <= 0 ? 1 : Math.Min(Top(highest / unit), 1024) * unit;
    }
}

namespace Liwan.OperatorPage.Pages.Charts;

/// <summary>A curve: a value for each interval of the window, the last of which is now.</summary>
/// <param name="Label">Whose it is.</param>
/// <param name="Values">The values; null where nothing is known.</param>
public sealed record ChartLine(string Label, IReadOnlyList<double?> Values)
{
    /// <summary>What has not come for so many intervals is not known any more; what is of now may still be on its way.</summary>
    private const int Fresh = 3;

    /// <summary>The value of now; null where nothing is known.</summary>
    public double? Last => Values.TakeLast(Fresh).LastOrDefault(value => value is not null);
}

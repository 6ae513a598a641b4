namespace Liwan.OperatorPage.Pages.Charts;

/// <summary>Percentiles of histograms.</summary>
internal static class Quantile
{
    /// <summary>
    /// Below what the part of the measurements lies, as if they lay evenly within their bucket. Of those above the last bound only that
    /// bound is known.
    /// </summary>
    /// <param name="bounds">The upper bounds of the buckets but the last, rising.</param>
    /// <param name="buckets">The number in each bucket, one more than bounds.</param>
    /// <param name="part">From 0 to 1.</param>
    /// <returns>The percentile; null where nothing was measured.</returns>
    public static double? Of(IReadOnlyList<double> bounds, IReadOnlyList<double> buckets, double part)
    {
        var total = buckets.Sum();
        if (total <= 0)
        {
            return null;
        }

        var rank = part * total;
        var below = 0.0;
        for (var bucket = 0; bucket < bounds.Count; bucket++)
        {
            if (below + buckets[bucket] >= rank && buckets[bucket] > 0)
            {
                var lower = bucket == 0 ? Math.Min(0, bounds[0]) : bounds[bucket - 1];
                return lower + ((bounds[bucket] - lower) * (rank - below) / buckets[bucket]);
            }

            below += buckets[bucket];
        }

        return bounds[^1];
    }
}

namespace Liwan.Messaging;

/// <summary>Exponential waits with a cap, spread so that many who fail together do not come back together.</summary>
internal static class Backoff
{
    /// <param name="failures">How often it has failed, from 1.</param>
    /// <param name="first">The first wait.</param>
    /// <param name="cap">The longest wait.</param>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan cap)
    {
        var doubled = first.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 30));
        return TimeSpan.FromMilliseconds(Math.Min(doubled, cap.TotalMilliseconds) * (0.5 + (0.5 * Random.Shared.NextDouble())));
    }
}

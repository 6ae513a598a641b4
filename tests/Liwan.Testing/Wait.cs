using System.Diagnostics;
using Xunit.Sdk;

namespace Liwan.Testing;

/// <summary>Waits for a condition, never for a time.</summary>
public static class Wait
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Looks until the condition holds.</summary>
    /// <param name="condition">What is waited for, in words, for the failure.</param>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="limit">How long at most; 60 s if null.</param>
    public static async Task UntilAsync(string condition, Func<Task<bool>> holds, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(holds);
        var waited = Stopwatch.StartNew();
        while (!await holds())
        {
            if (waited.Elapsed > (limit ?? Limit))
            {
                throw new XunitException($"Still not so after {waited.Elapsed.TotalSeconds:F0} s: {condition}.");
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Looks until the condition holds.</summary>
    /// <param name="condition">What is waited for, in words, for the failure.</param>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="limit">How long at most; 60 s if null.</param>
    public static Task UntilAsync(string condition, Func<bool> holds, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(holds);
        return UntilAsync(condition, () => Task.FromResult(holds()), limit);
    }
}

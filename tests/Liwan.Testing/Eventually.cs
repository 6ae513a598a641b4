using System.Diagnostics;
using Xunit.Sdk;

namespace Liwan.Testing;

/// <summary>Waits for a condition with a time limit.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks again and again until there is an answer; fails the test after the limit.</summary>
    /// <typeparam name="T">The answer.</typeparam>
    /// <param name="what">What is waited for, for the failure.</param>
    /// <param name="ask">Gives the answer, or null while there is none.</param>
    /// <param name="limit">The limit; 30 seconds by default.</param>
    public static async Task<T> GetAsync<T>(string what, Func<Task<T?>> ask, TimeSpan? limit = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(ask);
        var most = limit ?? TimeSpan.FromSeconds(30);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (await ask() is { } answer)
            {
                return answer;
            }

            if (watch.Elapsed > most)
            {
                throw new XunitException($"Waited {most.TotalSeconds:0} s in vain for {what}.");
            }

            await Task.Delay(Interval);
        }
    }

    /// <summary>Asks again and again until it holds; fails the test after the limit.</summary>
    /// <param name="what">What is waited for, for the failure.</param>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="limit">The limit; 30 seconds by default.</param>
    public static Task HoldsAsync(string what, Func<Task<bool>> holds, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(holds);
        return GetAsync(what, async () => await holds() ? what : null, limit);
    }
}

using System.Diagnostics;

namespace Liwan.Benchmarks;

/// <summary>A small load generator: callers that each wait for their answer before they ask again.</summary>
internal static class Load
{
    private const int Callers = 16;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);
    private const int Rounds = 5;

    /// <summary>
    /// The throughput of one thing as a share of another's. The two are measured in turn, round after round in the same
    /// process, and the median of the rounds counts: absolute times mean little on a machine that others use too.
    /// </summary>
    public static async Task<Ratio> CompareAsync(Func<int, Task> measured, Func<int, Task> reference)
    {
        await RunAsync(reference);
        await RunAsync(measured);
        var shares = new List<(double Share, double Measured, double Reference)>();
        for (var round = 0; round < Rounds; round++)
        {
            var first = await RunAsync(reference);
            var second = await RunAsync(measured);
            shares.Add((second / first, second, first));
        }

        var (share, perSecond, referencePerSecond) = shares.OrderBy(one => one.Share).ElementAt(Rounds / 2);
        return new Ratio(share, perSecond, referencePerSecond);
    }

    private static async Task<double> RunAsync(Func<int, Task> call)
    {
        var calls = 0L;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var i = caller; clock.Elapsed < Round; i += Callers)
            {
                await call(i);
                Interlocked.Increment(ref calls);
            }
        })));
        return calls / clock.Elapsed.TotalSeconds;
    }
}

/// <summary>A throughput as a share of the reference's, both per second.</summary>
internal sealed record Ratio(double Share, double PerSecond, double ReferencePerSecond);

using Microsoft.Extensions.Configuration;

namespace Liwan.AppHost.Local;

/// <summary>How soon a resource that ended is started again.</summary>
/// <param name="First">The wait after the first end; each further one in a row doubles it. <c>Cluster:RestartDelay</c>, in seconds.</param>
/// <param name="Longest">The longest wait.</param>
/// <param name="Stable">Who ran this long did not end in a row with the time before.</param>
internal sealed record RestartPace(TimeSpan First, TimeSpan Longest, TimeSpan Stable)
{
    /// <summary>So many ends in a row are called a crash loop.</summary>
    public const int CrashLoop = 3;

    public static RestartPace Read(IConfiguration configuration) =>
        new(
            TimeSpan.FromSeconds(double.TryParse(configuration["Cluster:RestartDelay"], out var seconds) && seconds is >= 0.01 and <= 30 ? seconds : 1),
            TimeSpan.FromSeconds(30),
            TimeSpan.FromSeconds(30));

    /// <summary>The wait after the given number of ends in a row.</summary>
    public TimeSpan After(int endsInARow) =>
        TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, First.TotalSeconds * Math.Pow(2, Math.Min(endsInARow - 1, 20))));
}

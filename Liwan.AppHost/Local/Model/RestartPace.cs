using System.Globalization;
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

    /// <exception cref="DistributedApplicationException">The setting is not a number of seconds.</exception>
    public static RestartPace Read(IConfiguration configuration)
    {
        const string key = "Cluster:RestartDelay";
        var seconds = 1.0;
        if (configuration[key] is { Length: > 0 } value
            && (!double.TryParse(value, CultureInfo.InvariantCulture, out seconds) || seconds is < 0.01 or > 30))
        {
            throw new DistributedApplicationException($"{key} is '{value}'; it can be a number of seconds from 0.01 to 30.");
        }

        return new RestartPace(TimeSpan.FromSeconds(seconds), Longest: TimeSpan.FromSeconds(30), Stable: TimeSpan.FromSeconds(30));
    }

    /// <summary>The wait after the given number of ends in a row.</summary>
    public TimeSpan After(int endsInARow) =>
        TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, First.TotalSeconds * Math.Pow(2, Math.Min(endsInARow - 1, 20))));
}

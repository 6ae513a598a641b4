using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Liwan.ServiceDefaults.Limits;

/// <summary>The deadline that the service sets on a call itself, since its caller gives none, or one that is too long.</summary>
/// <param name="Limit">How long the method may take.</param>
internal sealed record CallDeadline(TimeSpan Limit)
{
    private const string Header = "grpc-timeout";

    /// <summary>Sets it; null: the caller's own holds.</summary>
    public static CallDeadline? Of(HttpContext context, bool isGrpc, LimitOptions limits)
    {
        var asked = isGrpc ? Parse(context.Request.Headers[Header].ToString()) : null;
        if (asked <= limits.LongestDeadline)
        {
            return null;
        }

        var limit = asked is null ? limits.DefaultDeadline : limits.LongestDeadline;
        if (isGrpc)
        {
            // The framework ends the call by this, for a request that does not arrive; ours counts from when it has, and says why.
            context.Request.Headers[Header] = $"{((long)(limit + limits.UploadTime).TotalMilliseconds).ToString(CultureInfo.InvariantCulture)}m";
        }

        return new CallDeadline(limit);
    }

    /// <summary>Reads at most eight digits and a unit, as gRPC writes a timeout; null: it is none, which the framework passes over too.</summary>
    internal static TimeSpan? Parse(string text)
    {
        if (text.Length is < 2 or > 9 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        return text[^1] switch
        {
            'H' => TimeSpan.FromHours(value),
            'M' => TimeSpan.FromMinutes(value),
            'S' => TimeSpan.FromSeconds(value),
            'm' => TimeSpan.FromMilliseconds(value),
            'u' => TimeSpan.FromMicroseconds(value),
            'n' => TimeSpan.FromMicroseconds(value / 1000d),
            _ => null,
        };
    }
}

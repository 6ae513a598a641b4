using System.Globalization;
using System.Text.RegularExpressions;

namespace Liwan.Storage.Filtering;

/// <summary>Times by RFC 3339.</summary>
internal static partial class RfcTime
{
    /// <summary>Reads a time into microseconds since 1970 UTC; null if it is none, has no offset, or is finer.</summary>
    public static object? ReadMicroseconds(string text)
    {
        const string format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFzzz";
        var match = Form().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var numeric = match.Groups[1].Value == "Z" ? $"{text[..^1]}+00:00" : text;
        return DateTimeOffset.TryParseExact(numeric, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? UnixMicroseconds.From(time)
            : null;
    }

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}

using System.Text.RegularExpressions;
using Grpc.Core;

namespace Liwan.ServiceDefaults.Errors;

/// <summary>One entry of the error catalogue. The texts hold <c>{name}</c> where a value of the metadata goes.</summary>
/// <param name="Reason">Stable reason, UPPER_SNAKE, as <c>ErrorInfo.reason</c> carries it.</param>
/// <param name="Status">The gRPC status.</param>
/// <param name="English">For engineers.</param>
/// <param name="Chinese">For civil servants: what is wrong and what would be right.</param>
public sealed partial record ErrorDefinition(string Reason, StatusCode Status, string English, string Chinese)
{
    // In one pass: a caller's value that looks like a placeholder stays what it is.
    internal static string Fill(string template, IReadOnlyDictionary<string, string> values) =>
        Placeholder().Replace(template, match => values.GetValueOrDefault(match.Groups[1].Value, match.Value));

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex Placeholder();
}

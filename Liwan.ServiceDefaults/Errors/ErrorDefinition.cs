using Grpc.Core;

namespace Liwan.ServiceDefaults.Errors;

/// <summary>One entry of the error catalogue. The texts hold <c>{name}</c> where a value of the metadata goes.</summary>
/// <param name="Reason">Stable reason, UPPER_SNAKE, as <c>ErrorInfo.reason</c> carries it.</param>
/// <param name="Status">The gRPC status.</param>
/// <param name="English">For engineers.</param>
/// <param name="Chinese">For civil servants: what is wrong and what would be right.</param>
public sealed record ErrorDefinition(string Reason, StatusCode Status, string English, string Chinese)
{
    internal static string Fill(string template, IReadOnlyDictionary<string, string> values)
    {
        foreach (var (name, value) in values)
        {
            template = template.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        }

        return template;
    }
}

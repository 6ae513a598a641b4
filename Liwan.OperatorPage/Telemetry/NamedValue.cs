namespace Liwan.OperatorPage.Telemetry;

/// <summary>An attribute: its name, and its value as text.</summary>
/// <param name="Name">The name, such as <c>rpc.method</c>.</param>
/// <param name="Value">The value; numbers in invariant culture, lists and maps as JSON writes them, bytes in hexadecimal.</param>
public readonly record struct NamedValue(string Name, string Value);

namespace Liwan.OperatorPage.Telemetry;

/// <summary>The process that telemetry comes from.</summary>
/// <param name="Service"><c>service.name</c>; <c>unknown_service</c> where it says none.</param>
/// <param name="Instance"><c>service.instance.id</c>; empty where it says none.</param>
/// <param name="Attributes">All it says about itself.</param>
public sealed record TelemetrySource(string Service, string Instance, IReadOnlyList<NamedValue> Attributes);

using System.Collections;
using System.Globalization;

namespace Liwan.AppHost.Local;

/// <summary>The environment variables a process is given: the same names that Aspire gives.</summary>
internal static class ResourceEnvironment
{
    // What says something about the AppHost itself would mislead a service, and of access each is given its own share only.
    private static readonly string[] OwnPrefixes =
        ["ASPNETCORE_", "ASPIRE_", "MSBuild", "Kestrel__", "ConnectionStrings__", "Cluster__", "Liwan__Access__", "DOTNET_ENVIRONMENT", "DOTNET_LAUNCH_PROFILE"];

    public static Dictionary<string, string> Build(ResourceInstance instance, IReadOnlyList<ResourceInstance> all, ClusterModel model)
    {
        var definition = instance.Resource.Definition;
        var environment = Inherited();

        if (instance.Resource is ProjectResource)
        {
            AddTelemetry(environment, instance, model.TelemetryAddress);
            // One line for each message, so that the prefix says of each line whose it is.
            environment.TryAdd("Logging__Console__FormatterName", "simple");
            environment.TryAdd("Logging__Console__FormatterOptions__SingleLine", "true");
        }

        foreach (var address in instance.Addresses)
        {
            if (address.Definition.PortVariable is { } portVariable)
            {
                environment[portVariable] = address.Port.ToString(CultureInfo.InvariantCulture);
            }

            if (address.Definition.UrlVariable is { } urlVariable && !address.IsAsConfigured)
            {
                environment[urlVariable] = address.ListenUrl;
            }
        }

        foreach (var (name, source) in definition.ConnectionStrings)
        {
            environment[$"ConnectionStrings__{name}"] = model.ConnectionString(source);
        }

        foreach (var service in definition.ReferencedServices)
        {
            var replicas = all.Where(other => other.Resource == service).ToList();
            foreach (var (replica, k) in replicas.Select((replica, k) => (replica, k)))
            {
                foreach (var address in replica.Addresses)
                {
                    environment[$"services__{service.Name}__{address.Name}__{k}"] = address.Url;
                }
            }
        }

        foreach (var (name, value) in definition.Environment)
        {
            environment.Remove(name);
            if (value is not null)
            {
                environment[name] = value;
            }
        }

        return environment;
    }

    private static Dictionary<string, string> Inherited() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(variable => ((string)variable.Key, (string?)variable.Value ?? ""))
            .Where(variable => !OwnPrefixes.Any(prefix => variable.Item1.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            .ToDictionary(variable => variable.Item1, variable => variable.Item2, StringComparer.Ordinal);

    private static void AddTelemetry(Dictionary<string, string> environment, ResourceInstance instance, Uri? receiver)
    {
        environment["OTEL_SERVICE_NAME"] = instance.Resource.Name;
        var id = $"service.instance.id={instance.Name}-{Guid.NewGuid().ToString("N")[..8]}";
        environment["OTEL_RESOURCE_ATTRIBUTES"] = environment.TryGetValue("OTEL_RESOURCE_ATTRIBUTES", out var outer) && outer.Length > 0 ? $"{outer},{id}" : id;
        if (receiver is not null && environment.GetValueOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT") is null or "")
        {
            environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.ToString().TrimEnd('/');
            environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
        }

        // Telemetry shows within a second instead of five (spans, logs) or sixty (metrics).
        environment.TryAdd("OTEL_BSP_SCHEDULE_DELAY", "1000");
        environment.TryAdd("OTEL_BLRP_SCHEDULE_DELAY", "1000");
        environment.TryAdd("OTEL_METRIC_EXPORT_INTERVAL", "1000");
    }
}

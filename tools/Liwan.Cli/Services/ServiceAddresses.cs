using System.Text.Json;

namespace Liwan.Cli.Services;

/// <summary>A service and where its gRPC endpoint is.</summary>
internal sealed record ServiceAddress(string Name, Uri Uri)
{
    public override string ToString() => $"{Name}（{Uri.GetLeftPart(UriPartial.Authority)}）";
}

/// <summary>The gRPC endpoints of the four services.</summary>
internal sealed record ServiceAddresses(ServiceAddress Departments, ServiceAddress Budgets, ServiceAddress TaskIndicators, ServiceAddress Reports)
{
    public const string ClusterVariable = "LIWAN_CLUSTER";

    private static readonly Dictionary<string, int> DefaultPorts = new() { ["departments"] = 5101, ["budgets"] = 5111, ["taskindicators"] = 5121, ["reports"] = 5131 };

    public static IReadOnlyCollection<string> Names => DefaultPorts.Keys;

    /// <summary>
    /// Settles each address: an <c>--endpoint</c>, else its variable (<c>LIWAN_REPORTS</c>), else the cluster file, else the
    /// fixed port on this machine.
    /// </summary>
    /// <exception cref="UsageException">A name, an address or the cluster file is not usable.</exception>
    public static ServiceAddresses Resolve(IReadOnlyList<string> endpoints, string? clusterFile, Func<string, string?> environment)
    {
        var given = new Dictionary<string, string>();
        foreach (var endpoint in endpoints)
        {
            var split = endpoint.IndexOf('=', StringComparison.Ordinal);
            if (split < 0 || !DefaultPorts.ContainsKey(endpoint[..split]))
            {
                throw new UsageException($"--endpoint '{endpoint}': expected NAME=URL with NAME one of {string.Join(", ", Names)}, e.g. reports=http://localhost:5131");
            }

            given[endpoint[..split]] = endpoint[(split + 1)..];
        }

        clusterFile ??= NullIfEmpty(environment(ClusterVariable));
        var cluster = clusterFile is null ? [] : ReadCluster(clusterFile);
        return new ServiceAddresses(One("departments"), One("budgets"), One("taskindicators"), One("reports"));

        ServiceAddress One(string name)
        {
            var text = given.GetValueOrDefault(name)
                ?? NullIfEmpty(environment($"LIWAN_{name.ToUpperInvariant()}"))
                ?? cluster.GetValueOrDefault(name)
                ?? $"http://localhost:{DefaultPorts[name]}";
            return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? new ServiceAddress(name, uri)
                : throw new UsageException($"endpoint of {name} '{text}': expected an http or https URL, e.g. http://localhost:{DefaultPorts[name]}");
        }
    }

    /// <summary>The <c>grpc</c> endpoints in the file that a running AppHost keeps.</summary>
    private static Dictionary<string, string> ReadCluster(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var found = new Dictionary<string, string>();

            // A service may run several times; one that is up comes before one that is not.
            foreach (var instance in document.RootElement.GetProperty("resources").EnumerateArray().OrderBy(IsDown))
            {
                if (instance.TryGetProperty("endpoints", out var endpoints) && endpoints.TryGetProperty("grpc", out var grpc))
                {
                    var service = instance.TryGetProperty("resource", out var resource) ? resource : instance.GetProperty("name");
                    found.TryAdd(service.GetString()!, grpc.GetString()!);
                }
            }

            return found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cluster file '{file}': {e.Message}; is the cluster running?");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UsageException($"cluster file '{file}': not a cluster file as the AppHost writes it ({e.Message})");
        }
    }

    private static bool IsDown(JsonElement instance) => !(instance.TryGetProperty("state", out var state) && state.ValueEquals("Running"));

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>The command line asks for something that does not exist; exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);

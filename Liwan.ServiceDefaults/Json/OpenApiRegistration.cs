using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Liwan.ServiceDefaults.Json;

/// <summary>
/// Serves the OpenAPI documents of the contracts that the service has, as they lie in docs/openapi: its own as <c>/openapi/v1.json</c>, and each by
/// its name, such as <c>/openapi/audit.v1.json</c>.
/// </summary>
internal static class OpenApiRegistration
{
    private const string Own = "v1";

    // What services have beside their own contracts.
    private static readonly string[] Shared = ["audit.v1", "events.v1"];

    public static void MapOpenApi(this WebApplication app)
    {
        // Which contracts they are shows when the first request comes: then all methods are mapped.
        var documents = new Lazy<IReadOnlyDictionary<string, byte[]>>(() => Read(app.Services.GetRequiredService<EndpointDataSource>()));
        app.MapGet("/openapi/{document}.json", (string document) =>
            documents.Value.TryGetValue(document, out var json) ? Results.Bytes(json, "application/json; charset=utf-8") : Results.NotFound());
    }

    private static Dictionary<string, byte[]> Read(EndpointDataSource endpoints)
    {
        // liwan.budgets.v1.BudgetService has its document in budgets.v1.json.
        var names = endpoints.Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.ServiceName.Split('.'))
            .Select(parts => parts is ["liwan", .. var package, _] ? string.Join('.', package) : null)
            .OfType<string>()
            .Distinct();
        var documents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            using var stream = typeof(OpenApiRegistration).Assembly.GetManifestResourceStream($"openapi/{name}.json");
            if (stream is null)
            {
                continue;
            }

            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            documents[name] = copy.ToArray();
            if (!Shared.Contains(name))
            {
                documents[Own] = documents[name];
            }
        }

        return documents;
    }
}

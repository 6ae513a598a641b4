using System.Diagnostics.CodeAnalysis;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Liwan.ServiceDefaults.Json;

/// <summary>Serves the OpenAPI document of the service's contract, as it lies in docs/openapi.</summary>
internal static class OpenApiRegistration
{
    private const string Path = "/openapi/v1.json";

    public static void MapOpenApi(this WebApplication app)
    {
        // Which contract it is shows when the first request comes: then all methods are mapped.
        var document = new Lazy<byte[]?>(() => Read(app.Services.GetRequiredService<EndpointDataSource>()));
        app.MapGet(Path, () => document.Value is { } json ? Results.Bytes(json, "application/json; charset=utf-8") : Results.NotFound());
    }

    private static byte[]? Read(EndpointDataSource endpoints) =>
        endpoints.Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.ServiceName)
            .OfType<string>()
            .Distinct()
            .Select(service => TryRead(service, out var json) ? json : null)
            .FirstOrDefault(json => json is not null);

    // liwan.budgets.v1.BudgetService has its document in budgets.v1.json.
    private static bool TryRead(string service, [NotNullWhen(true)] out byte[]? json)
    {
        json = null;
        if (service.Split('.') is not ["liwan", .. var package, _])
        {
            return false;
        }

        using var stream = typeof(OpenApiRegistration).Assembly.GetManifestResourceStream($"openapi/{string.Join('.', package)}.json");
        if (stream is null)
        {
            return false;
        }

        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        json = copy.ToArray();
        return true;
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Liwan.ApiDocs.Contracts;

namespace Liwan.ApiDocs.OpenApi;

/// <summary>The JSON side of a package as OpenAPI 3.0, which more tools read than 3.1.</summary>
internal static class OpenApiDocument
{
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(ContractPackage package)
    {
        var schemas = new Schemas();
        var paths = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var method in package.Methods)
        {
            for (var i = 0; i < method.Routes.Count; i++)
            {
                if (!paths.TryGetValue(method.Routes[i].Path, out var path))
                {
                    paths[method.Routes[i].Path] = path = [];
                }

                path[method.Routes[i].Verb.ToLowerInvariant()] = Operation.Write(method, i, schemas);
            }
        }

        var document = new JsonObject
        {
            ["openapi"] = "3.0.3",
            ["info"] = new JsonObject
            {
                ["title"] = package.Name,
                ["version"] = "v1",
                ["description"] = "Errors, pages, etags and what v1 promises: docs/api.md. Pitfalls of JSON: docs/json.md.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["tags"] = new JsonArray([.. package.Services.Where(service => HasRoutes(package, service)).Select(Tag)]),
            ["paths"] = new JsonObject(paths.Select(path => KeyValuePair.Create(path.Key, (JsonNode?)path.Value))),
            ["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }),
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.ToJson(),
                ["securitySchemes"] = new JsonObject { ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" } },
            },
        };
        return document.ToJsonString(Layout) + "\n";
    }

    private static bool HasRoutes(ContractPackage package, ServiceDescriptor service) =>
        package.Methods.Any(method => method.Descriptor.Service == service && method.Routes.Count > 0);

    private static JsonNode Tag(ServiceDescriptor service) => new JsonObject { ["name"] = service.Name, ["description"] = service.Comment() };
}

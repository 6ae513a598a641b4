using System.Text.Json.Nodes;
using Google.Api;
using Google.Protobuf.Reflection;
using Liwan.ApiDocs.Contracts;

namespace Liwan.ApiDocs.OpenApi;

/// <summary>One method at one of its paths.</summary>
internal static class Operation
{
    private const string StatusType = "google.rpc.Status";

    public static JsonObject Write(ContractMethod method, int index, Schemas schemas)
    {
        var route = method.Routes[index];
        var operation = new JsonObject
        {
            ["tags"] = new JsonArray(method.Descriptor.Service.Name),
            ["operationId"] = $"{method.Descriptor.Service.Name}_{method.Name}{(index == 0 ? string.Empty : $"_{index + 1}")}",
            ["description"] = method.Descriptor.Comment(),
            ["parameters"] = new JsonArray([.. route.Variables.Select(PathParameter), .. QueryFields(method, route).SelectMany(field => QueryParameters(field, schemas))]),
        };
        if (route.Body.Length > 0)
        {
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Json(Body(method, route, schemas)) };
        }

        operation["responses"] = Responses(method, schemas);
        return operation;
    }

    private static JsonNode PathParameter(string variable) => new JsonObject
    {
        ["name"] = variable,
        ["in"] = "path",
        ["required"] = true,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static IEnumerable<FieldDescriptor> QueryFields(ContractMethod method, HttpRoute route) => route.Body == "*"
        ? []
        : method.Descriptor.InputType.Fields.InDeclarationOrder().Where(field => field.Name != route.Body && !route.PathFields.Contains(field.Name));

    private static IEnumerable<JsonNode> QueryParameters(FieldDescriptor field, Schemas schemas)
    {
        if (field.FieldType == FieldType.Message && !Schemas.IsScalar(field.MessageType))
        {
            throw new NotSupportedException($"{field.FullName} is a message in a query; give its method a body.");
        }

        yield return new JsonObject
        {
            ["name"] = field.JsonName,
            ["in"] = "query",
            ["description"] = field.Comment(),
            ["required"] = field.Is(FieldBehavior.Required),
            ["schema"] = schemas.OfField(field),
        };
    }

    private static JsonNode Body(ContractMethod method, HttpRoute route, Schemas schemas)
    {
        var input = method.Descriptor.InputType;
        return route.Body == "*"
            ? schemas.WithoutFields(input, route.PathFields)
            : schemas.OfType(input.FindFieldByName(route.Body));
    }

    private static JsonObject Responses(ContractMethod method, Schemas schemas)
    {
        var output = method.Descriptor.OutputType;
        var responses = new JsonObject
        {
            ["200"] = output.FullName == "google.api.HttpBody"
                ? new JsonObject
                {
                    ["description"] = "The document itself; Content-Type says its format.",
                    ["content"] = new JsonObject { ["*/*"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string", ["format"] = "binary" } } },
                }
                : new JsonObject { ["description"] = Or(output.Comment(), output.Name), ["content"] = Json(schemas.Reference(output)) },
        };
        var status = schemas.Reference(Google.Rpc.Status.Descriptor);
        foreach (var group in MethodErrors.Of(method).GroupBy(entry => HttpStatuses.Of(entry)).OrderBy(group => group.Key))
        {
            responses[$"{group.Key}"] = new JsonObject
            {
                ["description"] = string.Join("; ", group.GroupBy(entry => entry.Status).Select(same =>
                    $"{HttpStatuses.Print(same.Key)}: {string.Join(", ", same.Select(entry => entry.Reason))}")),
                ["content"] = Json(status.DeepClone()),
            };
        }

        responses["default"] = new JsonObject { ["description"] = $"Any other error, as {StatusType}.", ["content"] = Json(status.DeepClone()) };
        return responses;
    }

    private static string Or(string text, string instead) => text.Length > 0 ? text : instead;

    private static JsonObject Json(JsonNode schema) => new() { ["application/json"] = new JsonObject { ["schema"] = schema } };
}

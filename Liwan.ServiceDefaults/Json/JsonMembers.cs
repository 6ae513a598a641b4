using System.Text.Json;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Http;

namespace Liwan.ServiceDefaults.Json;

/// <summary>
/// Looks for members of a JSON call that its method does not have. Transcoding passes over them, so that a misspelt
/// <c>fundingRow</c> would store an empty form and answer OK.
/// </summary>
internal static class JsonMembers
{
    private const int HeldInMemory = 1024 * 1024;

    /// <summary>Says what is unknown, or that the body is no JSON; null if nothing is wrong.</summary>
    /// <param name="context">The call.</param>
    /// <param name="nesting">How deep the body may be.</param>
    /// <param name="cancellationToken">Ends the reading of the body.</param>
    /// <exception cref="BadHttpRequestException">The body is larger than the service takes.</exception>
    public static async Task<string?> FindUnknownAsync(HttpContext context, int nesting, CancellationToken cancellationToken)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>() is not { } method)
        {
            return null;
        }

        var input = method.MethodDescriptor.InputType;
        var body = method.HttpRule.Body;
        foreach (var name in context.Request.Query.Keys)
        {
            if (body == "*" || !Resolves(input, name))
            {
                return $"the query has '{name}', which {(body == "*" ? "belongs in the body" : $"is no field of {input.Name}")}.";
            }
        }

        return body.Length > 0 ? await FindUnknownInBodyAsync(context, body == "*" ? input : input.FindFieldByName(body).MessageType, nesting, cancellationToken) : null;
    }

    private static async Task<string?> FindUnknownInBodyAsync(HttpContext context, MessageDescriptor type, int nesting, CancellationToken cancellationToken)
    {
        context.Request.Body = new CancellableBody(context.Request.BodyReader);
        context.Request.EnableBuffering(HeldInMemory);
        try
        {
            using var json = await JsonDocument.ParseAsync(context.Request.Body, new JsonDocumentOptions { MaxDepth = nesting }, cancellationToken);
            return Find(json.RootElement, type, string.Empty) is { } path ? $"the body has '{path}', which is no field of {type.Name}." : null;
        }
        catch (JsonException e)
        {
            return $"the body is no JSON of at most {nesting} levels: {e.Message}";
        }
        finally
        {
            context.Request.Body.Position = 0;
        }
    }

    private static string? Find(JsonElement json, MessageDescriptor type, string path)
    {
        // Google's own types have forms of their own: a timestamp is a string.
        if (json.ValueKind != JsonValueKind.Object || type.File.Package == "google.protobuf")
        {
            return null;
        }

        foreach (var member in json.EnumerateObject())
        {
            var field = Field(type, member.Name);
            if (field is null)
            {
                return path + member.Name;
            }

            if (field.FieldType == FieldType.Message && !field.IsMap && FindIn(member.Value, field, path + member.Name) is { } unknown)
            {
                return unknown;
            }
        }

        return null;
    }

    private static string? FindIn(JsonElement value, FieldDescriptor field, string path) => value.ValueKind == JsonValueKind.Array && field.IsRepeated
        ? value.EnumerateArray().Select((item, i) => Find(item, field.MessageType, $"{path}[{i}].")).FirstOrDefault(unknown => unknown is not null)
        : Find(value, field.MessageType, $"{path}.");

    private static bool Resolves(MessageDescriptor type, string name)
    {
        FieldDescriptor? field = null;
        foreach (var part in name.Split('.'))
        {
            var holder = field is null ? type : field.FieldType == FieldType.Message ? field.MessageType : null;
            field = holder is null ? null : Field(holder, part);
            if (field is null)
            {
                return false;
            }
        }

        return true;
    }

    // Both spellings are proto JSON: fundingRows and funding_rows.
    private static FieldDescriptor? Field(MessageDescriptor type, string name) =>
        type.FindFieldByName(name) ?? type.Fields.InDeclarationOrder().FirstOrDefault(field => field.JsonName == name);
}

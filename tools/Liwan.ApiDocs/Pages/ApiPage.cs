using Google.Api;
using Google.Protobuf.Reflection;
using Liwan.Access.V1;
using Liwan.ApiDocs.Contracts;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.ApiDocs.Pages;

/// <summary>docs/api.md: conventions, errors, and every method, message, field and enum with its comment.</summary>
internal static class ApiPage
{
    public static string Write(ContractSet contracts)
    {
        var page = new MarkdownPage();
        page.Text(Introduction());
        WriteErrors(page);
        foreach (var package in contracts.Packages)
        {
            WritePackage(page, package);
        }

        return page.ToString();
    }

    private static string Introduction()
    {
        using var stream = typeof(ApiPage).Assembly.GetManifestResourceStream("introduction.md")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Trim();
    }

    private static void WriteErrors(MarkdownPage page)
    {
        page.Heading(2, "Errors");
        page.Text("Every reason that `ErrorInfo.reason` can hold. A reason is never renamed and never changes its status within v1.");
        page.Table(
            ["reason", "status", "HTTP", "when", "metadata", "English", "zh-CN"],
            ErrorCatalogue.All.Select(entry => new[]
            {
                $"{MarkdownPage.Anchor(entry.Reason)}`{entry.Reason}`",
                $"`{HttpStatuses.Print(entry.Status)}`",
                entry == ErrorCatalogue.RouteUnknown ? "404, 405" : $"{HttpStatuses.Of(entry)}",
                CatalogueComments.Meaning(entry),
                string.Join(", ", CatalogueComments.Values(entry).Select(PrintValue)),
                entry.English,
                entry.Chinese,
            }));
    }

    // "value (the length)": the key is code, the rest is not.
    private static string PrintValue(string value) => value.Split(' ', 2) is [var key, var rest] ? $"`{key}` {rest}" : $"`{value}`";

    private static void WritePackage(MarkdownPage page, ContractPackage package)
    {
        page.Heading(2, package.Name);
        foreach (var service in package.Services)
        {
            page.Heading(3, service.Name);
            page.Text(service.Comment());
            foreach (var method in package.Methods.Where(method => method.Descriptor.Service == service))
            {
                WriteMethod(page, method);
            }
        }

        page.Heading(3, $"Messages of {package.Name}");
        foreach (var message in package.Files.SelectMany(file => file.AllMessages()))
        {
            WriteMessage(page, message);
        }

        var enums = package.Files.SelectMany(file => file.AllEnums()).ToList();
        if (enums.Count > 0)
        {
            page.Heading(3, $"Enums of {package.Name}");
            enums.ForEach(type => WriteEnum(page, type));
        }
    }

    private static void WriteMethod(MarkdownPage page, ContractMethod method)
    {
        var (descriptor, service) = (method.Descriptor, method.Descriptor.Service.FullName);
        page.Heading(4, method.Name, $"{service}.{method.Name}");
        page.Text(descriptor.Comment());
        page.List(
        [
            $"gRPC: `{service}/{method.Name}`, {TypeLink(descriptor.InputType)}{Streamed(descriptor.IsClientStreaming)} → {TypeLink(descriptor.OutputType)}{Streamed(descriptor.IsServerStreaming)}",
            PrintRule(descriptor.GetOptions().GetExtension(AccessExtensions.Rule)),
            .. method.Routes.Count == 0 ? ["JSON: none"] : method.Routes.Select(PrintRoute),
            .. MethodErrors.Of(method).GroupBy(entry => entry.Status)
                .Select(group => $"`{HttpStatuses.Print(group.Key)}`: {string.Join(", ", group.Select(entry => $"[{entry.Reason}](#{entry.Reason})"))}"),
        ]);
    }

    private static string PrintRule(Rule rule)
    {
        var roles = rule.Roles.Select(role => role == Role.Integrator ? $"`integrator` with scope `{rule.Scope}`" : $"`{role.ToString().ToLowerInvariant()}`");
        var bound = rule.Departments.Count > 0 ? $"; departments by {string.Join(", ", rule.Departments.Select(path => $"`{path}`"))}" : rule.Limited ? "; answers are limited to the caller's departments" : string.Empty;
        return $"Access: {string.Join(", ", rule.Roles.Count == 0 ? ["nobody"] : roles)}{bound}{(rule.Published ? "; what is published for anybody, where the deployment allows it" : string.Empty)}";
    }

    private static string Streamed(bool streamed) => streamed ? " (stream)" : string.Empty;

    private static string PrintRoute(HttpRoute route)
    {
        var body = route.Body switch
        {
            "" => "",
            "*" => ", body: the request without what the path gives",
            var field => $", body: `{field}`",
        };
        return $"JSON: `{route.Verb} {route.Path}`{body}";
    }

    private static void WriteMessage(MarkdownPage page, MessageDescriptor message)
    {
        page.Heading(4, message.LocalName(), message.FullName);
        page.Text(message.Comment());
        if (message.GetOptions()?.GetExtension(ResourceExtensions.Resource) is { } resource)
        {
            page.Text($"Resource `{resource.Type}`, named {string.Join(", ", resource.Pattern.Select(pattern => $"`{pattern}`"))}.");
        }

        var fields = message.Fields.InDeclarationOrder();
        if (fields.Count > 0)
        {
            page.Table(
                ["field", "type", "", "meaning"],
                fields.Select(field => new[] { $"`{field.Name}` ({field.FieldNumber})", PrintType(field), Behavior(field), field.Comment() }));
        }
    }

    private static string PrintType(FieldDescriptor field)
    {
        if (field.IsMap)
        {
            var entry = field.MessageType.Fields;
            return $"map of {PrintType(entry[1])} to {PrintType(entry[2])}";
        }

        var type = field.FieldType switch
        {
            FieldType.Message => TypeLink(field.MessageType),
            FieldType.Enum => TypeLink(field.EnumType),
            var scalar => $"`{scalar.ToString().ToLowerInvariant()}`",
        };
        return (field.IsRepeated ? "repeated " : field.HasOptionalKeyword() ? "optional " : string.Empty) + type;
    }

    private static bool HasOptionalKeyword(this FieldDescriptor field) => field.ToProto().Proto3Optional;

    private static string Behavior(FieldDescriptor field)
    {
        var behaviors = field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Where(behavior => behavior != FieldBehavior.Optional)
            .Select(behavior => behavior switch
            {
                FieldBehavior.OutputOnly => "output only",
                var other => other.ToString().ToLowerInvariant(),
            });
        IEnumerable<string> oneof = field.RealContainingOneof is { } union ? [$"one of `{union.Name}`"] : [];
        return string.Join(", ", (behaviors ?? []).Concat(oneof));
    }

    private static void WriteEnum(MarkdownPage page, EnumDescriptor type)
    {
        page.Heading(4, type.LocalName(), type.FullName);
        page.Text(type.Comment());
        page.Table(["value", "number", "meaning"], type.Values.Select(value => new[] { $"`{value.Name}`", $"{value.Number}", value.Comment() }));
    }

    // Google's own types are not described here.
    private static string TypeLink(IDescriptor type) =>
        type.File.Package.StartsWith("liwan.", StringComparison.Ordinal) ? $"[{type.LocalName()}](#{type.FullName})" : $"`{type.FullName}`";
}

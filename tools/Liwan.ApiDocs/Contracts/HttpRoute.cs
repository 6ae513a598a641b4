using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf.Reflection;

namespace Liwan.ApiDocs.Contracts;

/// <summary>One way to call a method as JSON.</summary>
/// <param name="Verb"><c>GET</c>, <c>POST</c> or <c>PATCH</c>.</param>
/// <param name="Path">With each part of a resource name as a variable: <c>/v1/departments/{department}/budgets/{year}</c>.</param>
/// <param name="PathFields">The request fields that the path gives, such as <c>name</c> or <c>budget.name</c>.</param>
/// <param name="Body">The field that the body is, <c>*</c> for the whole request, empty for none.</param>
internal sealed partial record HttpRoute(string Verb, string Path, IReadOnlyList<string> PathFields, string Body)
{
    public static IReadOnlyList<HttpRoute> Of(MethodDescriptor method, ResourcePatterns patterns) =>
        method.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is { } rule
            ? [Of(rule, patterns), .. rule.AdditionalBindings.Select(binding => Of(binding, patterns))]
            : [];

    /// <summary>The variables of the path, in its order.</summary>
    public IReadOnlyList<string> Variables => [.. PathVariable().Matches(Path).Select(match => match.Groups[1].Value)];

    private static HttpRoute Of(HttpRule rule, ResourcePatterns patterns)
    {
        var (verb, template) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => ("GET", rule.Get),
            HttpRule.PatternOneofCase.Post => ("POST", rule.Post),
            HttpRule.PatternOneofCase.Patch => ("PATCH", rule.Patch),
            HttpRule.PatternOneofCase.Delete => ("DELETE", rule.Delete),
            HttpRule.PatternOneofCase.Put => ("PUT", rule.Put),
            _ => throw new NotSupportedException($"The JSON path of kind {rule.PatternCase} is not known here."),
        };
        var fields = FieldInTemplate().Matches(template);
        return new HttpRoute(
            verb,
            FieldInTemplate().Replace(template, match => patterns.Name(match.Groups[2].Value)),
            [.. fields.Select(match => match.Groups[1].Value)],
            rule.Body);
    }

    [GeneratedRegex(@"\{([a-z_.]+)=([^}]+)\}")]
    private static partial Regex FieldInTemplate();

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex PathVariable();
}

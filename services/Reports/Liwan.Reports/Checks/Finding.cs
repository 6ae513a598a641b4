using System.Text.Json.Serialization;

namespace Liwan.Reports.Checks;

/// <summary>What a finding means for submission; the numbers are those of the contract.</summary>
internal enum Severity
{
    Warning = 1,
    Error = 2,
}

/// <summary>Something that a rule noticed.</summary>
/// <param name="Rule">Stable id of the rule.</param>
/// <param name="Severity">Whether it blocks.</param>
/// <param name="Field">Field path from <c>report</c>, <c>budget</c> or <c>task_plan</c>.</param>
/// <param name="Message">One Chinese sentence: what is wrong and what to do.</param>
internal sealed record Finding(string Rule, Severity Severity, string Field, string Message)
{
    public V1.Finding ToProto() => new()
    {
        Rule = Rule,
        Severity = (V1.Finding.Types.Severity)Severity,
        Field = Field,
        Message = Message,
    };
}

/// <summary>How findings are kept with a revision.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
internal sealed partial class FindingJson : JsonSerializerContext;

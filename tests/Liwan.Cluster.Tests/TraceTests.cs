using Liwan.Testing;
using Liwan.Testing.Otlp;

namespace Liwan.Cluster.Tests;

/// <summary>One submission is one trace, from the client's command to the archived document.</summary>
[Collection(SharedCluster.Name)]
public sealed class TraceTests(ClusterFixture fixture)
{
    [RabbitMqFact]
    public async Task ASubmission_IsOneTraceWithEveryEdge()
    {
        var report = await fixture.FileCopyAsync("trace-office");
        await fixture.Liwan.RunAsync("submit", "--department", "trace-office", "--year", "2021");
        await fixture.ArchivedAsync(report);

        IReadOnlyList<CollectedSpan> trace = [];
        await Wait.UntilAsync("the archive and its event are in the trace of the submission", () =>
        {
            trace = TraceOfSubmission(report);
            return trace.Any(span => span.Name == "archive")
                && trace.Any(span => IsServer(span, "SubmitReport"))
                && Consumers(trace).SetEquals(["departments", "budgets", "taskindicators", "reports"])
                && trace.Any(span => IsPublish(span) && Ancestors(trace, span).Any(ancestor => ancestor.Name == "archive"));
        });

        var submitCall = Assert.Single(trace, span => span.Service == "reports" && IsServer(span, "SubmitReport"));
        Assert.Contains("liwan", AncestorServices(trace, submitCall));
        foreach (var (service, method) in new[] { ("departments", "GetDepartment"), ("departments", "GetRound"), ("budgets", "GetBudget"), ("taskindicators", "GetTaskPlan") })
        {
            Assert.True(
                trace.Any(span => span.Service == service && IsServer(span, method) && Ancestors(trace, span).Contains(submitCall)),
                $"No {method} of {service} below SubmitReport in:\n{Tree(trace, string.Empty, 0)}");
        }

        var submit = Assert.Single(trace, span => span.Name == "submit");
        Assert.Equal(("trace-office", "2021"), (submit.Attributes["liwan.department"], submit.Attributes["liwan.year"]));
        var publish = Assert.Single(trace, span => span.Scope == "Liwan.Messaging" && IsPublish(span) && span.ParentSpanId == submit.SpanId);
        Assert.Equal("reports", publish.Service);
        var consumed = trace.Where(span => span.Scope == "Liwan.Messaging" && span.ParentSpanId == publish.SpanId).ToList();
        Assert.Superset(new HashSet<string> { "departments", "budgets", "taskindicators", "reports" }, consumed.Select(span => span.Service).ToHashSet());
        var archive = Assert.Single(trace, span => span.Name == "archive");
        Assert.Contains(archive.ParentSpanId, consumed.Where(span => span.Service == "reports").Select(span => span.SpanId));
        Assert.Single(trace, span => span.Name == "render" && span.ParentSpanId == archive.SpanId);
        Assert.Contains(trace, span => span.Scope == "Liwan.Storage" && Ancestors(trace, span).Contains(submit));
        Assert.Contains(trace, span => span.Scope == "Liwan.Messaging" && IsPublish(span) && span.ParentSpanId == archive.SpanId);
    }

    /// <summary>The trace as indented lines; what has no parent in it stands at the left.</summary>
    private static string Tree(IReadOnlyList<CollectedSpan> trace, string parent, int depth) => string.Concat(trace
        .Where(span => depth == 0 ? trace.All(other => other.SpanId != span.ParentSpanId) : span.ParentSpanId == parent)
        .Select(span => $"{new string(' ', 2 * depth)}{span.Service} {span.Scope} {span.Name}\n{Tree(trace, span.SpanId, depth + 1)}"));

    private static bool IsServer(CollectedSpan span, string method) =>
        span.Scope.Contains("AspNetCore", StringComparison.Ordinal) && span.Name.Contains(method, StringComparison.Ordinal);

    private static bool IsPublish(CollectedSpan span) => span.Attributes.GetValueOrDefault("messaging.operation.type") == "send";

    private static HashSet<string> Consumers(IReadOnlyList<CollectedSpan> trace) =>
        [.. trace.Where(span => span.Attributes.GetValueOrDefault("messaging.operation.type") == "process").Select(span => span.Service)];

    private static HashSet<string> AncestorServices(IReadOnlyList<CollectedSpan> trace, CollectedSpan span) =>
        [.. Ancestors(trace, span).Select(ancestor => ancestor.Service)];

    private static List<CollectedSpan> Ancestors(IReadOnlyList<CollectedSpan> trace, CollectedSpan span)
    {
        var ancestors = new List<CollectedSpan>();
        while (trace.FirstOrDefault(candidate => candidate.SpanId == span.ParentSpanId) is { } parent)
        {
            ancestors.Add(parent);
            span = parent;
        }

        return ancestors;
    }

    private IReadOnlyList<CollectedSpan> TraceOfSubmission(string report)
    {
        var spans = fixture.Traces.Spans;
        var department = report.Split('/')[1];
        var submit = spans.FirstOrDefault(span => span.Name == "submit" && span.Attributes.GetValueOrDefault("liwan.department") == department);
        return submit is null ? [] : [.. spans.Where(span => span.TraceId == submit.TraceId)];
    }
}

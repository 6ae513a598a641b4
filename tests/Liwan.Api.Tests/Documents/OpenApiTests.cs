using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Liwan.ApiDocs;
using Liwan.ApiDocs.Contracts;
using Microsoft.OpenApi;

namespace Liwan.Api.Tests.Documents;

public sealed partial class OpenApiTests(RunningSuite suite) : IClassFixture<RunningSuite>
{
    public static TheoryData<string> Packages => [.. ContractSet.Load().Packages.Where(package => package.Methods.Any(method => method.Routes.Count > 0)).Select(package => package.Name)];

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task Service_ServesTheDocumentThatIsCheckedIn(string package)
    {
        var checkedIn = await File.ReadAllTextAsync(FileOf(package));

        Assert.Equal(checkedIn, await ServerOf(package).GetStringAsync(new Uri($"/openapi/{package["liwan.".Length..]}.json", UriKind.Relative)));
        if (suite.Packages.Contains(package))
        {
            Assert.Equal(checkedIn, await ServerOf(package).GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));
        }
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task Document_IsValidAndHasEveryRouteOfTheContract(string package)
    {
        var text = await File.ReadAllTextAsync(FileOf(package));
        var read = OpenApiDocument.Parse(text, OpenApiConstants.Json);
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.Empty(read.Document!.Validate(ValidationRuleSet.GetDefaultRuleSet()));

        var operations = read.Document!.Paths.SelectMany(path => path.Value.Operations!.Select(operation => (Route: $"{operation.Key.Method} {path.Key}", operation.Value.OperationId))).ToList();
        var routes = ContractSet.Load().Packages.Single(known => known.Name == package).Methods.SelectMany(method => method.Routes).Select(route => $"{route.Verb} {route.Path}");
        Assert.Equal(routes.Order(StringComparer.Ordinal), operations.Select(operation => operation.Route).Order(StringComparer.Ordinal));
        Assert.Equal(operations.Count, operations.Select(operation => operation.OperationId).Distinct().Count());
        Assert.All(References(JsonNode.Parse(text)!), reference => Assert.Contains(reference, read.Document.Components!.Schemas!.Keys.Select(name => $"#/components/schemas/{name}")));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task EveryRouteOfTheDocument_ReachesItsMethod(string package)
    {
        foreach (var route in ContractSet.Load().Packages.Single(known => known.Name == package).Methods.SelectMany(method => method.Routes))
        {
            // Names that no method accepts: what comes back is the method's own complaint.
            using var request = new HttpRequestMessage(new HttpMethod(route.Verb), Variable().Replace(route.Path, "NONE"));
            if (route.Body.Length > 0)
            {
                request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
            }

            using var response = await ServerOf(package).SendAsync(request);

            var text = await response.Content.ReadAsStringAsync();
            if (route.Variables.Count > 0 || !response.IsSuccessStatusCode)
            {
                Assert.Contains((string?)JsonNode.Parse(text)!["details"]![0]!["reason"], (IEnumerable<string>)["NAME_MALFORMED", "YEAR_OUT_OF_RANGE", "FIELD_REQUIRED"]);
            }
        }
    }

    // The audit trail is on every service, the outbox and the feed on that of the reports.
    private HttpClient ServerOf(string package) => suite[suite.Packages.Contains(package) ? package : "liwan.reports.v1"].Http;

    private static string FileOf(string package) =>
        Path.Combine(GeneratedFiles.FindRoot(AppContext.BaseDirectory), "docs", "openapi", $"{package["liwan.".Length..]}.json");

    private static IEnumerable<string> References(JsonNode node) => node switch
    {
        JsonObject json => json.SelectMany(member => member.Key == "$ref" ? [(string)member.Value!] : member.Value is null ? [] : References(member.Value)),
        JsonArray items => items.OfType<JsonNode>().SelectMany(References),
        _ => [],
    };

    [GeneratedRegex(@"\{[a-z_]+\}")]
    private static partial Regex Variable();
}

using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.Api.Tests.Json;

public sealed class JsonErrorTests(RunningSuite suite) : IClassFixture<RunningSuite>
{
    private const string Budgets = "liwan.budgets.v1";

    [Theory]
    [InlineData("GET", "/v1/nonsense", null, null, 404, "ROUTE_UNKNOWN")]
    [InlineData("GET", "/v1", null, null, 404, "ROUTE_UNKNOWN")]
    [InlineData("DELETE", "/v1/departments/npc-office/budgets/2021", null, null, 405, "ROUTE_UNKNOWN")]
    [InlineData("POST", "/v1/departments/npc-office/budgets?budgetId=2022", "{\"fundingRows\":[{\"sou", "application/json", 400, "REQUEST_UNREADABLE")]
    [InlineData("POST", "/v1/departments/npc-office/budgets?budgetId=2022", "", "application/json", 400, "REQUEST_UNREADABLE")]
    [InlineData("POST", "/v1/departments/npc-office/budgets?budgetId=2022", "[]", "application/json", 400, "REQUEST_UNREADABLE")]
    [InlineData("POST", "/v1/departments/npc-office/budgets?budgetId=2022", "null", "application/json", 400, "REQUEST_UNREADABLE")]
    [InlineData("POST", "/v1/departments/npc-office/budgets?budgetId=2022", "{}", "text/plain", 400, "REQUEST_UNREADABLE")]
    [InlineData("POST", "/v1/departments/npc-office/budgets?budgetId=2022", "{}", "application/json; charset=nonsense", 400, "REQUEST_UNREADABLE")]
    [InlineData("POST", "/v1/departments/npc-office/budgets?budgetId=2022", "{\"nonsense\":1}", "application/json", 400, "REQUEST_UNREADABLE")]
    [InlineData("POST", "/v1/departments/npc-office/budgets?budgetId=2022", "{\"fundingRows\":[{\"source\":7}]}", "application/json", 400, "REQUEST_UNREADABLE")]
    [InlineData("POST", "/v1/departments/npc-office/budgets?budgetId=2022", "{\"fundingRows\":[{\"initialBudget\":{\"units\":\"1.5\"}}]}", "application/json", 400, "REQUEST_UNREADABLE")]
    [InlineData("POST", "/v1/departments/npc-office/budgets?budgetId=2022", "{\"createTime\":\"yesterday\"}", "application/json", 400, "REQUEST_UNREADABLE")]
    [InlineData("POST", "/v1/departments/npc-office/budgets?budgetId=\ud800&requestId=x", "{}", "application/json", 400, null)]
    [InlineData("POST", "/v1/departments/npc-office/budgets?budgetId=2022", "{\"fundingRows\":[{\"uid\":\"\\ud800\",\"source\":\"x\"}]}", "application/json", 400, null)]
    [InlineData("GET", "/v1/departments/npc-office/budgets?pageSize=many", null, null, 400, "REQUEST_UNREADABLE")]
    [InlineData("GET", "/v1/departments/npc-office/budgets?pageSize=1&pageSize=2", null, null, 400, "REQUEST_UNREADABLE")]
    [InlineData("GET", "/v1/departments/npc-office/budgets?nonsense=1", null, null, 400, "REQUEST_UNREADABLE")]
    [InlineData("PATCH", "/v1/departments/npc-office/budgets/2021?updateMask=fundingRows", "{\"fundingRows\":[{\"source\":\"x\",\"initialBudget\":{\"unit\":\"1\"}}]}", "application/json", 400, "REQUEST_UNREADABLE")]
    [InlineData("GET", "/v1/departments/npc-office/budgets?pageSize=99999999999", null, null, 400, "REQUEST_UNREADABLE")]
    public async Task Json_BeforeAMethodIsReached_CarriesTheDetailsOfEveryError(
        string verb, string path, string? body, string? contentType, int expected, string? reason)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        using var response = await suite[Budgets].Http.SendAsync(request);

        await AssertErrorAsync(response, (HttpStatusCode)expected, reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Json_OfTooLargeABody_IsRefusedAsTooLarge(bool chunked)
    {
        using var content = new StringContent($$"""{"name":"{{new string('x', 9 * 1024 * 1024)}}"}""", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/departments/npc-office/budgets?budgetId=2022") { Content = content };
        request.Headers.ExpectContinue = true;
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await suite[Budgets].Http.SendAsync(request);

        await AssertErrorAsync(response, HttpStatusCode.RequestEntityTooLarge, "REQUEST_TOO_LARGE");
    }

    [Fact]
    public async Task Json_OfAMethodThatAnswers_IsLeftAsItIs()
    {
        using var response = await suite[Budgets].Http.GetAsync(new Uri("/v1/departments/npc-office/budgets/2021", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("departments/npc-office/budgets/2021", (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["name"]);
    }

    private static async Task AssertErrorAsync(HttpResponseMessage response, HttpStatusCode expected, string? reason)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{response.StatusCode}: {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var details = JsonNode.Parse(text)!["details"]!.AsArray();
        var info = Assert.Single(details, detail => (string?)detail!["@type"] == "type.googleapis.com/google.rpc.ErrorInfo")!;
        Assert.Equal("liwan.gov", (string?)info["domain"]);
        Assert.True(reason is null || reason == (string?)info["reason"], text);
        var entry = Assert.Single(ErrorCatalogue.All, entry => entry.Reason == (string?)info["reason"]);
        Assert.Equal((int)entry.Status, (int?)JsonNode.Parse(text)!["code"]);
        var chinese = Assert.Single(details, detail => (string?)detail!["@type"] == "type.googleapis.com/google.rpc.LocalizedMessage")!;
        Assert.Equal("zh-CN", (string?)chinese["locale"]);
    }
}

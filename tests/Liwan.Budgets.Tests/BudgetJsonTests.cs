using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Liwan.Testing;

namespace Liwan.Budgets.Tests;

public sealed class BudgetJsonTests(BudgetsFixture<OnSqlite> fixture) : IClassFixture<BudgetsFixture<OnSqlite>>
{
    private const string Row = """{"source":"一般公共预算","initialBudget":{"currencyCode":"CNY","units":"21659800"},"adjustment":{"currencyCode":"CNY","units":"1535600"}}""";

    [Fact]
    public async Task Json_CreateAndGet_GiveTheWholeBudgetInProtoJson()
    {
        var department = await fixture.NewDepartmentAsync();

        var created = await SendAsync(HttpMethod.Post, $"/v1/{department}/budgets?budgetId=2021", $$"""{"fundingRows":[{{Row}}]}""");

        var expected = JsonNode.Parse($$"""
            {
              "name": "{{department}}/budgets/2021",
              "fundingRows": [
                {
                  "uid": "{{(string?)created["fundingRows"]![0]!["uid"]}}",
                  "source": "一般公共预算",
                  "initialBudget": { "currencyCode": "CNY", "units": "21659800", "nanos": 0 },
                  "adjustment": { "currencyCode": "CNY", "units": "1535600", "nanos": 0 },
                  "adjustmentRateBasisPoints": "709"
                }
              ],
              "total": {
                "initialBudget": { "currencyCode": "CNY", "units": "21659800", "nanos": 0 },
                "adjustment": { "currencyCode": "CNY", "units": "1535600", "nanos": 0 },
                "adjustmentRateBasisPoints": "709"
              },
              "locked": false,
              "createTime": "{{(string?)created["createTime"]}}",
              "updateTime": "{{(string?)created["createTime"]}}",
              "etag": "{{(string?)created["etag"]}}"
            }
            """);
        Assert.True(JsonNode.DeepEquals(expected, created), created.ToJsonString());
        Assert.True(JsonNode.DeepEquals(expected, await SendAsync(HttpMethod.Get, $"/v1/{department}/budgets/2021")));
    }

    [Theory]
    [InlineData("fundingRows", 0)]
    [InlineData("funding_rows", 0)]
    [InlineData("fundingRows,total", 0)]
    [InlineData("total", 1)]
    public async Task Json_Patch_ChangesTheBudgetOfItsPathUnderAMaskInEitherSpelling(string mask, int rows)
    {
        var department = await fixture.NewDepartmentAsync();
        await SendAsync(HttpMethod.Post, $"/v1/{department}/budgets?budgetId=2021", $$"""{"fundingRows":[{{Row}}]}""");

        var patched = await SendAsync(HttpMethod.Patch, $"/v1/{department}/budgets/2021?updateMask={mask}", """{"name":"departments/other/budgets/2020"}""");

        Assert.Equal($"{department}/budgets/2021", (string?)patched["name"]);
        Assert.Equal(rows, patched["fundingRows"]!.AsArray().Count);
    }

    [Fact]
    public async Task Json_Errors_CarryTheDetails()
    {
        var error = await SendAsync(HttpMethod.Get, "/v1/departments/nobody/budgets/1821", null, HttpStatusCode.BadRequest);
        var expected = JsonNode.Parse("""
            {
              "code": 3,
              "message": "name has the year '1821'; it must be 2000 to 2099.",
              "details": [
                {
                  "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                  "reason": "YEAR_OUT_OF_RANGE",
                  "domain": "liwan.gov",
                  "metadata": { "field": "name", "value": "1821" }
                },
                {
                  "@type": "type.googleapis.com/google.rpc.LocalizedMessage",
                  "locale": "zh-CN",
                  "message": "name 的年度“1821”不对，应在 2000 至 2099 之间。"
                },
                {
                  "@type": "type.googleapis.com/google.rpc.BadRequest",
                  "fieldViolations": [
                    {
                      "field": "name",
                      "description": "name has the year '1821'; it must be 2000 to 2099.",
                      "reason": "YEAR_OUT_OF_RANGE",
                      "localizedMessage": { "locale": "zh-CN", "message": "name 的年度“1821”不对，应在 2000 至 2099 之间。" }
                    }
                  ]
                }
              ]
            }
            """);
        Assert.True(JsonNode.DeepEquals(expected, error), error.ToJsonString());
    }

    [Theory]
    [InlineData("GET", "/v1/departments/nobody/budgets/2021", null, HttpStatusCode.NotFound)]
    [InlineData("POST", "/v1/departments/nobody/budgets?budgetId=2021", "{}", HttpStatusCode.NotFound)]
    [InlineData("POST", "/v1/departments/nobody/budgets?budgetId=2021", "{\"fundingRows\":[{\"sou", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/v1/departments/nobody/budgets?budgetId=2021", "[]", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/v1/departments/nobody/budgets?budgetId=2021", "{\"fundingRows\":[{\"source\":7}]}", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/v1/departments/nobody/budgets?budgetId=2021", "{\"fundingRows\":[{\"source\":\"\\ud800\"}]}", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/v1/departments/nobody/budgets?budgetId=2021", "{\"fundingRows\":[{\"initialBudget\":{\"units\":\"1.5\"}}]}", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/v1/departments/-/budgets?pageSize=many", null, HttpStatusCode.BadRequest)]
    public async Task Json_OfBadRequests_NeverEndsInAnInternalError(string method, string path, string? body, HttpStatusCode expected)
    {
        var error = await SendAsync(new HttpMethod(method), path, body, expected);
        Assert.NotEmpty((string)error["message"]!);
    }

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, string? body = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        using var response = await fixture.Host.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }
}

using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Liwan.Testing;
using Task = System.Threading.Tasks.Task;

namespace Liwan.TaskIndicators.Tests;

public sealed class TaskPlanJsonTests(TaskIndicatorsFixture<OnSqlite> fixture) : IClassFixture<TaskIndicatorsFixture<OnSqlite>>
{
    [Fact]
    public async Task Json_CreateChangeAndGet_GiveTheWholePlan()
    {
        var department = await fixture.NewDepartmentAsync();
        const string body = """{"annualObjective":{"expected":"一\r\n二"},"tasks":[{"funds":{"currencyCode":"CNY","units":"948999","nanos":990000000},"indicators":[{"displayName":"参与率","target":"95%以上"}]}]}""";

        var created = await SendAsync(HttpMethod.Post, $"/v1/{department}/taskPlans?taskPlanId=2021", body);
        var read = await SendAsync(HttpMethod.Post, "/v1/indicators:read", """{"indicators":[{"name":"参与率","target":"95%以上"}]}""");
        var changed = await SendAsync(HttpMethod.Patch, $"/v1/{department}/taskPlans/2021?updateMask=annualObjective.achieved", """{"annualObjective":{"achieved":"三"}}""");

        var expected = JsonNode.Parse($$"""
            {
              "name": "{{department}}/taskPlans/2021",
              "annualObjective": { "expected": "一\n二", "achieved": "三" },
              "tasks": [
                {
                  "uid": "{{(string?)created["tasks"]![0]!["uid"]}}",
                  "label": "", "expected": "", "achieved": "",
                  "funds": { "currencyCode": "CNY", "units": "948999", "nanos": 990000000 },
                  "indicators": [
                    {
                      "uid": "{{(string?)created["tasks"]![0]!["indicators"]![0]!["uid"]}}",
                      "displayName": "参与率", "definition": "", "target": "95%以上", "actual": "", "deviationReason": "", "level": "", "weight": "",
                      "judgement": {{read["judgements"]![0]!.ToJsonString()}}
                    }
                  ]
                }
              ],
              "locked": false,
              "createTime": "{{(string?)created["createTime"]}}",
              "updateTime": "{{(string?)changed["updateTime"]}}",
              "etag": "{{(string?)changed["etag"]}}",
              "ruleSet": ""
            }
            """);
        Assert.True(JsonNode.DeepEquals(expected, changed), changed.ToJsonString());
        Assert.True(JsonNode.DeepEquals(expected, await SendAsync(HttpMethod.Get, $"/v1/{department}/taskPlans/2021")));
    }

    [Fact]
    public async Task Json_OfReadings_HasPlainOutcomesInTheOrderAsked()
    {
        var read = await SendAsync(
            HttpMethod.Post,
            "/v1/indicators:read",
            """{"indicators":[{"name":"满意度","target":"≥95%","actual":"98%"},{"target":"≥95%","actual":"90%"},{"target":"≥95%"}]}""");

        Assert.Equal(["EXCEEDED", "NOT_MET", "NOT_REPORTED"], read["judgements"]!.AsArray().Select(judgement => (string?)judgement!["outcome"]));
        var exceeded = read["judgements"]![0]!;
        Assert.Equal(
            ("EXCEEDED", "NUMBERS_COMPARED", "FLOOR", "OPERATOR", "1.0316"),
            ((string?)exceeded["readOutcome"], (string?)exceeded["grounds"], (string?)exceeded["direction"], (string?)exceeded["directionSource"], (string?)exceeded["ratio"]));
        Assert.Equal(("NUMBER", "95", "%", "AT_LEAST"), ((string?)exceeded["target"]!["kind"], (string?)exceeded["target"]!["value"], (string?)exceeded["target"]!["unit"], (string?)exceeded["target"]!["bound"]));
    }

    [Fact]
    public async Task Json_OfAnError_CarriesReasonAndField()
    {
        var error = await SendAsync(HttpMethod.Post, "/v1/departments/nobody/taskPlans?taskPlanId=2021", """{"tasks":[{"indicators":[{}]}]}""", HttpStatusCode.BadRequest);
        Assert.Equal("FIELD_REQUIRED", (string?)error["details"]![0]!["reason"]);
        Assert.Equal("task_plan.tasks[0].indicators[0].display_name", (string?)error["details"]![2]!["fieldViolations"]![0]!["field"]);
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

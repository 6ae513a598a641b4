using System.Net;
using System.Text.Json.Nodes;
using Grpc.Core;
using Liwan.Budgets.V1;
using Liwan.Testing;
using Microsoft.Data.Sqlite;

namespace Liwan.Api.Tests.Json;

/// <summary>What nobody foresaw, here a table that is gone, shows as a trace id and nothing else.</summary>
public sealed class InternalErrorTests(RunningSuite suite) : IClassFixture<RunningSuite>
{
    private const string Budgets = "liwan.budgets.v1";

    [Fact]
    public async Task UnforeseenException_OverGrpcAndJson_GivesATraceIdAndNoInternals()
    {
        suite[Budgets].Logs.Announce("failed unexpectedly");
        using (var connection = new SqliteConnection(suite.DatabaseOf(Budgets).ConnectionString))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "DROP TABLE funding_row; DROP TABLE budget";
            command.ExecuteNonQuery();
        }

        var client = new BudgetService.BudgetServiceClient(suite[Budgets].Channel);
        var overGrpc = await RpcError.OfAsync(() => client.GetBudgetAsync(new GetBudgetRequest { Name = "departments/npc-office/budgets/2021" }));
        Assert.Equal((StatusCode.Internal, "INTERNAL"), (overGrpc.Code, overGrpc.Reason));
        Assert.Equal(["trace_id"], overGrpc.Metadata.Keys);
        Assert.Equal($"Internal error; give this trace id to the operator: {overGrpc.Metadata["trace_id"]}", overGrpc.Message);
        Assert.Contains(suite[Budgets].Logs.Entries, entry => entry.Text.Contains(overGrpc.Metadata["trace_id"], StringComparison.Ordinal));

        using var response = await suite[Budgets].Http.GetAsync(new Uri("/v1/departments/npc-office/budgets/2021", UriKind.Relative));
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var overJson = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        var traceId = (string)overJson["details"]![0]!["metadata"]!["trace_id"]!;
        var expected = JsonNode.Parse($$"""
            {
              "code": 13,
              "message": "Internal error; give this trace id to the operator: {{traceId}}",
              "details": [
                { "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "INTERNAL", "domain": "liwan.gov", "metadata": { "trace_id": "{{traceId}}" } },
                { "@type": "type.googleapis.com/google.rpc.LocalizedMessage", "locale": "zh-CN", "message": "系统内部错误，请将此编号告知管理员：{{traceId}}" }
              ]
            }
            """);
        Assert.True(JsonNode.DeepEquals(expected, overJson), overJson.ToJsonString());
    }
}

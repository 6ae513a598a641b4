using Google.Type;
using Liwan.Departments.V1;
using Liwan.Testing;
using Task = System.Threading.Tasks.Task;

namespace Liwan.SqlServer.Tests;

/// <summary>A round in the life of its year, and one more.</summary>
internal static class RoundUse
{
    private static readonly Date Deadline = new() { Year = 2099, Month = 12, Day = 31 };

    public static async Task OpenAsync(EvaluationRoundService.EvaluationRoundServiceClient client)
    {
        foreach (var year in (string[])["2020", "2021"])
        {
            await client.OpenRoundAsync(new OpenRoundRequest { RoundId = year, Round = new Round { Deadline = Deadline } });
        }

        var exemption = new Round.Types.Exemption { Department = "departments/heir", Reason = "当年新设" };
        await client.UpdateRoundAsync(new UpdateRoundRequest { Round = new Round { Name = "rounds/2020", Exemptions = { exemption } } });
    }

    public static async Task WatchAsync(EvaluationRoundService.EvaluationRoundServiceClient client)
    {
        await Wait.UntilAsync("the submission is known", async () =>
            (await client.GetFilingAsync(new GetFilingRequest { Name = "rounds/2021/filings/npc-office" })).Revision == 1);
        await Wait.UntilAsync("the form of a year without a round is known", async () =>
            (await client.ListFilingsAsync(new ListFilingsRequest { Parent = "rounds/2019" })).TotalSize == 1);
        await client.GetRoundProgressAsync(new GetRoundProgressRequest { Name = "rounds/2021/progress" });
        await client.ExportLateFilingsAsync(new ExportLateFilingsRequest { Parent = "rounds/2021" });
        await client.CloseRoundAsync(new CloseRoundRequest { Name = "rounds/2020" });
        await client.ReopenRoundAsync(new ReopenRoundRequest { Name = "rounds/2020" });
        await client.GetRoundAsync(new GetRoundRequest { Name = "rounds/2020" });
        var page = await client.ListRoundsAsync(new ListRoundsRequest { PageSize = 1 });
        await client.ListRoundsAsync(new ListRoundsRequest { PageSize = 1, PageToken = page.NextPageToken });
    }
}

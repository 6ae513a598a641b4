using Google.Type;
using Grpc.Core;
using Liwan.Departments.V1;

namespace Liwan.Testing;

/// <summary>Rounds for tests that submit forms.</summary>
public static class TestRounds
{
    private static readonly Date Deadline = new() { Year = 2099, Month = 12, Day = 31 };

    /// <summary>Opens the round of a year, with a deadline that no test comes to see.</summary>
    /// <param name="departments">A channel to the departments service, of a reviewer.</param>
    /// <param name="year">The year.</param>
    public static async Task<Round> OpenAsync(ChannelBase departments, int year = 2021) =>
        await new EvaluationRoundService.EvaluationRoundServiceClient(departments).OpenRoundAsync(
            new OpenRoundRequest { RoundId = $"{year}", Round = new Round { Deadline = Deadline } });

    /// <summary>Has the rounds of some years take forms, whatever became of them before.</summary>
    /// <param name="departments">A channel to the departments service, of a reviewer.</param>
    /// <param name="years">The years.</param>
    public static async Task EnsureOpenAsync(ChannelBase departments, params int[] years)
    {
        var client = new EvaluationRoundService.EvaluationRoundServiceClient(departments);
        var known = (await client.ListRoundsAsync(new ListRoundsRequest { PageSize = 100 })).Rounds.ToDictionary(round => round.Name);
        foreach (var year in years)
        {
            if (!known.TryGetValue($"rounds/{year}", out var round))
            {
                await OpenAsync(departments, year);
                continue;
            }

            await client.UpdateRoundAsync(new UpdateRoundRequest { Round = new Round { Name = round.Name, Deadline = Deadline } });
            if (round.State == Round.Types.State.Closed)
            {
                await client.ReopenRoundAsync(new ReopenRoundRequest { Name = round.Name });
            }
        }
    }
}

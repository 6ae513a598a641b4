using Google.Type;
using Grpc.Core;
using Liwan.Departments.V1;

namespace Liwan.Testing;

/// <summary>Rounds for tests that submit forms.</summary>
public static class TestRounds
{
    /// <summary>Opens the round of a year, with a deadline that no test comes to see.</summary>
    /// <param name="departments">A channel to the departments service, of a reviewer.</param>
    /// <param name="year">The year.</param>
    public static async Task<Round> OpenAsync(ChannelBase departments, int year = 2021) =>
        await new EvaluationRoundService.EvaluationRoundServiceClient(departments).OpenRoundAsync(
            new OpenRoundRequest { RoundId = $"{year}", Round = new Round { Deadline = new Date { Year = 2099, Month = 12, Day = 31 } } });
}

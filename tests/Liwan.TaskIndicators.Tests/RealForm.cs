using System.Globalization;
using System.Text.Json.Nodes;
using Liwan.TaskIndicators.V1;

namespace Liwan.TaskIndicators.Tests;

/// <summary>The task plan of a real form, from the samples of the suite.</summary>
internal static class RealForm
{
    /// <summary>Reads a sample.</summary>
    /// <param name="department">Its department's id, such as <c>npc-office</c>.</param>
    public static TaskPlan Read(string department)
    {
        var form = JsonNode.Parse(File.ReadAllText(Path.Combine(Samples(), $"{department}-2021.json")))!;
        return new TaskPlan
        {
            AnnualObjective = new AnnualObjective
            {
                Expected = Text(form["annualObjective"]!, "expected"),
                Achieved = Text(form["annualObjective"]!, "achieved"),
            },
            Tasks =
            {
                form["tasks"]!.AsArray().Select(task => new V1.Task
                {
                    Label = Text(task!, "label"),
                    Expected = Text(task!, "expected"),
                    Achieved = Text(task!, "achieved"),
                    Funds = (string?)task!["funds"] is { } funds
                        ? TaskIndicatorsFixture.Fen((long)(decimal.Parse(funds, CultureInfo.InvariantCulture) * 1_000_000))
                        : null,
                    Indicators =
                    {
                        task["indicators"]!.AsArray().Select(indicator => new Indicator
                        {
                            DisplayName = Text(indicator!, "name"),
                            Definition = Text(indicator!, "definition"),
                            Target = Text(indicator!, "target"),
                            Actual = Text(indicator!, "actual"),
                        }),
                    },
                }),
            },
        };
    }

    private static string Text(JsonNode node, string name) => (string?)node[name] ?? string.Empty;

    private static string Samples()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Liwan.Platform.sln")))
            {
                return Path.Combine(folder.FullName, "samples");
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Liwan.Platform.sln.");
    }
}

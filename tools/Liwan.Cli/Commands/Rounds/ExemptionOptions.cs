using System.CommandLine;
using Liwan.Cli.FormFiles;
using Liwan.Departments.V1;

namespace Liwan.Cli.Commands.Rounds;

/// <summary>The option that names who is exempt (免报) and why.</summary>
internal static class ExemptionOptions
{
    public static Option<string[]> Exempt()
    {
        var option = new Option<string[]>("--exempt")
        {
            Description = "A department that owes no form, and why; may be repeated.",
            HelpName = "ID=REASON",
        };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => Split(token.Value) is not (var id, { Length: > 0 }) || !FormReader.DepartmentIdPattern().IsMatch(id)))
            {
                result.AddError($"--exempt '{token.Value}': expected a department and a reason, e.g. npc-office=当年新设.");
            }
        });
        return option;
    }

    /// <summary>Each department once; of several reasons the last.</summary>
    public static IEnumerable<Round.Types.Exemption> Read(string[]? values) =>
        (values ?? []).Select(Split).GroupBy(pair => pair.Id, StringComparer.Ordinal)
            .Select(pairs => new Round.Types.Exemption { Department = $"departments/{pairs.Key}", Reason = pairs.Last().Reason });

    private static (string Id, string Reason) Split(string value) => value.Split('=', 2) is [var id, var reason] ? (id, reason.Trim()) : (value, "");
}

using System.CommandLine;
using System.Globalization;
using Google.Type;

namespace Liwan.Cli.Commands.Rounds;

/// <summary><c>liwan round</c>.</summary>
internal static class RoundCommand
{
    private const string DateFormat = "yyyy-MM-dd";

    public static Command Create(CliRuntime runtime)
    {
        var command = new Command("round", "Run the evaluation round of a year (年度绩效自评): open and close it, watch who has filed, and sum it up.");
        command.Add(OpenRoundCommand.Create(runtime));
        command.Add(ShowRoundCommand.Create(runtime));
        command.Add(UpdateRoundCommand.Create(runtime));
        command.Add(CloseRoundCommand.Create(runtime));
        command.Add(ReopenRoundCommand.Create(runtime));
        command.Add(BoardCommand.Create(runtime));
        command.Add(LateCommand.Create(runtime));
        command.Add(RenderRoundCommand.Create(runtime));
        command.Add(SummaryCommand.Create(runtime));
        return command;
    }

    /// <summary>The year, which every command of a round needs.</summary>
    public static Option<int> YearOption()
    {
        var option = new Option<int>("--year", "-y") { Description = "Fiscal year, 2000 to 2099.", HelpName = "YEAR", Required = true };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 2000 and <= 2099))
            {
                result.AddError($"--year '{token.Value}': expected a year from 2000 to 2099.");
            }
        });
        return option;
    }

    /// <summary>The last day for submission.</summary>
    public static Option<Date?> DeadlineOption(bool required) => new("--deadline")
    {
        Description = "The last day for submission; it ends at 24:00, UTC+08:00.",
        HelpName = "YYYY-MM-DD",
        Required = required,
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens[0].Value, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return new Date { Year = day.Year, Month = day.Month, Day = day.Day };
            }

            result.AddError($"--deadline '{result.Tokens[0].Value}': expected a date such as 2022-03-31.");
            return null;
        },
    };

    /// <summary>What happens to forms that come later: <c>allow</c> or <c>refuse</c>.</summary>
    public static Option<string?> LatePolicyOption()
    {
        var option = new Option<string?>("--late-policy")
        {
            Description = "What happens to forms that come later: allow takes and marks them, refuse does not take them.",
            HelpName = "POLICY",
        };
        option.AcceptOnlyFromAmong(RoundWords.Allow, RoundWords.Refuse);
        return option;
    }

    public static string NameOf(int year) => string.Create(CultureInfo.InvariantCulture, $"rounds/{year}");
}

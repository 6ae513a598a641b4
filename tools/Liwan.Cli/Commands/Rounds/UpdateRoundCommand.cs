using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Liwan.Cli.Services;
using Liwan.Departments.V1;

namespace Liwan.Cli.Commands.Rounds;

/// <summary><c>liwan round update</c>.</summary>
internal static class UpdateRoundCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command("update", "Change the deadline, the rule for late forms, or who is exempt (免报); also of a closed round.");
        var year = RoundCommand.YearOption();
        var deadline = RoundCommand.DeadlineOption(required: false);
        var policy = RoundCommand.LatePolicyOption();
        var exempt = ExemptionOptions.Exempt();
        var lift = new Option<string[]>("--lift") { Description = "A department that is exempt no more; may be repeated.", HelpName = "ID" };
        command.Add(year);
        command.Add(deadline);
        command.Add(policy);
        command.Add(exempt);
        command.Add(lift);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            using var operation = Tracing.Operation("round update");
            var update = new Round { Name = RoundCommand.NameOf(parsed.GetValue(year)), Deadline = parsed.GetValue(deadline), LatePolicy = RoundWords.PolicyOf(parsed.GetValue(policy)) };
            var mask = new FieldMask();
            mask.Paths.AddRange(update.Deadline is null ? [] : ["deadline"]);
            mask.Paths.AddRange(update.LatePolicy == Round.Types.LatePolicy.Unspecified ? [] : ["late_policy"]);
            var (exempted, lifted) = (ExemptionOptions.Read(parsed.GetValue(exempt)).ToList(), parsed.GetValue(lift) ?? []);
            if (exempted.Count > 0 || lifted.Length > 0)
            {
                await ReadExemptionsAsync(session, update, exempted, lifted, cancellationToken);
                mask.Paths.Add("exemptions");
            }

            if (mask.Paths.Count == 0)
            {
                throw new UsageException("nothing to change: give --deadline, --late-policy, --exempt or --lift");
            }

            var request = new UpdateRoundRequest { Round = update, UpdateMask = mask, RequestId = ServiceClients.NewRequestId() };
            RoundOutput.Print(session, await session.Clients.RoundsAsync((c, o) => c.UpdateRoundAsync(request, o), cancellationToken), "updated", "已修改");
            return ExitCode.Ok;
        });
        return command;
    }

    // Who is exempt goes over whole: on the etag that was read, so that nobody else's exemption is lost.
    private static async Task ReadExemptionsAsync(
        CliSession session, Round update, List<Round.Types.Exemption> exempted, string[] lifted, CancellationToken cancellationToken)
    {
        var found = await session.Clients.RoundsAsync((c, o) => c.GetRoundAsync(new GetRoundRequest { Name = update.Name }, o), cancellationToken);
        update.Etag = found.Etag;
        var replaced = exempted.Select(exemption => exemption.Department).Concat(lifted.Select(id => $"departments/{id}")).ToHashSet(StringComparer.Ordinal);
        update.Exemptions.AddRange(found.Exemptions.Where(exemption => !replaced.Contains(exemption.Department)));
        update.Exemptions.AddRange(exempted);
    }
}

using System.CommandLine;
using Grpc.Core;
using Liwan.Cli.Services;
using Liwan.Departments.V1;

namespace Liwan.Cli.Commands.Rounds;

/// <summary><c>liwan round open</c>.</summary>
internal static class OpenRoundCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command(
            "open",
            """
            Open the round of a year (开放填报). Every department that is active on 31 December of the year owes a form then.

            A round that is open already is left as it is, and that is success.
            """);
        var year = RoundCommand.YearOption();
        var deadline = RoundCommand.DeadlineOption(required: true);
        var policy = RoundCommand.LatePolicyOption();
        var exempt = ExemptionOptions.Exempt();
        command.Add(year);
        command.Add(deadline);
        command.Add(policy);
        command.Add(exempt);
        runtime.SetAction(command, (parsed, session, cancellationToken) => RunAsync(
            session,
            new OpenRoundRequest
            {
                RoundId = $"{parsed.GetValue(year)}",
                Round = new Round
                {
                    Deadline = parsed.GetValue(deadline),
                    LatePolicy = RoundWords.PolicyOf(parsed.GetValue(policy)),
                    Exemptions = { ExemptionOptions.Read(parsed.GetValue(exempt)) },
                },
                RequestId = ServiceClients.NewRequestId(),
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliSession session, OpenRoundRequest request, CancellationToken cancellationToken)
    {
        using var operation = Tracing.Operation("round open");
        try
        {
            var opened = await session.Clients.RoundsAsync((c, o) => c.OpenRoundAsync(request, o), cancellationToken);
            RoundOutput.Print(session, opened, "opened", "已开放");
        }
        catch (ServiceException e) when (e.InnerException is RpcException { StatusCode: StatusCode.AlreadyExists })
        {
            var found = await session.Clients.RoundsAsync((c, o) => c.GetRoundAsync(new GetRoundRequest { Name = $"rounds/{request.RoundId}" }, o), cancellationToken);
            if (found.State != Round.Types.State.Open)
            {
                throw new ServiceException(
                    e.Error with { Message = $"{request.RoundId} 年度绩效自评已截止；重新开放请用 liwan round reopen --year {request.RoundId}" }, e);
            }

            if (Differs(found, request.Round))
            {
                session.Console.Notice("已开放的年度与所给的截止日期、逾期规则或免报部门不同，未作改动；修改请用 liwan round update");
            }

            RoundOutput.Print(session, found, "unchanged", "此前已开放");
        }

        return ExitCode.Ok;
    }

    private static bool Differs(Round found, Round asked) =>
        !found.Deadline.Equals(asked.Deadline)
        || (asked.LatePolicy != Round.Types.LatePolicy.Unspecified && asked.LatePolicy != found.LatePolicy)
        || asked.Exemptions.Any(exemption => !found.Exemptions.Contains(exemption));
}

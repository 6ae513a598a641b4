using System.CommandLine;
using Liwan.Cli.Output;
using Liwan.Cli.Services;
using Liwan.Reports.V1;

namespace Liwan.Cli.Commands.Returning;

/// <summary><c>liwan return</c>.</summary>
internal static class ReturnCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command("return", "Return a submitted form to its department with a reason (退回); it can then be edited and submitted again.");
        var selection = new FormSelection(command, many: false, required: true);
        var reason = new Option<string>("--reason") { Description = "What the department has to mend.", HelpName = "TEXT", Required = true };
        command.Add(reason);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var name = selection.One(parsed);
            using var operation = Tracing.Operation("return", name);
            var request = new ReturnReportRequest { Name = name.Report, Reason = parsed.GetValue(reason)!, RequestId = ServiceClients.NewRequestId() };
            var report = await session.Clients.ReportsAsync((c, o) => c.ReturnReportAsync(request, o), cancellationToken);
            if (session.Json)
            {
                session.PrintJson(new ReturnDocument(name.Department, name.Year, ReportStates.OnTheWire(report.State), report.Revision, report.ReturnReason));
            }
            else
            {
                HumanOutput.Line(session.Console, $"{name} {ReportStates.InChinese(report.State)}（第 {report.Revision} 版）：{report.ReturnReason}");
            }

            return ExitCode.Ok;
        });
        return command;
    }
}

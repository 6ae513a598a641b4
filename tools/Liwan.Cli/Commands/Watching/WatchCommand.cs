using System.CommandLine;
using Google.Protobuf;
using Grpc.Core;
using Liwan.Cli.Commands.Bulk;
using Liwan.Cli.Services;
using Liwan.Events.V1;

namespace Liwan.Cli.Commands.Watching;

/// <summary><c>liwan watch</c>.</summary>
internal static class WatchCommand
{
    private const string AllDepartments = "-";
    private static readonly JsonFormatter Format = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    public static Command Create(CliRuntime runtime)
    {
        var command = new Command(
            "watch",
            """
            Print the events of forms as they come (订阅事件), until interrupted.

            JSON Lines: {"resumeToken": TOKEN, "event": {...}, "sendTime": TIME}; docs/events.md says what an event holds. A connection that breaks is opened again where it broke.
            """);
        var department = new Option<string>("--department", "-d") { Description = "Only events of this department.", HelpName = "ID", DefaultValueFactory = _ => AllDepartments };
        var token = new Option<string?>("--resume-token") { Description = "Go on after this message; start: from the oldest event that is kept. Default: from now on.", HelpName = "TOKEN" };
        var file = new Option<string?>("--resume-file") { Description = "Keep the token there after each event, and go on from it the next time.", HelpName = "FILE" };
        var count = new Option<long?>("--count") { Description = "End after so many events.", HelpName = "N" };
        command.Add(department);
        command.Add(token);
        command.Add(file);
        command.Add(count);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var resume = new ResumePoint(parsed.GetValue(file), parsed.GetValue(token));
            var request = new WatchReportsRequest { Parent = $"departments/{parsed.GetValue(department)}", ResumeToken = await resume.ReadAsync(cancellationToken) };
            await WatchAsync(session, request, resume, parsed.GetValue(count) ?? long.MaxValue, cancellationToken);
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task WatchAsync(CliSession session, WatchReportsRequest request, ResumePoint resume, long left, CancellationToken cancellationToken)
    {
        var reconnection = new Reconnection(session.Clients.Addresses.Reports, session.Clients);
        while (left > 0)
        {
            using var call = session.Clients.Feed.WatchReports(request, new CallOptions(cancellationToken: cancellationToken));
            try
            {
                while (left > 0 && await call.ResponseStream.MoveNext(cancellationToken))
                {
                    var message = call.ResponseStream.Current;
                    reconnection.Progress();
                    if (message.Event is not null)
                    {
                        await session.Console.OutputWriter.WriteLineAsync(Format.Format(message).AsMemory(), cancellationToken);
                        await session.Console.OutputWriter.FlushAsync(cancellationToken);
                        left--;
                    }

                    // After the line is out: it may come again, but is never left out.
                    request.ResumeToken = message.ResumeToken;
                    await resume.KeepAsync(message.ResumeToken, cancellationToken);
                }
            }
            catch (RpcException e)
            {
                await reconnection.WaitAsync(e, cancellationToken);
            }
        }
    }
}

using System.CommandLine;
using Liwan.Cli.Identity;
using Liwan.Cli.Output;
using Liwan.Cli.Services;

namespace Liwan.Cli.Commands.Login;

/// <summary><c>liwan logout</c>.</summary>
internal static class LogoutCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command("logout", "Forget the login that is kept for the cluster (退出); the token itself stays valid until it expires.");
        runtime.SetLocalAction(command, (_, session) =>
        {
            var folder = ClusterFolder.Find(session.ClusterFile, session.Environment);
            var was = folder?.Forget() ?? false;
            session.Print(new LogoutDocument(was, folder?.LoginFile ?? ""), was ? "已退出" : "本来就没有登录");
            return ExitCode.Ok;
        });
        return command;
    }
}

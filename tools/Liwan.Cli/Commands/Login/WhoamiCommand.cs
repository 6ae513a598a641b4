using System.CommandLine;
using Liwan.Cli.Identity;
using Liwan.Cli.Services;

namespace Liwan.Cli.Commands.Login;

/// <summary><c>liwan whoami</c>.</summary>
internal static class WhoamiCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command("whoami", "Say as whom the next command would call (我是谁): what its token says, unverified. Exit code 7 if nobody, or if the token has expired.");
        runtime.SetLocalAction(command, (_, session) =>
        {
            var token = CallerToken.Choose(session.TokenFile, session.ClusterFile, session.Environment)
                ?? throw new ServiceException(new ServiceError { ExitCode = ExitCode.NotAllowed, Reason = "TOKEN_MISSING", Message = $"没有登录；{AccessAdvice.LogIn}" });
            token.ThrowIfExpired(session.Environment.Time);
            session.Print(
                Identities.Document(token.Identity, token.Source),
                $"{(token.Identity is { } identity ? Identities.Describe(identity) : "令牌的内容只有签发者能读")}（{token.Source}）");
            return ExitCode.Ok;
        });
        return command;
    }
}

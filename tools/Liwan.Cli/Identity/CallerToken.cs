using Liwan.Cli.Services;

namespace Liwan.Cli.Identity;

/// <summary>The token that a command sends with each call.</summary>
/// <param name="Text">The token.</param>
/// <param name="Source">Where it is from: <c>--token-file</c>, <c>LIWAN_TOKEN</c>, or the path of the kept login.</param>
/// <param name="IsKept">Whether it is of a local cluster, and so for this machine only.</param>
/// <param name="Identity">What it says; null if only its provider can read it.</param>
internal sealed record CallerToken(string Text, string Source, bool IsKept, CallerIdentity? Identity)
{
    public const string Variable = "LIWAN_TOKEN";
    public const string TokenFileOption = "--token-file";
    public const string PlainHttpOption = "--allow-plain-http";

    /// <summary>Chooses the token: that of the file, else that of the environment, else the kept login of the cluster in use.</summary>
    /// <returns>Null if there is none.</returns>
    /// <exception cref="UsageException">The file holds none.</exception>
    /// <exception cref="ServiceException">The kept login is unreadable.</exception>
    public static CallerToken? Choose(string? tokenFile, string? clusterFile, CliEnvironment environment)
    {
        if (tokenFile is not null)
        {
            return Of(ReadFile(tokenFile, environment), TokenFileOption);
        }

        if (environment.Variable(Variable)?.Trim() is { Length: > 0 } given)
        {
            return Of(given, Variable);
        }

        return ClusterFolder.Find(clusterFile, environment) is { } folder && folder.ReadLogin() is { } kept
            ? new CallerToken(kept, folder.LoginFile, IsKept: true, CallerIdentity.Read(kept))
            : null;
    }

    /// <summary>What is to be sent to an address; null: nothing, since a kept login is for the cluster on this machine.</summary>
    public string? For(ServiceAddress address) => IsKept && !address.Uri.IsLoopback ? null : Text;

    /// <exception cref="ServiceException">It has expired, so that no service need be asked.</exception>
    public void ThrowIfExpired(TimeProvider time)
    {
        if (Identity is { } identity && identity.IsExpired(time))
        {
            throw new ServiceException(new ServiceError
            {
                ExitCode = ExitCode.NotAllowed,
                Status = "UNAUTHENTICATED",
                Reason = "TOKEN_EXPIRED",
                Message = $"{(IsKept ? "登录" : $"{Source} 的令牌")}已于 {AccessAdvice.Time(identity.ExpireTime!.Value)} 过期；{(IsKept ? AccessAdvice.LogIn : "请换用新的令牌")}",
            });
        }
    }

    /// <exception cref="UsageException">It would go over the network for anybody to read.</exception>
    public void ThrowIfOverPlainHttp(ServiceAddresses addresses)
    {
        ServiceAddress[] all = [addresses.Departments, addresses.Budgets, addresses.TaskIndicators, addresses.Reports];
        if (Array.Find(all, address => address.Uri.Scheme == Uri.UriSchemeHttp && !address.Uri.IsLoopback && For(address) is not null) is { } open)
        {
            throw new UsageException(
                $"endpoint of {open.Name} '{open.Uri}': a token is not sent over plain http to another machine, where it can be read on the way; use https, or {PlainHttpOption}.");
        }
    }

    private static CallerToken Of(string token, string source) => new(token, source, IsKept: false, CallerIdentity.Read(token));

    private static string ReadFile(string file, CliEnvironment environment)
    {
        try
        {
            return File.ReadAllText(Path.GetFullPath(file, environment.CurrentDirectory)).Trim() is { Length: > 0 } token && !token.Contains('\n', StringComparison.Ordinal)
                ? token
                : throw new UsageException($"{TokenFileOption} '{file}': expected one token and nothing else.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{TokenFileOption} '{file}': {e.Message}");
        }
    }
}

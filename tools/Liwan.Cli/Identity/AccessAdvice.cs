using System.Globalization;
using Grpc.Core;

namespace Liwan.Cli.Identity;

/// <summary>What somebody can do whom a service did not let in.</summary>
internal static class AccessAdvice
{
    public const string LogIn = "登录方法：liwan login --as 角色（clerk 另加 --department 部门编号），或用环境变量 LIWAN_TOKEN 给出令牌";

    /// <summary>Times are on Liwan's clock.</summary>
    private static readonly TimeSpan LiwanOffset = TimeSpan.FromHours(8);

    /// <summary>The advice for a refusal, a Chinese clause; null for what has nothing to do with who calls.</summary>
    /// <param name="status">The gRPC code.</param>
    /// <param name="metadata">That of the error: <c>roles</c> are those that may call the method, <c>scope</c> is what an integrator needs.</param>
    public static string? For(StatusCode status, IReadOnlyDictionary<string, string> metadata) => status switch
    {
        StatusCode.Unauthenticated => LogIn,
        StatusCode.PermissionDenied => Command(metadata) is { } command ? $"请以有此权限的身份登录，例如：{command}" : LogIn,
        _ => null,
    };

    public static string Time(DateTimeOffset time) => time.ToOffset(LiwanOffset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string? Command(IReadOnlyDictionary<string, string> metadata)
    {
        var roles = (metadata.GetValueOrDefault("roles") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(role => role.ToLowerInvariant());
        return roles.FirstOrDefault(LoginRoles.All.Contains) switch
        {
            null => null,
            LoginRoles.Clerk => "liwan login --as clerk --department 部门编号",
            LoginRoles.Integrator => $"liwan login --as integrator --scope {metadata.GetValueOrDefault("scope")} --department 部门编号",
            var role => $"liwan login --as {role}",
        };
    }
}

/// <summary>The roles that a person or another system can have.</summary>
internal static class LoginRoles
{
    public const string Clerk = "clerk";
    public const string Integrator = "integrator";

    public static readonly IReadOnlyList<string> All = [Clerk, "reviewer", "auditor", Integrator, "operator"];
}

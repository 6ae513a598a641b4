using Liwan.Cli.Identity;
using Liwan.Cli.Output;

namespace Liwan.Cli.Commands.Login;

/// <summary>How an identity is told.</summary>
internal static class Identities
{
    public static string Describe(CallerIdentity identity)
    {
        var departments = identity.Departments.Count == 0 ? "" : $"，部门 {(identity.Departments.Contains(TokenClaims.AllDepartments) ? "全部" : string.Join("、", identity.Departments))}";
        var scopes = identity.Scopes.Count == 0 ? "" : $"，权限 {string.Join("、", identity.Scopes)}";
        var until = identity.ExpireTime is { } time ? $"，有效至 {AccessAdvice.Time(time)}" : "";
        return $"{identity.Subject}，角色 {string.Join("、", identity.Roles)}{departments}{scopes}{until}";
    }

    public static IdentityDocument Document(CallerIdentity? identity, string source) =>
        new(identity?.Subject, identity?.Roles, identity?.Departments, identity?.Scopes, identity?.ExpireTime, source);

    /// <summary>What a token can say: it knows no fractions of a second.</summary>
    public static DateTimeOffset WholeSecond(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}

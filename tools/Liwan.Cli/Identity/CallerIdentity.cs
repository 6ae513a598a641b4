using Microsoft.IdentityModel.JsonWebTokens;

namespace Liwan.Cli.Identity;

/// <summary>Who somebody is for the services, and until when.</summary>
/// <param name="Subject">The name that stands in the audit trail.</param>
/// <param name="Roles">Lower-case, such as <c>clerk</c>.</param>
/// <param name="Departments">The departments that a clerk or an integrator is bound to; <c>*</c>: all.</param>
/// <param name="Scopes">What an integrator may do, such as <c>budgets.read</c>.</param>
/// <param name="ExpireTime">When the token expires; null: the token does not say.</param>
internal sealed record CallerIdentity(
    string Subject, IReadOnlyList<string> Roles, IReadOnlyList<string> Departments, IReadOnlyList<string> Scopes, DateTimeOffset? ExpireTime)
{
    /// <summary>What a token says; null of one that only its provider can read.</summary>
    public static CallerIdentity? Read(string token)
    {
        try
        {
            var jwt = new JsonWebToken(token);
            return new CallerIdentity(
                jwt.Subject ?? "",
                All(jwt, TokenClaims.Role),
                All(jwt, TokenClaims.Departments),
                [.. All(jwt, TokenClaims.Scope).SelectMany(scopes => scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))],
                jwt.ValidTo == DateTime.MinValue ? null : new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero));
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return null;
        }
    }

    public bool IsExpired(TimeProvider time) => ExpireTime <= time.GetUtcNow();

    private static List<string> All(JsonWebToken jwt, string claim) => [.. jwt.Claims.Where(c => c.Type == claim).Select(c => c.Value)];
}

/// <summary>The claims of a token, as the services of a local cluster read them.</summary>
internal static class TokenClaims
{
    public const string Role = "role";
    public const string Departments = "departments";
    public const string Scope = "scope";
    public const string LocalIssuer = "liwan-local";
    public const string Audience = "liwan";
    public const string AllDepartments = "*";
}

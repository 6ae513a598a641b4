using System.Collections.Frozen;
using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Liwan.Access.V1;
using Liwan.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Liwan.ServiceDefaults.Access;

/// <summary>Tells from a call's token who calls.</summary>
internal sealed class CallerReader(TokenTrust trust, IOptions<AccessOptions> options, TimeProvider time) : IDisposable
{
    private const string Scheme = "Bearer ";
    private const int LongestSubject = 200;
    private const int MostTokens = 10_000;

    // A token that was good a moment ago is not verified again: the signature costs more than many a method.
    private static readonly TimeSpan Trust = TimeSpan.FromMinutes(1);
    private static readonly FrozenDictionary<string, Role> RoleNames =
        Enum.GetValues<Role>().Where(role => role != Role.Unspecified).ToFrozenDictionary(role => role.ToString(), StringComparer.OrdinalIgnoreCase);

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MostTokens });

    /// <summary>Returns the caller and the token; null without a token.</summary>
    /// <exception cref="ServiceException">TOKEN_INVALID or TOKEN_EXPIRED.</exception>
    public async Task<(Caller Caller, string Token)?> ReadAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return null;
        }

        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw Invalid("the header authorization is not 'Bearer TOKEN'");
        }

        var token = header[Scheme.Length..].Trim();
        if (_known.TryGetValue(token, out Caller? known) && known!.ExpireTime > time.GetUtcNow())
        {
            return (known, token);
        }

        var result = await trust.VerifyAsync(token, context.RequestAborted);
        if (!result.IsValid)
        {
            throw Refusal(result.Exception);
        }

        var caller = Read(result.ClaimsIdentity);
        _known.Set(token, caller, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Trust });
        return (caller, token);
    }

    public void Dispose() => _known.Dispose();

    private static ServiceException Refusal(Exception? failure) => failure switch
    {
        SecurityTokenExpiredException expired => new ServiceException(
            ErrorCatalogue.TokenExpired, ("expire_time", new DateTimeOffset(expired.Expires, TimeSpan.Zero).ToString("O"))),
        SecurityTokenInvalidAudienceException => Invalid("wrong audience"),
        SecurityTokenInvalidIssuerException => Invalid("wrong issuer"),
        SecurityTokenNotYetValidException => Invalid("not valid yet"),
        SecurityTokenNoExpirationException => Invalid("no expiration"),
        SecurityTokenSignatureKeyNotFoundException => Invalid("signed by an unknown key"),
        SecurityTokenInvalidSignatureException or SecurityTokenInvalidAlgorithmException => Invalid("bad signature"),
        _ => Invalid("not a JSON web token of this suite"),
    };

    private static ServiceException Invalid(string problem) => new(ErrorCatalogue.TokenInvalid, ("problem", problem));

    private Caller Read(ClaimsIdentity identity)
    {
        var access = options.Value;
        var subject = identity.FindFirst(JwtRegisteredClaimNames.Sub)?.Value ?? string.Empty;
        var actor = Actor(identity);
        if (subject.Length is 0 or > LongestSubject || actor.Length > LongestSubject)
        {
            throw Invalid($"sub must have 1 to {LongestSubject} characters");
        }

        var departments = identity.FindAll(access.DepartmentsClaim).Select(claim => claim.Value).ToFrozenSet(StringComparer.Ordinal);
        return new Caller
        {
            Subject = actor.Length > 0 ? actor : subject,
            OnBehalfOf = actor.Length > 0 ? subject : string.Empty,
            Roles = identity.FindAll(access.RoleClaim).Select(claim => RoleNames.GetValueOrDefault(claim.Value)).Where(role => role != Role.Unspecified).ToFrozenSet(),
            Departments = departments.Contains("*") ? null : departments,
            Scopes = identity.FindAll(access.ScopeClaim).SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToFrozenSet(StringComparer.Ordinal),
            ExpireTime = DateTimeOffset.FromUnixTimeSeconds(long.Parse(identity.FindFirst(JwtRegisteredClaimNames.Exp)!.Value, CultureInfo.InvariantCulture)),
        };
    }

    private static string Actor(ClaimsIdentity identity)
    {
        if (identity.FindFirst("act")?.Value is not { } json)
        {
            return string.Empty;
        }

        try
        {
            using var act = JsonDocument.Parse(json);
            return act.RootElement.GetProperty("sub").GetString() is { Length: > 0 } actor ? actor : throw Invalid("act names nobody");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Invalid("act names nobody");
        }
    }
}

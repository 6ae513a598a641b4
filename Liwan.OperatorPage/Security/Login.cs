using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Liwan.OperatorPage.Security;

/// <summary>The login by a token, where the page listens beyond loopback. Sessions end with the process.</summary>
internal static class Login
{
    public const string Path = "/login";
    private static readonly TimeSpan Session = TimeSpan.FromHours(12);

    public static void AddLogin(this IServiceCollection services)
    {
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "liwan-operator-session";
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.Cookie.HttpOnly = true;
            cookie.ExpireTimeSpan = Session;
            cookie.LoginPath = Path;
            cookie.ReturnUrlParameter = "return";
        });
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    public static void MapLogin(this WebApplication app, string token)
    {
        app.MapPost(Path, async (HttpContext context, [FromForm(Name = "token")] string? given, [FromForm(Name = "return")] string? target) =>
        {
            if (!Equal(given ?? "", token))
            {
                return Results.Redirect($"{Path}?failed=1&return={Uri.EscapeDataString(target ?? "")}");
            }

            var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, "operator")], CookieAuthenticationDefaults.AuthenticationScheme);
            await context.SignInAsync(new ClaimsPrincipal(identity));
            return Results.LocalRedirect(IsLocal(target) ? target! : "/");
        }).AllowAnonymous();
        app.MapPost("/logout", async (HttpContext context, [FromForm] IFormCollection form) =>
        {
            _ = form;
            await context.SignOutAsync();
            return Results.Redirect(Path);
        });
    }

    /// <summary>In a time that does not tell how much of the token was right.</summary>
    private static bool Equal(string given, string token) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static bool IsLocal(string? target) => target is ['/', ..] and not ['/', '/' or '\\', ..];
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Liwan.OperatorPage.Localisation;

/// <summary>
/// The language of a request: the one chosen by <c>?lang=</c>, which a cookie keeps, or else the first of the browser's that is here,
/// or else Chinese.
/// </summary>
internal static class PageLanguage
{
    public const string Cookie = "liwan-operator-language";
    private const string Parameter = "lang";

    public static PageText Of(HttpRequest request) => Find(request.Cookies[Cookie]) ?? Preferred(request) ?? PageText.Chinese;

    /// <summary>Keeps a choice made by <c>?lang=</c> and goes on to the same page without it.</summary>
    public static void UseLanguageChoice(this WebApplication app) => app.Use((context, next) =>
    {
        if (!HttpMethods.IsGet(context.Request.Method) || context.Request.Query[Parameter].ToString() is not { Length: > 0 } choice)
        {
            return next(context);
        }

        if (Find(choice) is { } text)
        {
            context.Response.Cookies.Append(Cookie, text.Language, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, MaxAge = TimeSpan.FromDays(365) });
        }

        var rest = new QueryBuilder(context.Request.Query.Where(parameter => parameter.Key != Parameter));
        context.Response.Redirect(LocalPath(context.Request.Path) + rest.ToQueryString());
        return Task.CompletedTask;
    });

    /// <summary>The address of a page in another language.</summary>
    public static string Choose(HttpRequest request, PageText text) =>
        LocalPath(request.Path) + new QueryBuilder(request.Query.Where(parameter => parameter.Key != Parameter)) { { Parameter, text.Language } }.ToQueryString();

    /// <summary>The path, in a form that no browser takes for the address of another site: <c>//elsewhere.example</c> is one.</summary>
    private static string LocalPath(PathString path) => "/" + path.ToUriComponent().TrimStart('/');

    private static PageText? Preferred(HttpRequest request) =>
        (request.GetTypedHeaders().AcceptLanguage ?? [])
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => Find(language.Value.Value))
            .FirstOrDefault(text => text is not null);

    private static PageText? Find(string? language) => language?.Split('-')[0].ToLowerInvariant() switch
    {
        "zh" => PageText.Chinese,
        "en" => PageText.English,
        _ => null,
    };
}

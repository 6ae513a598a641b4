using System.Net;
using System.Text.RegularExpressions;

namespace Liwan.OperatorPage.Tests.Pages;

/// <summary>An answer of the page, as a reader sees it and as it is written.</summary>
internal sealed partial record HtmlPage(HttpStatusCode Status, string Html, IReadOnlyList<string> Cookies)
{
    /// <summary>What one reads: no tags, and one space where there are any.</summary>
    public string Text => WebUtility.HtmlDecode(Spaces().Replace(Tags().Replace(Html, " "), " "));

    /// <summary>The targets of all links that match.</summary>
    public IReadOnlyList<string> Links(string beginning) =>
        [.. Hrefs().Matches(Html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).Where(link => link.StartsWith(beginning, StringComparison.Ordinal))];

    /// <summary>The token of the first form.</summary>
    public string FormToken => Token().Match(Html).Groups[1].Value;

    public static async Task<HtmlPage> GetAsync(HttpClient client, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await client.SendAsync(request);
        return await ReadAsync(answer);
    }

    public static async Task<HtmlPage> ReadAsync(HttpResponseMessage answer)
    {
        var cookies = answer.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(cookie => cookie.Split(';')[0]).ToList() : [];
        return new HtmlPage(answer.StatusCode, await answer.Content.ReadAsStringAsync(), cookies);
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex Hrefs();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]*)\"")]
    private static partial Regex Token();
}

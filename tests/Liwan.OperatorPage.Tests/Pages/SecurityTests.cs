using System.Net;
using Liwan.OperatorPage.Cluster;

namespace Liwan.OperatorPage.Tests.Pages;

/// <summary>What a web page that an operator has open elsewhere, or another machine, can do.</summary>
public class SecurityTests
{
    [Theory]
    [InlineData("rebound.example:{port}", false)]
    [InlineData("rebound.example", false)]
    [InlineData("localhost.rebound.example:{port}", false)]
    [InlineData("localhost:1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("192.0.2.7:{port}", false)]
    [InlineData("localhost:{port}", true)]
    [InlineData("LOCALHOST:{port}", true)]
    [InlineData("127.0.0.1:{port}", true)]
    [InlineData("[::1]:{port}", true)]
    public async Task Request_UnderAName_IsAnsweredOnlyForThoseOfThisMachine(string host, bool isAnswered)
    {
        await using var page = await RunningPage.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/traces");
        request.Headers.Host = host.Replace("{port}", $"{page.Server.PageAddress.Port}", StringComparison.Ordinal);
        using var answer = await page.Client.SendAsync(request);

        Assert.Equal(isAnswered ? HttpStatusCode.OK : HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Command_WithoutTokenOrCookieOfAForm_IsRefused(bool hasToken, bool hasCookie)
    {
        await using var page = await RunningPage.StartAsync();
        page.Cluster.Listed.Add(ResourcePagesTests.Resource("reports", ResourceCommands.Stop));
        var form = await HtmlPage.GetAsync(page.Client, "/resources");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/resources/reports/stop");
        request.Content = new FormUrlEncodedContent(hasToken ? [new("__RequestVerificationToken", form.FormToken)] : []);
        if (hasCookie)
        {
            request.Headers.Add("Cookie", form.Cookies);
        }

        using var answer = await page.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(page.Cluster.Commands);
    }

    [Fact]
    public async Task EveryAnswer_ForbidsScriptAndFramesOfOthers()
    {
        await using var page = await RunningPage.StartAsync();
        foreach (var path in new[] { "/resources", "/traces", "/logs", "/metrics", "/about", "/nothing" })
        {
            using var answer = await page.Client.GetAsync(new Uri(path, UriKind.Relative));
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task Start_BeyondLoopbackWithoutAToken_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => RunningPage.StartAsync(options => options with { PageAddress = IPAddress.Any }));

    [Fact]
    public async Task Page_BeyondLoopback_ShowsNothingUntilTheTokenIsGiven()
    {
        await using var page = await RunningPage.StartAsync(options => options with { PageAddress = IPAddress.Any, LoginToken = "the-token" });
        page.Cluster.Console["reports"] = [new(1, "secret")];
        foreach (var path in new[] { "/", "/resources", "/traces", "/logs", "/metrics", "/about", "/console/reports", "/nothing" })
        {
            using var refused = await page.Client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode);
            Assert.Equal($"/login?return={Uri.EscapeDataString(path)}", refused.Headers.Location?.PathAndQuery);
        }

        // A script has no use for a form.
        foreach (var path in new[] { "/live", "/console/reports/lines" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await HtmlPage.GetAsync(page.Client, path)).Status);
        }

        var form = await HtmlPage.GetAsync(page.Client, "/login?return=%2Ftraces");
        Assert.DoesNotContain("reports", form.Html, StringComparison.Ordinal);
        using (var wrong = await LogInAsync(page, form, "another"))
        {
            Assert.Equal("/login?failed=1&return=%2Ftraces", wrong.Headers.Location?.OriginalString);
            Assert.False(wrong.Headers.Contains("Set-Cookie"));
        }

        using var right = await LogInAsync(page, form, "the-token");
        Assert.Equal("/traces", right.Headers.Location?.OriginalString);
        var session = (await HtmlPage.ReadAsync(right)).Cookies;
        Assert.Equal(HttpStatusCode.OK, (await HtmlPage.GetAsync(page.Client, "/traces", ("Cookie", string.Join("; ", session)))).Status);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    public async Task Login_WithATargetElsewhere_StaysHere(string target)
    {
        await using var page = await RunningPage.StartAsync(options => options with { PageAddress = IPAddress.Any, LoginToken = "the-token" });
        var form = await HtmlPage.GetAsync(page.Client, $"/login?return={Uri.EscapeDataString(target)}");
        using var answer = await LogInAsync(page, form, "the-token", target);

        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("192.0.2.7:{port}", HttpStatusCode.OK)]
    [InlineData("operator.example", HttpStatusCode.OK)]
    [InlineData("rebound.example:{port}", HttpStatusCode.MisdirectedRequest)]
    public async Task Request_BeyondLoopback_IsAnsweredForAddressesAndConfiguredNames(string host, HttpStatusCode expected)
    {
        await using var page = await RunningPage.StartAsync(options => options with { PageAddress = IPAddress.Any, LoginToken = "t", HostNames = ["operator.example"] });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/login");
        request.Headers.Host = host.Replace("{port}", $"{page.Server.PageAddress.Port}", StringComparison.Ordinal);
        using var answer = await page.Client.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }

    private static async Task<HttpResponseMessage> LogInAsync(RunningPage page, HtmlPage form, string token, string target = "/traces")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/login");
        request.Content = new FormUrlEncodedContent([new("__RequestVerificationToken", form.FormToken), new("token", token), new("return", target)]);
        request.Headers.Add("Cookie", form.Cookies);
        return await page.Client.SendAsync(request);
    }
}

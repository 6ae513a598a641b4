using System.Net;

namespace Liwan.OperatorPage.Tests.Pages;

public class LanguageTests
{
    [Theory]
    [InlineData("", "", "zh-CN", "追踪")]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", "", "zh-CN", "追踪")]
    [InlineData("en-GB,en;q=0.9", "", "en", "Traces")]
    [InlineData("fr,en;q=0.5,zh;q=0.4", "", "en", "Traces")]
    [InlineData("en;q=0.3,zh-TW;q=0.6", "", "zh-CN", "追踪")]
    [InlineData("fr", "", "zh-CN", "追踪")]
    [InlineData("zh-CN", "liwan-operator-language=en", "en", "Traces")]
    [InlineData("en", "liwan-operator-language=zh-CN", "zh-CN", "追踪")]
    [InlineData("en", "liwan-operator-language=klingon", "en", "Traces")]
    public async Task Page_IsInTheLanguageChosenOrPreferred(string accepted, string cookie, string language, string heading)
    {
        await using var page = await RunningPage.StartAsync();
        var answer = await HtmlPage.GetAsync(page.Client, "/traces", ("Accept-Language", accepted), ("Cookie", cookie));

        Assert.Contains($"<html lang=\"{language}\">", answer.Html, StringComparison.Ordinal);
        Assert.Contains($"<h1>{heading}</h1>", answer.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/traces?q=a%26b&lang=en", "/traces?q=a%26b")]
    [InlineData("/logs?lang=zh-CN", "/logs")]
    [InlineData("//elsewhere.example/?lang=en", "/elsewhere.example/")]
    public async Task Choice_IsKeptAndTheSamePageShown(string path, string expected)
    {
        await using var page = await RunningPage.StartAsync();
        using var answer = await page.Client.GetAsync(new Uri($"http://127.0.0.1:{page.Server.PageAddress.Port}{path}"));

        Assert.Equal((HttpStatusCode.Redirect, expected), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        Assert.StartsWith("liwan-operator-language=", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryWord_IsThereInBothLanguages()
    {
        var words = typeof(OperatorPage.Localisation.PageText).GetProperties().Where(property => property.PropertyType == typeof(string)).ToList();
        Assert.True(words.Count > 80);
        Assert.All(words, word =>
        {
            Assert.NotEmpty((string)word.GetValue(OperatorPage.Localisation.PageText.Chinese)!);
            // A word left in Chinese would be the mark of one that was forgotten.
            Assert.True(word.Name == "OwnName" || ((string)word.GetValue(OperatorPage.Localisation.PageText.English)!).All(letter => letter < 0x3000), word.Name);
        });
    }
}

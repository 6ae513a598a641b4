using System.Net;
using Liwan.OperatorPage.Cluster;
using static Liwan.OperatorPage.Tests.Telemetry.Samples;

namespace Liwan.OperatorPage.Tests.Pages;

public class ResourcePagesTests
{
    [Fact]
    public async Task Resources_ShowStateAddressesRestartsAndWhatCanBeDone()
    {
        await using var page = await RunningPage.StartAsync();
        page.Cluster.Listed.AddRange([
            Resource("reports", ResourceCommands.Stop | ResourceCommands.Restart),
            Resource("budgets", ResourceCommands.Start) with { State = "CrashLoop", Health = ResourceHealth.Unhealthy, Message = "exit code 7", Pid = null, StartedAt = null, Restarts = 3 }]);
        var answer = await HtmlPage.GetAsync(page.Client, "/resources", ("Accept-Language", "zh-CN,zh;q=0.9"));

        Assert.Contains("正常 1 异常 1", answer.Text, StringComparison.Ordinal);
        Assert.Contains("reports 服务程序 运行中 grpc http://localhost:5131 http http://localhost:5132 4711", answer.Text, StringComparison.Ordinal);
        Assert.Contains("budgets 服务程序 反复崩溃 exit code 7", answer.Text, StringComparison.Ordinal);
        Assert.Equal(["/console/reports", "/console/reports", "/console/budgets", "/console/budgets"], answer.Links("/console/"));
        Assert.Equal(["reports/stop", "reports/restart", "budgets/start"], Actions(answer));
    }

    [Fact]
    public async Task Command_PostedByItsForm_IsGivenToTheClusterOnce()
    {
        await using var page = await RunningPage.StartAsync();
        page.Cluster.Listed.Add(Resource("reports", ResourceCommands.Stop));
        var form = await HtmlPage.GetAsync(page.Client, "/resources");
        foreach (var command in new[] { "stop", "start", "restart" })
        {
            using var answer = await PostAsync(page, $"/resources/reports/{command}", form.FormToken, form.Cookies);
            Assert.Equal((HttpStatusCode.SeeOther, "/resources?notice=Accepted"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        }

        Assert.Equal(["stop reports", "start reports", "restart reports"], page.Cluster.Commands);
        var shown = await HtmlPage.GetAsync(page.Client, "/resources?notice=Accepted");
        Assert.Contains("已受理", shown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_ForWhatDoesNotExist_IsNotFound()
    {
        await using var page = await RunningPage.StartAsync();
        page.Cluster.Listed.Add(Resource("reports", ResourceCommands.Stop));
        var form = await HtmlPage.GetAsync(page.Client, "/resources");
        using var answer = await PostAsync(page, "/resources/nothing/stop", form.FormToken, form.Cookies);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(page.Cluster.Commands);
    }

    [Fact]
    public async Task Console_ShowsLinesWithoutColoursAndFiltersThem()
    {
        await using var page = await RunningPage.StartAsync();
        page.Cluster.Listed.Add(Resource("reports", ResourceCommands.None));
        page.Cluster.Console["reports"] = [new(1, "\u001b[32minfo\u001b[0m: started"), new(2, "warn: 没有字体"), new(3, "fail: \u0007broken")];

        var all = await HtmlPage.GetAsync(page.Client, "/console/reports");
        Assert.Contains(">info: started</div>", all.Html, StringComparison.Ordinal);
        Assert.Contains("class=\"line warn\">warn: 没有字体</div>", all.Html, StringComparison.Ordinal);
        Assert.Contains("class=\"line bad\">fail: broken</div>", all.Html, StringComparison.Ordinal);
        var filtered = await HtmlPage.GetAsync(page.Client, "/console/reports?q=%E5%AD%97%E4%BD%93");
        Assert.Contains("没有字体", filtered.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("started", filtered.Text, StringComparison.Ordinal);
        var nothing = await HtmlPage.GetAsync(page.Client, "/console/nothing");
        Assert.Equal(HttpStatusCode.NotFound, nothing.Status);
        Assert.Contains("集群中没有这个进程", nothing.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Console_WhenAnotherProcessIsChosenWithoutScript_GoesThere()
    {
        await using var page = await RunningPage.StartAsync();
        page.Cluster.Console["reports"] = [];
        using var answer = await page.Client.GetAsync(new Uri("/console/reports?resource=budgets&q=x", UriKind.Relative));

        Assert.Equal((HttpStatusCode.Redirect, "/console/budgets?q=x"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    private static async Task<HttpResponseMessage> PostAsync(RunningPage page, string path, string token, IReadOnlyList<string> cookies)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        request.Headers.Add("Cookie", string.Join("; ", cookies));
        return await page.Client.SendAsync(request);
    }

    private static IEnumerable<string> Actions(HtmlPage answer) =>
        answer.Html.Split("action=\"/resources/").Skip(1).Select(part => part.Split('"')[0]);

    public static ResourceSnapshot Resource(string name, ResourceCommands commands) => new(
        name, name, "Project", "Running", ResourceHealth.Healthy, null, [new("grpc", "http://localhost:5131"), new("http", "http://localhost:5132")], 4711, Noon, 0, commands);
}

using System.Text;
using System.Text.Json;
using Liwan.Documents;
using Liwan.Documents.Appendices;
using Liwan.Documents.Forms;
using Liwan.Documents.Html;
using Liwan.Documents.Layout;
using Liwan.Documents.Tests;
using Microsoft.Playwright;

namespace Liwan.Browser.Tests;

/// <summary>The form as a web page, in a real browser.</summary>
public sealed class FormPageTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private const int PhoneWidth = 390;

    private static readonly FormAppendix Appendix = new(
        "评分", "荔湾区某局　2021年度",
        [new AppendixColumn("部分", 0.2, AppendixColumnKind.Label), new AppendixColumn("得分", 0.2, AppendixColumnKind.Figure), new AppendixColumn("说明", 0.6, AppendixColumnKind.RunningText)],
        [["产出", "1.00", "第一项"], ["产出", "2.00", "第二项"]], "没有评分项。");

    public static TheoryData<string, int> Pages => new()
    {
        { "npc-office", PhoneWidth }, { "cppcc-office", PhoneWidth }, { "draft", PhoneWidth }, { "empty", PhoneWidth }, { "many sources", PhoneWidth }, { "appendix", PhoneWidth },
        { "cppcc-office", 1280 }, { "appendix", 1280 },
    };

    [BrowserTheory]
    [MemberData(nameof(Pages))]
    public async Task Page_InABrowser_HasNothingThatAxeFindsFaultWith(string name, int width)
    {
        await using var context = await OpenAsync(name, width);
        var page = context.Pages[0];
        await page.EvaluateAsync(await File.ReadAllTextAsync(InstalledBrowser.Axe!));

        var found = await page.EvaluateAsync<JsonElement>("axe.run()");

        Assert.Empty(found.GetProperty("violations").EnumerateArray().Select(Describe));
        // Of cells over several rows axe cannot tell what lies behind them; on a phone the same colours stand in a row.
        var undecided = found.GetProperty("incomplete").EnumerateArray().Where(rule => width == PhoneWidth || rule.GetProperty("id").GetString() != "color-contrast");
        Assert.Empty(undecided.Select(Describe));
        Assert.NotEmpty(found.GetProperty("passes").EnumerateArray());
    }

    [BrowserTheory]
    [InlineData("npc-office")]
    [InlineData("cppcc-office")]
    public async Task Page_OnAPhone_ShowsEveryCellWithoutScrollingSideways(string name)
    {
        await using var context = await OpenAsync(name, PhoneWidth);
        var page = context.Pages[0];

        var widths = await page.EvaluateAsync<int[]>("[document.scrollingElement.scrollWidth, innerWidth]");
        var cells = await page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('td')].map(cell => { const box = cell.getBoundingClientRect(); return box.left >= 0 && box.right <= innerWidth && box.height > 0 ? cell.innerText : 'hidden: ' + cell.innerText; })");
        var heads = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('td')].map(cell => getComputedStyle(cell, '::before').content)");

        Assert.Equal(PhoneWidth, widths[1]);
        Assert.True(widths[0] <= widths[1], $"The page is {widths[0]} pixels wide.");
        var printed = FormGridBuilder.Build(TestForms.Named(name)).Cells.Where(cell => cell.Role is not (CellRole.ColumnHead or CellRole.RowHead)).ToList();
        Assert.Equal(printed.Select(cell => Fold(cell.Text)), cells.Select(Fold));
        Assert.Contains("\"预期实现值\"", heads);
        Assert.Contains("\"整体支出预算调整数\"", heads);
    }

    [BrowserTheory]
    [InlineData("npc-office")]
    public async Task Page_OnAPhone_IsATableStillForWhoHearsIt(string name)
    {
        await using var context = await OpenAsync(name, PhoneWidth);
        var page = context.Pages[0];
        var grid = FormGridBuilder.Build(TestForms.Named(name));

        Assert.Equal(1, await page.GetByRole(AriaRole.Table).CountAsync());
        Assert.Equal(grid.Rows.Count, await page.GetByRole(AriaRole.Row).CountAsync());
        Assert.Equal(grid.Cells.Count(cell => cell.Role == CellRole.ColumnHead), await page.GetByRole(AriaRole.Columnheader).CountAsync());
        Assert.Equal(grid.Cells.Count(cell => cell.Role == CellRole.RowHead), await page.GetByRole(AriaRole.Rowheader).CountAsync());
    }

    [BrowserTheory]
    [InlineData("cppcc-office")]
    public async Task Page_Opened_LoadsNothingAndSaysNothingInTheConsole(string name)
    {
        await using var context = await fixture.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        var (requests, messages) = (new List<string>(), new List<string>());
        page.Request += (_, request) => requests.Add(request.Url);
        page.Console += (_, message) => messages.Add(message.Text);

        await page.SetContentAsync(Html(name));

        Assert.Empty(requests);
        Assert.Empty(messages);
    }

    private async Task<IBrowserContext> OpenAsync(string name, int width)
    {
        // The page forbids scripts, and axe is one.
        var context = await fixture.Browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 844 }, BypassCSP = true });
        await (await context.NewPageAsync()).SetContentAsync(Html(name));
        return context;
    }

    private static string Html(string name)
    {
        var form = name switch
        {
            "npc-office" or "cppcc-office" => TestForms.Named(name),
            "empty" => TestForms.Empty with { Title = "表", Tasks = [new FormTask("", "", "", null, [])] },
            "many sources" => TestForms.NpcOffice with { Funding = [.. Enumerable.Range(1, 30).Select(i => new FundingLine($"来源{i}", i, null, -i, 10_000, null))] },
            _ => TestForms.NpcOffice,
        };
        var grid = name == "appendix" ? FormGridBuilder.Build(form, Appendix) : FormGridBuilder.Build(form);
        return Encoding.UTF8.GetString(HtmlFormWriter.Write(grid, new DocumentProperties(form.Title, Draft: name == "draft")));
    }

    private static string Describe(JsonElement rule) =>
        $"{rule.GetProperty("id")}: {string.Join("; ", rule.GetProperty("nodes").EnumerateArray().Take(3).Select(node => $"{node.GetProperty("html")} {node.GetProperty("failureSummary")}"))}";

    private static string Fold(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}

using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Liwan.Documents.Forms;
using Liwan.Documents.Html;
using Liwan.Documents.Layout;

namespace Liwan.Documents.Tests;

public partial class HtmlFormWriterTests
{
    [FormProperty]
    public void Write_HasEveryCellOfEveryForm(FormContent form)
    {
        var grid = FormGridBuilder.Build(form);

        var cells = Cells(Html(grid)).Select(cell => (cell.Text, cell.RowSpan, cell.ColumnSpan));

        Assert.Equal(grid.Cells.Select(cell => (cell.Text, cell.RowSpan, cell.ColumnSpan)), cells);
    }

    [Fact]
    public void Write_WhenTextsLookLikeMarkup_EscapesThemEverywhere()
    {
        const string hostile = "\"><script>alert('1')</script><img src=x onerror=y>&amp;<!--";
        var form = TestForms.Empty with
        {
            Title = hostile,
            YearLine = hostile,
            AttachmentLabel = hostile,
            SealLine = hostile,
            DepartmentCellText = hostile,
            FundingTotal = TestForms.Empty.FundingTotal with { Source = hostile },
            ExpectedObjective = hostile,
            Tasks = [new FormTask(hostile, hostile, hostile, null, [new FormIndicator(hostile, hostile, hostile, hostile, hostile)])],
        };

        var page = Encoding.UTF8.GetString(HtmlFormWriter.Write(FormGridBuilder.Build(form), new DocumentProperties(hostile, hostile, SnapshotSha256: hostile)));

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<!--", page, StringComparison.Ordinal);
        Assert.DoesNotContain("=\"\"", page, StringComparison.Ordinal);
        Assert.Equal(10, Cells(page).Count(cell => cell.Text == hostile));
    }

    [Fact]
    public void Write_TellsHeadsFromCellsAndWhatTheyHead()
    {
        var cells = Cells(Html(FormGridBuilder.Build(TestForms.NpcOffice)));

        Assert.Equal(
            [
                ("th", "row", "部门名称"), ("td", "", "广州市荔湾区人民代表大会常务委员会办公室(部门)"), ("th", "rowgroup", "部门资金情况"),
                ("th", "col", "资金来源"), ("th", "col", "整体支出年初预算数"), ("th", "col", "整体支出预算调整数"), ("th", "col", "整体年度实际支出数"),
                ("th", "col", "预算完成率"), ("th", "colgroup", "预算调整率"), ("td", "", "合计"),
            ],
            cells.Take(10).Select(cell => (cell.Element, cell.Scope, cell.Text)));
        Assert.Equal(["任务1", "任务2", "任务3", "任务4", "任务5"], cells.Where(cell => cell.Scope == "rowgroup").Select(cell => cell.Text).Skip(2));
    }

    [Fact]
    public void Write_NamesTheTableAndTheLanguage()
    {
        var page = Html(FormGridBuilder.Build(TestForms.NpcOffice));

        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"zh-CN\">", page, StringComparison.Ordinal);
        Assert.Contains("<caption>荔湾区部门整体支出绩效自评表（2021年度）</caption>", page, StringComparison.Ordinal);
        Assert.Contains("<title>荔湾区部门整体支出绩效自评表（2021年度）</title>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_RefersToNothingOutsideThePage()
    {
        var page = Html(FormGridBuilder.Build(TestForms.NpcOffice));

        foreach (var reference in (string[])["http:", "https:", "//", "src=", "href=", "url(", "@import", "<script", "<link", "<iframe"])
        {
            Assert.DoesNotContain(reference, page, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static string Html(FormGrid grid) => Encoding.UTF8.GetString(HtmlFormWriter.Write(grid, Rendered.Submitted));

    private static List<(string Element, string Scope, int RowSpan, int ColumnSpan, string Text)> Cells(string page) =>
    [
        .. Cell().Matches(page).Select(match => (
            match.Groups["element"].Value,
            match.Groups["scope"].Value,
            match.Groups["rows"].Success ? int.Parse(match.Groups["rows"].Value, null) : 1,
            match.Groups["columns"].Success ? int.Parse(match.Groups["columns"].Value, null) : 1,
            WebUtility.HtmlDecode(match.Groups["text"].Value))),
    ];

    [GeneratedRegex("""<(?<element>t[hd])(?: scope="(?<scope>\w+)")? role="\w+"(?: class="text")?(?: rowspan="(?<rows>\d+)")?(?: colspan="(?<columns>\d+)")?(?: data-head="[^"]*")?>(?<text>[^<]*)</t[hd]>""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Cell();
}

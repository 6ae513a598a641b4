using System.Globalization;
using Liwan.Documents.Forms;
using static Liwan.Documents.Tests.PdfReading;

namespace Liwan.Documents.Tests;

/// <summary>The two published forms of 2021, as PDF.</summary>
public class PublishedFormTests
{
    public static TheoryData<string> Forms => ["npc-office", "cppcc-office"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Write_WhenTheFormIsReal_PrintsEveryCellOfTheTranscriptionInTheFormsOrder(string name)
    {
        var printed = RuledCells(Pages(Rendered.Pdf(TestForms.Named(name))));
        var next = 0;
        foreach (var expected in ExpectedCells(TestForms.Named(name)))
        {
            var text = Fold(expected);
            var found = printed.FindIndex(next, cell => cell.Text == text || cell.Text + Continuation(printed, cell) == text);
            Assert.True(found >= 0, $"“{expected}” is not printed, or not behind “{(next == 0 ? "" : printed[next - 1].Text)}”.");
            next = found + 1;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Write_WhenTheFormIsReal_PrintsTheHeadingBeforeTheTable(string name)
    {
        var form = TestForms.Named(name);

        var heading = form.AttachmentLabel + form.Title + form.YearLine + form.SealLine + "单位：" + form.AmountUnit + "部门名称" + form.DepartmentCellText;

        Assert.StartsWith(Fold(heading), Text(Pages(Rendered.Pdf(form))[0].Letters), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Write_WhenTheFormIsReal_TakesThreePagesWithTheirNumbersAtTheFoot(string name)
    {
        var pages = Pages(Rendered.Pdf(TestForms.Named(name)));

        Assert.Equal(["第1页共3页", "第2页共3页", "第3页共3页"], pages.Select(page => Text(page.Letters.Where(letter => letter.StartBaseLine.Y < 40))));
        Assert.All(pages, page => Assert.Equal((842, 595), ((int)Math.Round(page.Width), (int)page.Height)));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Write_WhenTasksRunOverPages_RepeatsTheColumnHeads(string name)
    {
        var pages = Pages(Rendered.Pdf(TestForms.Named(name)));

        const string heads = "主要任务年初预期目标目标完成情况关键指标计算公式或指标内容预期实现值指标完成情况任务涉及资金";
        Assert.Contains(heads, Text(pages[0].Letters), StringComparison.Ordinal);
        Assert.All(pages.Skip(1), page => Assert.StartsWith(heads, Text(page.Letters), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Write_WhenCalledFromSeveralThreads_GivesTheSameBytes(string name)
    {
        var first = Rendered.Pdf(TestForms.Named(name));

        var others = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Rendered.Pdf(TestForms.Named(name)))));

        Assert.All(others, other => Assert.Equal(first, other));
    }

    [Fact]
    public void Write_WhenTheFormIsSubmitted_SaysSoWithoutAClock()
    {
        using var document = UglyToad.PdfPig.PdfDocument.Open(Rendered.Pdf(TestForms.NpcOffice));

        Assert.Equal(Rendered.Submitted.Title, document.Information.Title);
        Assert.Equal("D:20220331170000+08'00'", document.Information.CreationDate);
    }

    [InstalledToolTheory("qpdf")]
    [MemberData(nameof(Forms))]
    public async Task Write_WhenTheFormIsReal_IsASoundFile(string name)
    {
        var (exitCode, output) = await InstalledTool.RunAsync("qpdf", Rendered.Pdf(TestForms.Named(name)), "--check", "{file}");

        Assert.True(exitCode == 0, output);
        Assert.Contains("No syntax or stream encoding errors found", output, StringComparison.Ordinal);
    }

    [InstalledToolTheory("pdftotext")]
    [MemberData(nameof(Forms))]
    public async Task Write_WhenTheFormIsReal_ReadsTheSameInAnotherReader(string name)
    {
        var pdf = Rendered.Pdf(TestForms.Named(name));

        var (exitCode, output) = await InstalledTool.RunAsync("pdftotext", pdf, "-raw", "-enc", "UTF-8", "{file}", "-");

        Assert.Equal(0, exitCode);
        Assert.Equal(string.Concat(Pages(pdf).Select(page => Text(page.Letters))), Fold(output));
    }

    /// <summary>What stands under the repeated head in a cell's column on the next page, where the cell reaches the foot of the table on its own.</summary>
    private static string Continuation(List<RuledCell> printed, RuledCell cell)
    {
        var foot = printed.Where(other => other.Page == cell.Page).Min(other => other.Box.Bottom);
        var column = printed.Where(other => other.Page == cell.Page + 1 && SameColumn(other, cell)).Take(2).ToList();
        return column.Count == 2 && cell.Box.Bottom - foot < 0.1 ? column[1].Text : "";
    }

    private static bool SameColumn(RuledCell a, RuledCell b) => Math.Abs(a.Box.Left - b.Box.Left) < 0.1 && Math.Abs(a.Box.Right - b.Box.Right) < 0.1;

    private static IEnumerable<string> ExpectedCells(FormContent form)
    {
        IEnumerable<string> before =
        [
            "部门名称", form.DepartmentCellText,
            "部门资金情况", "资金来源", "整体支出年初预算数", "整体支出预算调整数", "整体年度实际支出数", "预算完成率", "预算调整率",
            .. form.Funding.Prepend(form.FundingTotal).SelectMany(FundingCells),
            "年度目标", "部门整体支出的预期目标", "部门整体支出的目标完成情况", form.ExpectedObjective, form.AchievedObjective,
            "主要任务", "年初预期目标", "目标完成情况", "关键指标", "计算公式或指标内容", "预期实现值", "指标完成情况", "任务涉及资金",
        ];
        return [.. before, .. form.Tasks.SelectMany(TaskCells), "存在问题", form.Problems, "改进措施", form.Improvements];
    }

    private static IEnumerable<string> FundingCells(FundingLine line) =>
    [
        line.Source,
        WanYuan(line.InitialBudgetFen),
        WanYuan(line.AdjustmentFen),
        WanYuan(line.ActualExpenditureFen),
        (line.CompletionRateBasisPoints!.Value / 100m).ToString("0.00'%'", CultureInfo.InvariantCulture),
        (line.AdjustmentRateBasisPoints!.Value / 100m).ToString("0.00'%'", CultureInfo.InvariantCulture),
    ];

    private static IEnumerable<string> TaskCells(FormTask task) =>
        task.Indicators.SelectMany((indicator, i) => i == 0
            ? (IEnumerable<string>)[task.Label, task.Expected, task.Achieved, .. IndicatorCells(indicator), WanYuan(task.FundsFen)]
            : IndicatorCells(indicator));

    private static IEnumerable<string> IndicatorCells(FormIndicator indicator) => [indicator.Name, indicator.Definition, indicator.Target, indicator.Actual];

    /// <summary>The published figures are whole hundredths of 万元.</summary>
    private static string WanYuan(long? fen) => (fen!.Value / 1_000_000m).ToString("0.00", CultureInfo.InvariantCulture);
}

using Liwan.Documents.Forms;
using Liwan.Documents.Layout;

namespace Liwan.Documents.Tests;

/// <summary>What the cells of <c>liwan-2021</c> say.</summary>
public class FormGridTests
{
    [Theory]
    [InlineData(42_483_900_00L, "4248.39")]
    [InlineData(-7_682_700_00L, "-768.27")]
    [InlineData(0L, "0.00")]
    [InlineData(4_999L, "0.00")]
    [InlineData(5_000L, "0.01")]
    [InlineData(-4_999L, "0.00")]
    [InlineData(-5_000L, "-0.01")]
    [InlineData(14_999L, "0.01")]
    [InlineData(15_000L, "0.02")]
    [InlineData(25_000L, "0.03")]
    [InlineData(long.MaxValue, "9223372036854.78")]
    [InlineData(long.MinValue, "-9223372036854.78")]
    public void Build_PrintsFenAsWanYuanRoundedHalfAwayFromZero(long fen, string printed) =>
        Assert.Equal(printed, FundingCells(new FundingLine("某项", fen, null, null, null, null))[1]);

    [Fact]
    public void Build_WhenARateHasNoBase_PrintsADash() =>
        Assert.Equal(["某项", "0.00", "1.00", "1.00", "—", "—"], FundingCells(new FundingLine("某项", 0, 1_000_000, 1_000_000, null, null)));

    [Fact]
    public void Build_WhenAnAmountIsBlank_PrintsItAndItsRatesBlank()
    {
        Assert.Equal(["某项", "", "", "", "", ""], FundingCells(new FundingLine("某项", null, null, null, null, null)));
        Assert.Equal(["某项", "1.00", "0.00", "", "", "0.00%"], FundingCells(new FundingLine("某项", 1_000_000, 0, null, null, 0)));
    }

    [Fact]
    public void Build_WhenTheFormIsEmpty_StillPrintsTheTotalAndEveryHead()
    {
        var grid = FormGridBuilder.Build(TestForms.Empty);

        Assert.Equal(
            [
                "部门名称", "", "部门资金情况", "资金来源", "整体支出年初预算数", "整体支出预算调整数", "整体年度实际支出数", "预算完成率", "预算调整率",
                "合计", "", "", "", "", "", "年度目标", "部门整体支出的预期目标", "部门整体支出的目标完成情况", "", "",
                "主要任务", "年初预期目标", "目标完成情况", "关键指标", "计算公式或指标内容", "预期实现值", "指标完成情况", "任务涉及资金",
                "存在问题", "", "改进措施", "",
            ],
            grid.Cells.Select(cell => cell.Text));
    }

    [Fact]
    public void Build_WhenATaskHasNoLabelOrIndicators_PrintsItsNumberAndOneEmptyRow()
    {
        var task = new FormTask(" ", "预期", "完成", 10_000_00, []);
        var named = task with { Label = "任务二" };

        var cells = FormGridBuilder.Build(TestForms.Empty with { Tasks = [task, named, task] }).Cells;

        var rows = cells.GroupBy(cell => cell.Row).Select(row => row.Select(cell => cell.Text).ToArray()).Where(row => row.Contains("预期")).ToList();
        Assert.Equal(["任务1", "任务二", "任务3"], rows.Select(row => row[0]));
        Assert.All(rows, row => Assert.Equal(["预期", "完成", "", "", "", "", "1.00"], row[1..]));
    }

    [Theory]
    [InlineData(10_000, true)] // 0.01 and 0.01 under 0.01
    [InlineData(10_001, false)] // not the total of the rows: no matter of rounding
    [InlineData(20_000, false)] // likewise
    public void Build_WhenOnlyRoundingPartsTheRowsFromTheTotal_SaysSoUnderTheTable(long total, bool noted)
    {
        var row = new FundingLine("某项", 5_000, null, null, null, null);

        var grid = FormGridBuilder.Build(TestForms.Empty with { FundingTotal = row with { InitialBudgetFen = total }, Funding = [row, row] });

        Assert.Equal(noted ? "注：因四舍五入，分项与合计可能存在尾差。" : "", grid.Note);
    }

    [Fact]
    public void Write_WhenThereIsANote_PrintsItUnderTheTable()
    {
        var row = new FundingLine("某项", 5_000, null, null, null, null);
        var form = TestForms.Empty with { FundingTotal = row with { InitialBudgetFen = 10_000 }, Funding = [row, row] };

        Assert.EndsWith("改进措施注：因四舍五入，分项与合计可能存在尾差。第1页共1页", PdfReading.Text(PdfReading.Pages(Rendered.Pdf(form))[0].Letters), StringComparison.Ordinal);
    }

    [FormProperty]
    public void Build_CoversTheTableWithoutGapsOrOverlaps(FormContent form)
    {
        var grid = FormGridBuilder.Build(form);

        var covered = new int[grid.Rows.Count, grid.ColumnShares.Count];
        foreach (var cell in grid.Cells)
        {
            for (var row = cell.Row; row < cell.Row + cell.RowSpan; row++)
            {
                for (var column = cell.Column; column < cell.Column + cell.ColumnSpan; column++)
                {
                    covered[row, column]++;
                }
            }
        }

        Assert.All(covered.Cast<int>(), count => Assert.Equal(1, count));
        Assert.Equal(1.0, grid.ColumnShares.Sum(), 9);
    }

    [Fact]
    public void Build_WhenTheTemplateOrUnitIsUnknown_NamesWhatWasGiven()
    {
        Assert.Contains("liwan-1999", Assert.Throws<ArgumentException>(() => FormGridBuilder.Build(TestForms.Empty with { Template = "liwan-1999" })).Message, StringComparison.Ordinal);
        Assert.Contains("“万元”，而不是“元”", Assert.Throws<ArgumentException>(() => FormGridBuilder.Build(TestForms.Empty with { AmountUnit = "元" })).Message, StringComparison.Ordinal);
    }

    /// <summary>The cells that a funding row prints.</summary>
    private static List<string> FundingCells(FundingLine line)
    {
        var cells = FormGridBuilder.Build(TestForms.Empty with { Funding = [line] }).Cells;
        var row = cells.Single(cell => cell.Text == line.Source).Row;
        return [.. cells.Where(cell => cell.Row == row).Select(cell => cell.Text)];
    }
}

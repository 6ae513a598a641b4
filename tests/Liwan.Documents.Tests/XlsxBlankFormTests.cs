using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Liwan.Documents.Reading;
using Liwan.Documents.Xlsx;

namespace Liwan.Documents.Tests;

/// <summary>The workbook that a clerk fills in.</summary>
public class XlsxBlankFormTests
{
    private static readonly BlankForm Empty = new()
    {
        Template = "liwan-2021",
        Title = "荔湾区部门整体支出绩效自评表",
        Year = 2022,
        YearLine = "（2022年度）",
        AttachmentLabel = "附件3",
        SealLine = "部门名称（盖章）",
        DepartmentName = "某某局",
        DepartmentCellText = "某某局(部门)",
    };

    private static readonly BlankForm LastYears = Empty with
    {
        FundingSources = ["一般公共预算", "=财政专户"],
        Tasks = [new BlankTask("任务一", [new BlankIndicator("会议次数", "召开会议的次数", "12次"), new BlankIndicator("满意度", "问卷", "90%以上")]), new BlankTask("", [])],
    };

    public static TheoryData<string> Blanks => ["empty", "last year's", "without sources", "unknown department"];

    [Theory]
    [MemberData(nameof(Blanks))]
    public void Write_PassesTheValidatorAndGivesTheSameBytes(string name)
    {
        var file = XlsxBlankForm.Write(Named(name));

        Workbooks.AssertValid(file);
        Assert.Equal(file, XlsxBlankForm.Write(Named(name)));
    }

    [Theory]
    [MemberData(nameof(Blanks))]
    public void Write_WhenItIsReadUnedited_HoldsNoNumberAndNoDoubt(string name)
    {
        var found = Workbooks.Read(XlsxBlankForm.Write(Named(name)));

        Assert.Null(found.Embedded);
        Assert.All(found.Table, cell => Assert.Equal((null, 1.0), (cell.Number, cell.Confidence)));
        Assert.Equal(["附件3", "荔湾区部门整体支出绩效自评表", "（2022年度）", "部门名称（盖章）", "单位：万元"], found.LinesAbove.Select(line => line.Text));
        Assert.Equal(["部门名称", "部门资金情况", "合计", "年度目标", "主要任务", "存在问题", "改进措施"], found.Table.Select(cell => cell.Text).Where(text => text is "部门名称" or "部门资金情况" or "合计" or "年度目标" or "主要任务" or "存在问题" or "改进措施"));
    }

    [Fact]
    public void Write_WhenNothingIsKnown_LaysOutTheUsualSourcesAndEmptyTasksOfThreeIndicators()
    {
        var table = Workbooks.Read(XlsxBlankForm.Write(Empty)).Table;

        Assert.Equal(["合计", .. BlankForm.UsualSources, "", ""], Column(table, "资金来源").Take(8));
        var head = table.Single(cell => cell.Text == "主要任务").Row;
        var labels = table.Where(cell => cell.Column == 0 && cell.Row > head).ToList();
        Assert.Equal(["", "", "", "", "", "存在问题", "改进措施"], labels.Select(cell => cell.Text));
        Assert.All(labels.Take(5), label => Assert.Equal(3, label.RowSpan));
    }

    [Fact]
    public void Write_WhenLastYearIsKnown_LaysOutItsTasksWithTheirTargetsAndSpareOnes()
    {
        var table = Workbooks.Read(XlsxBlankForm.Write(LastYears)).Table;

        Assert.Equal(["合计", "一般公共预算", "=财政专户", "", ""], Column(table, "资金来源").Take(5));
        Assert.Equal(["会议次数", "满意度", "", "", ""], Column(table, "关键指标").Take(5));
        Assert.Equal(["12次", "90%以上"], Column(table, "预期实现值").Take(2));
        var head = table.Single(cell => cell.Text == "主要任务").Row;
        Assert.Equal([("任务一", 2), ("", 3), ("", 3), ("", 3)], table.Where(cell => cell.Column == 0 && cell.Row > head).Take(4).Select(cell => (cell.Text, cell.RowSpan)));
    }

    [Fact]
    public void Write_ShadesAndUnlocksWhatIsToFillAndLocksTheRest()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(XlsxBlankForm.Write(Empty)), isEditable: false);
        var sheet = Workbooks.FirstSheet(document);
        var formats = document.WorkbookPart!.WorkbookStylesPart!.Stylesheet!.CellFormats!.Elements<CellFormat>().ToList();

        bool ToFill(string address)
        {
            var format = formats[(int)sheet.Cell(address).StyleIndex!.Value];
            Assert.Equal(format.FillId!.Value == 2, format.Protection?.Locked?.Value == false);
            return format.FillId.Value == 2;
        }

        // 部门名称, heads, the total and rates are given; sources, amounts, texts are not.
        Assert.All("A5 B5 B6 B7 C7 F7 F8 G8 A15".Split(' '), address => Assert.False(ToFill(address), address));
        Assert.All("B8 C8 D8 E8 B14 B16 E16".Split(' '), address => Assert.True(ToFill(address), address));
        var protection = sheet.Descendants<SheetProtection>().Single();
        Assert.True(protection.Sheet!.Value);
        Assert.False(protection.InsertRows!.Value);
        Assert.Null(protection.Password);
        Assert.Null(protection.HashValue);
    }

    [Fact]
    public void Write_AsksForAmountsAsNumbersAndPromptsAtEveryCellToFill()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(XlsxBlankForm.Write(Empty)), isEditable: false);
        var rules = Workbooks.FirstSheet(document).Descendants<DataValidation>().ToList();

        var amounts = rules.Where(rule => rule.Type?.Value == DataValidationValues.Decimal).ToList();
        Assert.Equal(2, amounts.Count);
        Assert.Equal("C8:C14 D8:D14 E8:E14", amounts[0].SequenceOfReferences!.InnerText);
        Assert.Contains("万元", amounts[0].Error!.Value, StringComparison.Ordinal);
        Assert.All(rules, rule =>
        {
            Assert.InRange(rule.Prompt!.Value!.Length, 5, 255);
            Assert.InRange(rule.PromptTitle!.Value!.Length, 2, 32);
        });
    }

    [Fact]
    public void Write_ComputesTotalsOverRowsThatAreInsertedLater()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(XlsxBlankForm.Write(Empty)), isEditable: false);
        var sheet = Workbooks.FirstSheet(document);

        // Seven sources from row 8 on; row 15 is the head of the next block, which holds texts only.
        Assert.Equal("IF(COUNT(C8:C15)=0,\"\",ROUND(SUM(C8:C15),6))", sheet.Cell("C7").CellFormula!.Text);
        Assert.Equal("IF(COUNT(C7,D7,E7)<3,\"\",IF(ROUND(C7+D7,6)<=0,\"—\",ROUND(E7/(C7+D7),4)))", sheet.Cell("F7").CellFormula!.Text);
        Assert.Equal("IF(COUNT(C8,D8)<2,\"\",IF(C8<=0,\"—\",ROUND(D8/C8,4)))", sheet.Cell("G8").CellFormula!.Text);
        Assert.Equal("年度目标", Workbooks.Read(XlsxBlankForm.Write(Empty)).Table.Single(cell => cell.Place == "单元格A15").Text);
    }

    [Fact]
    public void Read_WhenAClerkHasFilledItIn_FindsWhatWasTyped()
    {
        var filled = Workbooks.Edited(XlsxBlankForm.Write(LastYears), sheet =>
        {
            sheet.Cell("C8").SetNumber("100.5");
            sheet.Cell("C7").CellValue = new CellValue("100.5");
            sheet.Cell("C7").DataType = null;
            sheet.Cell("B13").SetText("预期\n目标");
            sheet.InsertRow(9);
            sheet.Cell("B9").SetText("新来源");
        });

        var table = Workbooks.Read(filled).Table;

        Assert.Equal(["合计", "一般公共预算", "新来源", "=财政专户", "", ""], Column(table, "资金来源").Take(6));
        Assert.Equal([("合计", null), ("100.50", 100.5m)], At(table, "B7", "C7"));
        Assert.Equal([("100.50", 100.5m), ("预期\n目标", null)], At(table, "C8", "B14"));
        Assert.All(table, cell => Assert.Equal(1, cell.Confidence));
    }

    [Fact]
    public void Write_TellsHowToFillItInOnASecondSheet()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(XlsxBlankForm.Write(Empty)), isEditable: false);

        Assert.Equal(["自评表", "填报说明"], document.WorkbookPart!.Workbook!.Descendants<Sheet>().Select(sheet => sheet.Name!.Value!));
        var texts = string.Concat(document.WorkbookPart.SharedStringTablePart!.SharedStringTable!.Elements<SharedStringItem>().Select(item => item.InnerText));
        Assert.Contains("liwan import-form", texts, StringComparison.Ordinal);
        Assert.Contains("部门：某某局　　评价年度：2022年度", texts, StringComparison.Ordinal);
    }

    private static BlankForm Named(string name) => name switch
    {
        "empty" => Empty,
        "last year's" => LastYears,
        "without sources" => Empty with { FundingSources = [] },
        "unknown department" => Empty with { DepartmentName = "", DepartmentCellText = "" },
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static IEnumerable<(string Text, decimal? Number)> At(IReadOnlyList<FoundCell> table, params string[] addresses) =>
        addresses.Select(address => table.Single(cell => cell.Place == "单元格" + address)).Select(cell => (cell.Text, cell.Number));

    /// <summary>The texts under a head, down to the next head of its column.</summary>
    private static IEnumerable<string> Column(IReadOnlyList<FoundCell> table, string head)
    {
        var at = table.Single(cell => cell.Text == head);
        return table.Where(cell => cell.Column == at.Column && cell.Row > at.Row).Select(cell => cell.Text);
    }
}

using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Liwan.Documents.Rollup;

namespace Liwan.Documents.Tests.Rollup;

public class XlsxRoundSummaryWriterTests
{
    [Fact]
    public void Write_OfARound_HasFourSheetsWithFiguresAsNumbers()
    {
        var file = XlsxRoundSummaryWriter.Write(Summaries.Small);

        Workbooks.AssertValid(file);
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        Assert.Equal(["汇总", "按资金来源", "按部门", "指标"], document.WorkbookPart!.Workbook!.Descendants<Sheet>().Select(sheet => sheet.Name!.Value));
        Assert.Equal(
            [
                ["资金来源", "部门数", "年初预算数", "预算调整数", "实际支出数", "预算完成率", "预算调整率"],
                ["一般公共预算", "#2", "#6203.38", "#-432.1", "#5722.93", "#0.9916", "#-0.0697"],
                ["政府性基金预算", "#1", "#0", "#120", "#118.5", "#0.9875", "—"],
                ["其他资金", "#1", "#30", "#0", "#31", "#1.0333", "#0"],
                ["合计", "#2", "#6233.38", "#-312.1", "#5872.43", "#0.9918", "#-0.0501"],
            ],
            Rows(document, 1));
        Assert.Equal(
            [
                ["序号", "部门名称", "部门编号", "版次", "年初预算数", "预算调整数", "实际支出数", "预算完成率", "预算调整率"],
                ["#1", "荔湾区人大办", "npc-office", "#2", "#4000", "#283.6", "#4223.9", "#0.9861", "#0.0709"],
                ["#2", "荔湾区政协办", "cppcc-office", "#1", "#2233.38", "#-595.7", "#1648.53", "#1.0066", "#-0.2667"],
                ["", "合计", "", "", "#6233.38", "#-312.1", "#5872.43", "#0.9918", "#-0.0501"],
            ],
            Rows(document, 2));
        Assert.Equal(["", "合计", "#29", "#3", "#16", "#1", "#6", "#1", "#2"], Rows(document, 3)[3]);
        Assert.Equal(["部门数", "", "#0", "#0", "#0", "#0", "#1", "#1", "#0"], Rows(document, 3)[^1]);
    }

    public static TheoryData<int> Counts => [0, 50, Environment.GetEnvironmentVariable("LIWAN_TEST_FULL") == "1" ? 5_000 : 600];

    [Theory]
    [MemberData(nameof(Counts))]
    public void Write_OfManyOrNoForms_IsAValidWorkbookOfTheSameBytes(int count)
    {
        var content = count == 0 ? Summaries.Empty : Summaries.Large(count);

        var file = XlsxRoundSummaryWriter.Write(content);

        Workbooks.AssertValid(file);
        Assert.Equal(file, XlsxRoundSummaryWriter.Write(content));
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        Assert.Equal(count + 2, Rows(document, 2).Count);
    }

    /// <summary>The ruled rows of a sheet; numbers have # before them.</summary>
    private static List<List<string>> Rows(SpreadsheetDocument document, int index)
    {
        var workbook = document.WorkbookPart!;
        var texts = workbook.SharedStringTablePart!.SharedStringTable!.Elements<SharedStringItem>().Select(item => item.InnerText).ToList();
        var sheet = ((WorksheetPart)workbook.GetPartById(workbook.Workbook!.Descendants<Sheet>().ElementAt(index).Id!)).Worksheet!;
        var ruled = workbook.WorkbookStylesPart!.Stylesheet!.CellFormats!.Elements<CellFormat>().Select(format => format.BorderId?.Value == 1).ToList();
        return
        [
            .. sheet.Descendants<Row>().Where(row => row.Elements<Cell>().All(cell => ruled[(int)cell.StyleIndex!.Value]))
                .Select(row => row.Elements<Cell>().Select(cell => Shown(cell, texts)).ToList()),
        ];
    }

    private static string Shown(Cell cell, List<string> texts) =>
        cell.CellValue is not { } value ? "" : cell.DataType is null ? $"#{value.Text}" : texts[int.Parse(value.Text, System.Globalization.CultureInfo.InvariantCulture)];
}

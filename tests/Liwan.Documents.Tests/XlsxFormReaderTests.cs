using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Tests;

/// <summary>What a reader finds in workbooks that people have worked on.</summary>
public class XlsxFormReaderTests
{
    private static readonly byte[] Form = Workbooks.Written(TestForms.NpcOffice);

    private static readonly FoundDocument Unedited = Workbooks.Read(Form);

    /// <summary>The sheet row of the task heads' first task.</summary>
    private static int FirstTaskRow => RowOf("任务1");

    [Fact]
    public void Read_SaysWhereEveryCellStands()
    {
        Assert.Equal(["单元格A1", "单元格A2", "单元格A3", "单元格A4", "单元格G4"], Unedited.LinesAbove.Select(line => line.Place));
        Assert.Equal(("部门名称", "单元格A5"), (Unedited.Table[0].Text, Unedited.Table[0].Place));
        Assert.Equal((Reading.FormFileFormat.Xlsx, 0), (Unedited.Format, Unedited.LinesBelow.Count));
    }

    [Fact]
    public void Read_WhenATextIsChanged_FindsTheNewText()
    {
        var edited = Workbooks.Edited(Form, sheet => sheet.Cell("B5").SetText("新的名称\n第二行"));

        Assert.Equal(Unedited.Table.Select(cell => cell.Place == "单元格B5" ? cell with { Text = "新的名称\n第二行" } : cell), Workbooks.Read(edited).Table);
    }

    [Theory]
    [InlineData("1234.5", "1234.50", "1234.5")]
    [InlineData("-0.005", "-0.01", "-0.005")]
    [InlineData("0.98609999999999998", "0.99", "0.9861")]
    [InlineData("1E3", "1000.00", "1000")]
    [InlineData("1E+300", "1E+300", null)]
    public void Read_WhenANumberIsChanged_FindsItAsStoredAndAsShown(string stored, string shown, string? number)
    {
        var found = At(Workbooks.Edited(Form, sheet => sheet.Cell("C7").SetNumber(stored)), "C7");

        Assert.Equal((shown, number is null ? null : decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture)), (found.Text, found.Number));
    }

    [Fact]
    public void Read_WhenARowIsInsertedWithinATask_FindsItUnderTheTasksCells()
    {
        var row = FirstTaskRow + 2;
        var edited = Workbooks.Read(Workbooks.Edited(Form, sheet =>
        {
            sheet.InsertRow(row);
            sheet.Cell($"E{row}").SetText("新的指标");
        }));

        var task = edited.Table.Single(cell => cell.Text == "任务1");
        Assert.Equal(Unedited.Table.Single(cell => cell.Text == "任务1").RowSpan + 1, task.RowSpan);
        Assert.Equal(Unedited.Table.Count + 4, edited.Table.Count);
        Assert.Equal(
            [(4, "新的指标"), (5, ""), (6, ""), (7, "")],
            edited.Table.Where(cell => cell.Row == task.Row + 2).Select(cell => (cell.Column, cell.Text)));
    }

    [Fact]
    public void Read_WhenARowIsDeleted_FindsTheRest()
    {
        var edited = Workbooks.Read(Workbooks.Edited(Form, sheet => sheet.DeleteRow(FirstTaskRow + 1)));

        Assert.Equal(
            Unedited.Table.Where(cell => cell.Row != RowIn(Unedited, "任务1") + 1).Select(cell => cell.Text),
            edited.Table.Select(cell => cell.Text));
        Assert.Equal(Unedited.Table.Single(cell => cell.Text == "任务1").RowSpan - 1, edited.Table.Single(cell => cell.Text == "任务1").RowSpan);
    }

    [Fact]
    public void Read_WhenCellsAreUnmerged_FindsEachOfThem()
    {
        var label = $"A{FirstTaskRow}:";
        var edited = Workbooks.Read(Workbooks.Edited(Form, sheet => sheet.Descendants<MergeCell>().Single(merge => merge.Reference!.Value!.StartsWith(label, StringComparison.Ordinal)).Remove()));

        var task = Unedited.Table.Single(cell => cell.Text == "任务1");
        Assert.Equal(
            Enumerable.Range(task.Row, task.RowSpan).Select(row => (row, 1, row == task.Row ? "任务1" : "")),
            edited.Table.Where(cell => cell.Column == 0 && cell.Row >= task.Row && cell.Row < task.Row + task.RowSpan).Select(cell => (cell.Row, cell.RowSpan, cell.Text)));
    }

    [Fact]
    public void Read_WhenTheSheetIsRenamedAndOthersStandBeforeIt_FindsTheForm()
    {
        var edited = Workbooks.EditedPackage(Form, document =>
        {
            var workbook = document.WorkbookPart!;
            var sheets = workbook.Workbook!.Sheets!;
            sheets.Elements<Sheet>().Single().Name = "2021年";
            var other = workbook.AddNewPart<WorksheetPart>("other");
            other.Worksheet = new Worksheet(new SheetData(new Row(new Cell { CellReference = "A1", DataType = CellValues.InlineString, InlineString = new InlineString(new Text("资金来源")) })));
            sheets.InsertAt(new Sheet { Name = "说明", SheetId = 9, Id = "other" }, 0);
        });

        Assert.Equal(Unedited.Table, Workbooks.Read(edited).Table);
    }

    [Theory]
    [InlineData("hidden")]
    [InlineData("veryHidden")]
    public void Read_WhenTheSheetIsHidden_SaysThatNoVisibleSheetHoldsAForm(string state)
    {
        var edited = Workbooks.EditedPackage(Form, document =>
            document.WorkbookPart!.Workbook!.Descendants<Sheet>().Single().State = state == "hidden" ? SheetStateValues.Hidden : SheetStateValues.VeryHidden);

        Assert.Contains("可见工作表里没有找到自评表", Workbooks.Refusal(edited), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenRowsAreHidden_FindsThem() =>
        Assert.Equal(Unedited.Table, Workbooks.Read(Workbooks.Edited(Form, sheet => sheet.Descendants<Row>().ElementAt(8).Hidden = true)).Table);

    [Fact]
    public void Read_WhenTheTableIsMovedAndHasEmptyRowsAndColumnsAround_FindsTheSameTable()
    {
        var edited = Workbooks.Edited(Form, sheet =>
        {
            sheet.InsertRow(2);
            sheet.InsertRow(2);
        });

        Assert.Equal(Unedited.Table.Select(Where), Workbooks.Read(edited).Table.Select(Where));
        Assert.Equal("单元格A7", Workbooks.Read(edited).Table[0].Place);
    }

    [Fact]
    public void Read_WhenTextsAreRich_JoinsTheirRunsAndLeavesOutTheirSounds()
    {
        var edited = Workbooks.EditedPackage(Form, document =>
        {
            var texts = document.WorkbookPart!.SharedStringTablePart!.SharedStringTable!;
            texts.Append(new SharedStringItem(
                new Run(new RunProperties(new Bold()), new Text("荔湾")),
                new Run(new Text("区 ") { Space = DocumentFormat.OpenXml.SpaceProcessingModeValues.Preserve }),
                new PhoneticRun(new Text("liwan")) { BaseTextStartIndex = 0, EndingBaseIndex = 2 },
                new PhoneticProperties { FontId = 0 }));
            var cell = Workbooks.FirstSheet(document).Cell("B5");
            cell.CellValue = new CellValue((texts.Elements<SharedStringItem>().Count() - 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
        });

        Assert.Equal("荔湾区 ", At(edited, "B5").Text);
    }

    [Fact]
    public void Read_WhenACellIsAFormula_TakesItsResultAndDoubtsItWithoutOne()
    {
        var edited = Workbooks.Edited(Form, sheet =>
        {
            sheet.Cell("C7").SetNumber("12");
            sheet.Cell("C7").InsertAt(new CellFormula("SUM(C8:C9)"), 0);
            sheet.Cell("D7").RemoveAllChildren();
            sheet.Cell("D7").Append(new CellFormula("SUM(D8:D9)"));
            sheet.Cell("B5").RemoveAllChildren();
            sheet.Cell("B5").DataType = CellValues.String;
            sheet.Cell("B5").Append(new CellFormula("A1&\"\""), new CellValue("结果"));
        });

        Assert.Equal(("12.00", 12m, 1.0), Value(At(edited, "C7")));
        Assert.Equal(("", null, 0.0), Value(At(edited, "D7")));
        Assert.Equal(("结果", null, 1.0), Value(At(edited, "B5")));
    }

    [Fact]
    public void Read_WhenACellHoldsATruthValueOrAnError_ShowsIt()
    {
        var edited = Workbooks.Edited(Form, sheet =>
        {
            sheet.Cell("C7").SetNumber("1");
            sheet.Cell("C7").DataType = CellValues.Boolean;
            sheet.Cell("D7").SetNumber("#DIV/0!");
            sheet.Cell("D7").DataType = CellValues.Error;
        });

        Assert.Equal(("TRUE", null, 1.0), Value(At(edited, "C7")));
        Assert.Equal(("#DIV/0!", null, 1.0), Value(At(edited, "D7")));
    }

    [Fact]
    public void Read_WhenTextStandsBesideAndBelowTheTable_KeepsItApart()
    {
        var edited = Workbooks.Read(Workbooks.Edited(Form, sheet =>
        {
            var remark = new Cell { CellReference = "K7" };
            remark.SetText("请核对");
            sheet.Descendants<Row>().ElementAt(6).Append(remark);
            var last = sheet.Descendants<Row>().Last().RowIndex!.Value;
            var below = new Cell { CellReference = $"A{last + 3}" };
            below.SetText("填表人：\n审核人：");
            sheet.GetFirstChild<SheetData>()!.Append(new Row(below) { RowIndex = last + 3 });
        }));

        Assert.Equal(Unedited.Table, edited.Table);
        Assert.Equal(["请核对", "填表人：", "审核人："], edited.LinesBelow.Select(line => line.Text));
    }

    [Fact]
    public void Read_WhenTheSheetHoldsTwoForms_RefusesToChoose()
    {
        var edited = Workbooks.Edited(Form, sheet =>
        {
            var rows = sheet.Descendants<Row>().ToList();
            uint offset = rows[^1].RowIndex!.Value + 5;
            foreach (var row in rows)
            {
                var copy = (Row)row.CloneNode(true);
                copy.RowIndex = row.RowIndex!.Value + offset;
                foreach (var cell in copy.Elements<Cell>())
                {
                    cell.CellReference = cell.CellReference!.Value![..1] + copy.RowIndex.Value;
                }

                sheet.GetFirstChild<SheetData>()!.Append(copy);
            }
        });

        Assert.Contains("有 2 张自评表", Workbooks.Refusal(edited), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenTheCustomXmlIsGone_FindsTheSamePrint()
    {
        var edited = Workbooks.Read(Workbooks.EditedPackage(Form, document => document.WorkbookPart!.DeleteParts(document.WorkbookPart.CustomXmlParts.ToList())));

        Assert.Null(edited.Embedded);
        Assert.Equal(Unedited.Table, edited.Table);
    }

    [Fact]
    public void Read_WhenAForeignSheetHasNoLines_FindsTheTableByItsLabels()
    {
        var bare = Workbooks.Edited(Form, sheet =>
        {
            foreach (var cell in sheet.Descendants<Cell>())
            {
                cell.StyleIndex = null;
            }
        });

        var texts = Unedited.Table.Where(cell => cell.Number is null).Select(cell => cell.Text).ToHashSet();
        var found = Workbooks.Read(bare);
        Assert.Equal(Unedited.Table.Select(Where), found.Table.Select(Where));
        Assert.Equal(texts, found.Table.Where(cell => cell.Number is null).Select(cell => cell.Text).ToHashSet());
        Assert.Equal("4248.39", At(bare, "C7").Text);
        Assert.Equal("0.9584", At(bare, "F7").Text);
    }

    private static (int Row, int Column, int RowSpan, int ColumnSpan) Where(FoundCell cell) => (cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan);

    private static (string Text, decimal? Number, double Confidence) Value(FoundCell cell) => (cell.Text, cell.Number, cell.Confidence);

    private static FoundCell At(byte[] file, string address) => Workbooks.Read(file).Table.Single(cell => cell.Place == "单元格" + address);

    private static int RowIn(FoundDocument document, string text) => document.Table.First(cell => cell.Text == text).Row;

    private static int RowOf(string text) => int.Parse(Unedited.Table.First(cell => cell.Text == text).Place.AsSpan("单元格A".Length), System.Globalization.CultureInfo.InvariantCulture);
}

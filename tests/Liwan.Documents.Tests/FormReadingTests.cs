using System.Text.Json;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Liwan.Documents.Docx;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Reading;
using Liwan.Documents.Xlsx;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Liwan.Documents.Tests;

/// <summary>Documents understood as forms.</summary>
public class FormReadingTests
{
    public static TheoryData<string, string> Documents => new()
    {
        { "npc-office", "docx" }, { "npc-office", "xlsx" },
        { "cppcc-office", "docx" }, { "cppcc-office", "xlsx" },
    };

    [FormProperty]
    public void Read_OfOurOwnDocument_GivesTheFormExactly(FormContent form)
    {
        foreach (var format in (string[])["docx", "xlsx"])
        {
            var reading = Read(Write(form, format));

            Assert.Equal(Json(form), Json(reading.Form));
            Assert.Empty(reading.Doubts);
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Read_OfAForeignDocument_UnderstandsEveryCell(string name, string format)
    {
        var form = TestForms.Named(name);

        var reading = Read(WithoutContent(Write(form, format)));

        Assert.Equal(Json(form), Json(reading.Form));
        Assert.Empty(reading.Doubts.Select(doubt => $"{doubt.Field} {doubt.Place} {doubt.Text} {doubt.Message}"));
    }

    [Fact]
    public void Read_OfAnEditedDocx_KeepsWhatWasLeftAloneExactlyAndTakesTheRestAsTyped()
    {
        var form = TestForms.NpcOffice with
        {
            FundingTotal = TestForms.NpcOffice.FundingTotal with { InitialBudgetFen = TestForms.NpcOffice.FundingTotal.InitialBudgetFen + 1234 },
            Tasks = [.. TestForms.NpcOffice.Tasks.Select((task, i) => task with { FundsFen = 948_999 + i, Label = i == 1 ? "" : task.Label, Indicators = [.. task.Indicators.Select(indicator => indicator with { DeviationReason = "原因" })] })],
        };
        var edited = EditedDocx(form, table =>
        {
            var rows = table.Elements<W.TableRow>().ToList();
            SetText(rows[^1].Elements<W.TableCell>().Last(), "加强管理");
            // The first task goes, with all its rows.
            var first = rows.FindIndex(row => row.InnerText.StartsWith(form.Tasks[0].Label, StringComparison.Ordinal));
            for (var i = 0; i < form.Tasks[0].Indicators.Count; i++)
            {
                rows[first + i].Remove();
            }
        });

        var reading = Read(edited);

        Assert.Equal(Json(form with { Tasks = [.. form.Tasks.Skip(1)], Improvements = "加强管理" }), Json(reading.Form));
        Assert.Empty(reading.Doubts);
    }

    [Fact]
    public void Read_OfAnEditedXlsx_TakesANewAmountAsItIsStored()
    {
        var form = TestForms.NpcOffice;
        var edited = EditedXlsx(form, sheet =>
        {
            // The first is that of the total.
            var initial = PrintedFigures.Amount(form.Funding[0].InitialBudgetFen);
            sheet.Descendants<Cell>().Where(cell => cell.DataType is null && cell.CellValue?.Text == initial).ElementAt(1).CellValue = new CellValue("1000.123456");
        });

        var reading = Read(edited);

        Assert.Equal(1_000_123_456, reading.Form.Funding[0].InitialBudgetFen);
        Assert.Equal(
            [("budget.funding_rows[0].completion_rate_basis_points", ReadingDoubt.FigureDiffers), ("budget.funding_rows[0].adjustment_rate_basis_points", ReadingDoubt.FigureDiffers), ("budget.total.initial_budget", ReadingDoubt.FigureDiffers)],
            reading.Doubts.Select(doubt => (doubt.Field, doubt.Doubt)));
    }

    [Fact]
    public void Read_OfWhatBelongsNowhere_ListsItWithItsPlace()
    {
        var edited = EditedDocx(TestForms.NpcOffice, table =>
        {
            var cells = table.Elements<W.TableRow>().First(row => row.InnerText.StartsWith("合计", StringComparison.Ordinal) || row.InnerText.Contains("合计", StringComparison.Ordinal)).Elements<W.TableCell>().ToList();
            SetText(cells[2], "待定");
            table.Parent!.InsertAfter(new W.Paragraph(new W.Run(new W.Text("联系人：某某"))), table);
        });

        var doubts = Read(edited).Doubts.ToList();

        Assert.Contains(doubts, doubt => doubt is { Field: "budget.total.initial_budget", Doubt: ReadingDoubt.NotAnAmount, Text: "待定" } && doubt.Message.Contains("应为数字", StringComparison.Ordinal));
        Assert.Contains(doubts, doubt => doubt is { Doubt: ReadingDoubt.NotUnderstood, Text: "联系人：某某", Place: "表格下方第1行" });
    }

    [Theory]
    [InlineData("预算完成率(%)", FormLabel.CompletionRate, 1)]
    [InlineData("预 算\n完成率（％）", FormLabel.CompletionRate, 1)]
    [InlineData("任务涉及资金（万元）", FormLabel.Funds, 1)]
    [InlineData("存在的问题：", FormLabel.Problems, 0.9)]
    [InlineData("计算公式和指标内容", FormLabel.Definition, 0.7)]
    [InlineData("指标完成情况", FormLabel.TaskAchieved, 0)]
    [InlineData("", FormLabel.Task, 0)]
    public void Likeness_OfALabel_SaysHowSurelyItIsMeant(string text, object label, double expected) =>
        Assert.Equal(expected, FormLabels.Likeness(text, (FormLabel)label));

    [Theory]
    [InlineData("94.90", 94_900_000L)]
    [InlineData("1,234.50", 1_234_500_000L)]
    [InlineData("－１２．３４", -12_340_000L)]
    [InlineData("949000元", 94_900_000L)]
    [InlineData("—", null)]
    [InlineData("", null)]
    public void ReadAmount_OfAPrintedAmount_GivesFen(string text, long? expected) =>
        Assert.Equal((expected, ReadingDoubt.None), (ReadAmount.Of(new FoundCell(0, 0, 1, 1, text, ""), 1_000_000m).Fen, ReadAmount.Of(new FoundCell(0, 0, 1, 1, text, ""), 1_000_000m).Doubt));

    private static FormReading Read(byte[] bytes) => FormDocumentReader.Read(bytes, new ReadLimits(), CancellationToken.None);

    private static byte[] Write(FormContent form, string format) => format == "docx"
        ? DocxFormWriter.Write(FormGridBuilder.Build(form), form, Rendered.Submitted)
        : XlsxFormWriter.Write(FormGridBuilder.Build(form), form, Rendered.Submitted);

    private static byte[] WithoutContent(byte[] bytes)
    {
        using var file = new MemoryStream();
        file.Write(bytes);
        using (var archive = new System.IO.Compression.ZipArchive(file, System.IO.Compression.ZipArchiveMode.Update, leaveOpen: true))
        {
            var part = archive.Entries.Single(entry => entry.FullName.Contains("customXml/item", StringComparison.OrdinalIgnoreCase) && entry.FullName.EndsWith(".xml", StringComparison.Ordinal) && !entry.FullName.Contains("Props", StringComparison.Ordinal));
            using var stream = part.Open();
            stream.SetLength(0);
            stream.Write("<x/>"u8);
        }

        return file.ToArray();
    }

    private static byte[] EditedDocx(FormContent form, Action<W.Table> edit)
    {
        using var file = new MemoryStream();
        file.Write(Write(form, "docx"));
        using (var package = WordprocessingDocument.Open(file, isEditable: true))
        {
            edit(package.MainDocumentPart!.Document!.Body!.GetFirstChild<W.Table>()!);
        }

        return file.ToArray();
    }

    private static byte[] EditedXlsx(FormContent form, Action<Worksheet> edit)
    {
        using var file = new MemoryStream();
        file.Write(Write(form, "xlsx"));
        using (var package = SpreadsheetDocument.Open(file, isEditable: true))
        {
            edit(package.WorkbookPart!.WorksheetParts.Single().Worksheet!);
        }

        return file.ToArray();
    }

    private static void SetText(W.TableCell cell, string text)
    {
        var paragraph = cell.GetFirstChild<W.Paragraph>()!;
        paragraph.RemoveAllChildren<W.Run>();
        paragraph.Append(new W.Run(new W.Text(text)));
    }

    private static string Json(FormContent form) => JsonSerializer.Serialize(form, FormContentJsonContext.Default.FormContent);
}

using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Liwan.Documents.Docx;
using Liwan.Documents.Layout;
using static Liwan.Documents.Tests.DocxReading;

namespace Liwan.Documents.Tests;

/// <summary>Our own DOCX after a person edited it.</summary>
public class DocxEditedTests
{
    private static readonly byte[] Original = Written(TestForms.NpcOffice);

    private static readonly List<(int Row, int Column, int RowSpan, int ColumnSpan, string Text)> OriginalCells = [.. Cells(FormGridBuilder.Build(TestForms.NpcOffice))];

    /// <summary>The row of the one funding source.</summary>
    private const int FundingRow = 3;

    [Fact]
    public void Read_WhenATextIsChanged_GivesTheNewTextAndTheFormThatWasEmbedded()
    {
        var found = Read(Edited(Original, body =>
        {
            var paragraph = Paragraph(body, "4248.39");
            paragraph.RemoveAllChildren<Run>();
            paragraph.Append(new Run(new Text("42")), new ProofError { Type = ProofingErrorValues.SpellStart }, new Run(new RunProperties(new Bold()), new Text("50.00")));
        }));

        var expected = OriginalCells.ToList();
        var changed = expected.FindIndex(cell => cell.Text == "4248.39");
        expected[changed] = expected[changed] with { Text = "4250.00" };
        Assert.Equal(expected, Cells(found));
        Assert.Equal(4_248_39 * 10_000L, found.Embedded!.FundingTotal.InitialBudgetFen);
    }

    [Fact]
    public void Read_WhenARowIsAdded_GivesItInItsPlace()
    {
        var found = Read(Edited(Original, body =>
        {
            var row = Rows(body)[FundingRow];
            row.InsertAfterSelf((TableRow)row.CloneNode(deep: true));
        }));

        Assert.Equal(OriginalCells.Count + 6, found.Table.Count);
        Assert.Equal((1, 0, 4, 1, "部门资金情况"), Cells(found).Single(cell => cell.Text == "部门资金情况"));
        Assert.Equal([FundingRow, FundingRow + 1], Cells(found).Where(cell => cell.Text == "一般公共预算").Select(cell => cell.Row));
    }

    [Fact]
    public void Read_WhenARowIsDeleted_GivesTheRest()
    {
        var found = Read(Edited(Original, body => Rows(body)[FundingRow].Remove()));

        AssertWithoutTheFundingRow(Cells(found));
    }

    [Fact]
    public void Read_WhenTheFirstRowOfAMergeIsDeleted_KeepsTheRestMerged()
    {
        var head = OriginalCells.First(cell => cell.Text == "任务1").Row;
        var span = OriginalCells.First(cell => cell.Text == "任务1").RowSpan;

        var found = Read(Edited(Original, body => Rows(body)[head].Remove()));

        Assert.DoesNotContain(Cells(found), cell => cell.Text == "任务1");
        Assert.Contains(Cells(found), cell => cell == (head, 0, span - 1, 1, ""));
    }

    [Fact]
    public void Read_WhenChangesAreTracked_CountsWhatWasInsertedAndNotWhatWasDeleted()
    {
        var found = Read(Edited(Original, body =>
        {
            var paragraph = Paragraph(body, "95.84%");
            var run = paragraph.GetFirstChild<Run>()!;
            run.Remove();
            paragraph.Append(
                new DeletedRun(new Run(new DeletedText("95.84%"))) { Id = "1", Author = "审核" },
                new InsertedRun(new Run(new Text("96.00%"))) { Id = "2", Author = "审核" },
                new MoveFromRun(new Run(new Text("移走"))) { Id = "3", Author = "审核" });
            Rows(body)[FundingRow].TableRowProperties!.Append(new Deleted { Id = "4", Author = "审核" });
        }));

        AssertWithoutTheFundingRow(Cells(found).Select(cell => cell.Text == "96.00%" ? cell with { Text = "95.84%" } : cell));
        Assert.Contains(found.Table, cell => cell.Text == "96.00%");
    }

    [Fact]
    public void Read_WhenTheEndOfAParagraphIsDeletedWithChangesTracked_JoinsItsLines()
    {
        var found = Read(Edited(Original, body =>
        {
            var paragraph = Paragraph(body, "合计");
            paragraph.ParagraphProperties!.Append(new ParagraphMarkRunProperties(new Deleted { Id = "1", Author = "审核" }));
            paragraph.InsertAfterSelf(new Paragraph(new Run(new Text("数"))));
        }));

        Assert.Contains(found.Table, cell => cell.Text == "合计数");
    }

    [Fact]
    public void Read_WhenATextIsTypedBelowTheTable_GivesItAsALine()
    {
        var found = Read(Edited(Original, body => body.InsertBefore(new Paragraph(new Run(new Text("填表人：某某"))), body.GetFirstChild<SectionProperties>())));

        Assert.Equal(["填表人：某某"], found.LinesBelow.Select(line => line.Text));
    }

    [Fact]
    public void Read_WhenWordMadeAListOfTypedNumbers_GivesTheNumbersThatAPersonSees()
    {
        var found = Read(Edited(Original, body =>
        {
            var numbering = body.Ancestors<Document>().Single().MainDocumentPart!.AddNewPart<NumberingDefinitionsPart>("lists");
            numbering.Numbering = new Numbering(
                new AbstractNum(Level(0, NumberFormatValues.ChineseCounting, "%1、"), Level(1, NumberFormatValues.Decimal, "%2.")) { AbstractNumberId = 1 },
                new AbstractNum(Level(0, NumberFormatValues.Bullet, "\uF0B7")) { AbstractNumberId = 2 },
                new NumberingInstance(new AbstractNumId { Val = 1 }) { NumberID = 1 },
                new NumberingInstance(new AbstractNumId { Val = 2 }) { NumberID = 2 },
                new NumberingInstance(new AbstractNumId { Val = 1 }, new LevelOverride(new StartOverrideNumberingValue { Val = 1 }) { LevelIndex = 0 }) { NumberID = 3 });
            var cell = Rows(body)[^1].Elements<TableCell>().Last();
            cell.RemoveAllChildren<Paragraph>();
            cell.Append(Item(1, 0, "甲"), Item(1, 1, "乙"), Item(1, 1, "丙"), Item(1, 0, "丁"), Item(1, 1, "戊"), Item(2, 0, "己"), Item(3, 0, "庚"), Item(9, 0, "辛"));
        }));

        Assert.Equal("一、甲\n1. 乙\n2. 丙\n二、丁\n1. 戊\n• 己\n一、庚\n辛", found.Table[^1].Text);

        static Level Level(int index, NumberFormatValues format, string text) =>
            new(new StartNumberingValue { Val = 1 }, new NumberingFormat { Val = format }, new LevelText { Val = text }) { LevelIndex = index };

        static Paragraph Item(int list, int level, string text) =>
            new(new ParagraphProperties(new NumberingProperties(new NumberingLevelReference { Val = level }, new NumberingId { Val = list })), new Run(new Text(text)));
    }

    [Theory]
    [InlineData(10, "chineseCounting", "十")]
    [InlineData(11, "chineseCountingThousand", "十一")]
    [InlineData(20, "japaneseCounting", "二十")]
    [InlineData(35, "chineseCounting", "三十五")]
    [InlineData(3, "chineseLegalSimplified", "叁")]
    [InlineData(4, "decimalEnclosedCircle", "④")]
    [InlineData(2, "ideographTraditional", "乙")]
    [InlineData(14, "lowerRoman", "xiv")]
    [InlineData(3, "upperLetter", "C")]
    [InlineData(12, "decimalFullWidth", "１２")]
    [InlineData(120, "chineseCounting", "120")]
    [InlineData(5, null, "5")]
    public void Format_CountsAsWordDoes(int number, string? format, string printed) => Assert.Equal(printed, WordNumbers.Format(number, format));

    [Fact]
    public void Read_WhenTheTableIsSplitWithoutAParagraphBetween_ReadsItAsOne()
    {
        var found = Read(Edited(Original, body =>
        {
            var table = body.GetFirstChild<Table>()!;
            var rest = new Table(table.GetFirstChild<TableProperties>()!.CloneNode(deep: true), table.GetFirstChild<TableGrid>()!.CloneNode(deep: true));
            foreach (var row in Rows(body).Skip(6))
            {
                row.Remove();
                rest.Append(row);
            }

            table.InsertAfterSelf(rest);
        }));

        Assert.Equal(OriginalCells, Cells(found));
    }

    [Fact]
    public void Read_WhenTheFileWasSavedAsStrict_GivesTheSameTable()
    {
        var found = Read(Packed(Original, (name, part) => name.StartsWith("customXml/", StringComparison.Ordinal)
            ? part
            : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(part)
                .Replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main", StringComparison.Ordinal)
                .Replace("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships", StringComparison.Ordinal))));

        Assert.Equal(OriginalCells, Cells(found));
        Assert.NotNull(found.Embedded);
    }

    [Fact]
    public void Read_WhenTheEmbeddedFormIsSpoilt_ReadsThePrint()
    {
        var found = Read(Packed(Original, (name, part) => name == "customXml/item.xml" ? "<form-content xmlns=\"urn:liwan:form-content:1\">{</form-content>"u8.ToArray() : part));

        Assert.Null(found.Embedded);
        Assert.Equal(OriginalCells, Cells(found));
    }

    private static void AssertWithoutTheFundingRow(IEnumerable<(int Row, int Column, int RowSpan, int ColumnSpan, string Text)> cells) =>
        Assert.Equal(
            OriginalCells
                .Where(cell => cell.Row != FundingRow)
                .Select(cell => cell with { Row = cell.Row - (cell.Row > FundingRow ? 1 : 0), RowSpan = cell.RowSpan - (cell.Text == "部门资金情况" ? 1 : 0) }),
            cells);

    private static List<TableRow> Rows(OpenXmlElement body) => [.. body.Descendants<TableRow>()];

    private static Paragraph Paragraph(OpenXmlElement body, string text) => body.Descendants<Paragraph>().First(paragraph => paragraph.InnerText == text);
}

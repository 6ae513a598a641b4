using System.Buffers;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Pdf;
using UglyToad.PdfPig;
using static Liwan.Documents.Tests.PdfReading;

namespace Liwan.Documents.Tests;

/// <summary>Many forms as one PDF.</summary>
public class PdfBookTests
{
    [Fact]
    public void Write_OfTwoForms_PutsTheContentsFirstAndCountsThePagesBehindThem()
    {
        var (file, pages) = Book(TestForms.NpcOffice, TestForms.CppccOffice);

        using var book = PdfDocument.Open(file);
        Assert.Equal([1, 4], pages);
        Assert.Equal(7, book.NumberOfPages);
        var contents = Text(book.GetPage(1).Letters);
        Assert.Contains($"1{Fold(TestForms.NpcOffice.DepartmentName)}已公开22022-03-311", contents, StringComparison.Ordinal);
        Assert.Contains($"2{Fold(TestForms.CppccOffice.DepartmentName)}已公开22022-03-314", contents, StringComparison.Ordinal);
        Assert.EndsWith("第1页共3页总第4页", Text(book.GetPage(5).Letters), StringComparison.Ordinal);
        Assert.True(book.TryGetBookmarks(out var bookmarks));
        Assert.Equal(["目录", TestForms.NpcOffice.DepartmentName, TestForms.CppccOffice.DepartmentName], bookmarks.Roots.Select(node => node.Title));
        var tags = Assert.Single(TagTree.Read(file).Children);
        Assert.Equal(3, tags.All.Count(element => element.Type == "H1"));
        Assert.StartsWith("部门整体支出绩效自评表汇编", tags.All.First(element => element.Type == "H1").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfTheSameForms_GivesTheSameBytes() =>
        Assert.Equal(Book(TestForms.NpcOffice, TestForms.CppccOffice).File, Book(TestForms.NpcOffice, TestForms.CppccOffice).File);

    [InstalledToolTheory("qpdf")]
    [InlineData(0)]
    [InlineData(20)]
    public async Task Write_OfManyForms_IsSound(int count)
    {
        var (file, _) = Book([.. Enumerable.Repeat(TestForms.NpcOffice, count)]);

        var (exitCode, output) = await InstalledTool.RunAsync("qpdf", file, "--check", "{file}");

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void Write_OfNoForm_SaysSo()
    {
        using var book = PdfDocument.Open(Book().File);

        Assert.Contains("没有符合条件的自评表。", Text(book.GetPage(1).Letters), StringComparison.Ordinal);
    }

    [FormProperty]
    public void Write_OfAnyForms_TagsThemAsWhenTheyStandAlone(FormContent one, FormContent other)
    {
        var (file, pages) = Book(one, other);

        var sections = Assert.Single(TagTree.Read(file).Children).Children;
        Assert.Equal(["Sect", "Sect", "Sect"], sections.Select(section => section.Type));
        var alone = TagTree.Read(Rendered.Writer.Write(FormGridBuilder.Build(other), Rendered.Submitted)).Children[0];
        Assert.Equal(alone.All.Skip(1).Select(element => (element.Type, element.Text)), sections[2].All.Skip(1).Select(element => (element.Type, element.Text)));
        Assert.Equal(1, pages[0]);
    }

    private static (byte[] File, List<int> FirstPages) Book(params FormContent[] forms)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new PdfBookWriter(Rendered.Fonts);
        var contents = new BookContents("部门整体支出绩效自评表汇编", "（2021年度）");
        var pages = new List<int>();
        foreach (var form in forms)
        {
            var page = writer.Add(FormGridBuilder.Build(form), form.DepartmentName, output);
            contents.Add(form.DepartmentName, "已公开", 2, new DateOnly(2022, 3, 31), page);
            pages.Add(page);
        }

        writer.Finish(contents, Rendered.Submitted with { SnapshotSha256 = null }, output);
        return (output.WrittenSpan.ToArray(), pages);
    }
}

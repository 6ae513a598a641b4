using System.Text;
using Liwan.Documents.Html;
using Liwan.Documents.Layout;

namespace Liwan.Documents.Tests;

/// <summary>The mark that tells a draft from a submitted form.</summary>
public class DraftTests
{
    private static readonly FormGrid Grid = FormGridBuilder.Build(TestForms.NpcOffice);

    [Fact]
    public void Write_WhenTheFormIsADraft_MarksEveryPageOfThePdfUnderItsText()
    {
        var draft = PdfReading.Pages(Rendered.Writer.Write(Grid, new DocumentProperties("草稿", Draft: true)));
        var submitted = PdfReading.Pages(Rendered.Writer.Write(Grid, Rendered.Submitted));

        Assert.Equal(submitted.Select(page => "送审稿" + PdfReading.Text(page.Letters)), draft.Select(page => PdfReading.Text(page.Letters)));
        Assert.All(draft, page => Assert.All(page.Letters.Take(3), letter =>
        {
            Assert.InRange(letter.BoundingBox.Left, 0, page.Width);
            Assert.InRange(letter.BoundingBox.Top, 0, page.Height);
            Assert.True(letter.Color.ToRGBValues().r > 0.9, "The mark must not hide the text.");
        }));
    }

    [Fact]
    public void Write_WhenTheFormIsADraft_MarksTheHtmlPage()
    {
        Assert.Contains("<p class=\"draft\">送审稿</p>", Html(new DocumentProperties("草稿", Draft: true)), StringComparison.Ordinal);
        Assert.DoesNotContain("送审稿", Html(Rendered.Submitted), StringComparison.Ordinal);
    }

    private static string Html(DocumentProperties properties) => Encoding.UTF8.GetString(HtmlFormWriter.Write(Grid, properties));
}

using Liwan.Documents.Docx;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using static Liwan.Documents.Tests.DocxReading;

namespace Liwan.Documents.Tests;

public class DocxFormWriterTests
{
    [FormProperty]
    public void Write_IsValidForAnyForm(FormContent form) => Assert.Equal("", Faults(Written(form)));

    [Fact]
    public void Write_WhenTheFormIsADraft_IsValidAndMarksEveryPage()
    {
        var file = DocxFormWriter.Write(FormGridBuilder.Build(TestForms.NpcOffice), TestForms.NpcOffice, new DocumentProperties("草稿", Draft: true));

        Assert.Equal("", Faults(file));
    }
}

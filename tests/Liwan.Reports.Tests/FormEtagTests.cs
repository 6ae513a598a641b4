using Liwan.Reports.Composition;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.Reports.Tests;

public sealed class FormEtagTests
{
    [Fact]
    public void Parse_OfAnEtagThatWasGiven_GivesItsParts()
    {
        var etag = new FormEtag("r", "d", FormEtag.Absent, "p");

        Assert.Equal(etag, FormEtag.Parse(etag.ToString()));
    }

    [Theory]
    [InlineData("", "FIELD_REQUIRED")]
    [InlineData("r", "ETAG_MALFORMED")]
    [InlineData("r.d.b", "ETAG_MALFORMED")]
    [InlineData("r.d..p", "ETAG_MALFORMED")]
    [InlineData("r.d.b.p.x", "ETAG_MALFORMED")]
    public void Parse_OfAnythingElse_SaysWhatIsWrong(string etag, string reason)
    {
        var e = Assert.Throws<ServiceException>(() => FormEtag.Parse(etag));

        Assert.Equal(reason, e.Definition.Reason);
        Assert.Equal("etag", Assert.Single(e.Fields).Field);
    }

    [Fact]
    public void Differences_NameEachPartThatChanged()
    {
        var seen = new FormEtag("r", "d", "b", "p");

        Assert.Empty(seen.Differences(seen with { }));
        Assert.Equal(["budget", "task_plan"], seen.Differences(seen with { Budget = "b2", TaskPlan = FormEtag.Absent }));
        Assert.Equal(["report", "department"], seen.Differences(seen with { Report = "r2", Department = "d2" }));
    }
}

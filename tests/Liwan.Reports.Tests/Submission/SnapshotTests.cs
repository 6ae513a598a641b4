using System.Text;
using System.Text.Json;
using Liwan.Documents.Forms;
using Liwan.Reports.Submission;

namespace Liwan.Reports.Tests.Submission;

public sealed class SnapshotTests
{
    [Fact]
    public void Read_OfAGoldenSnapshotOfEachVersion_GivesItsForm()
    {
        // One file per released version; a build that cannot read one of them has lost somebody's form.
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TestData", "snapshot-v1.json"));

        Assert.Equal(Json(FormContents.Complete), Json(Snapshot.Read(bytes, 1)));
    }

    [Fact]
    public void Write_OfTheSameForm_GivesTheBytesOfTheGoldenSnapshot()
    {
        var golden = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TestData", "snapshot-v1.json"));

        Assert.Equal(Encoding.UTF8.GetString(golden), Encoding.UTF8.GetString(Snapshot.Write(FormContents.Complete)));
    }

    [Fact]
    public void Read_OfAVersionThatIsNotKnown_SaysSo()
    {
        var e = Assert.Throws<InvalidDataException>(() => Snapshot.Read(Snapshot.Write(FormContents.Complete), 2));

        Assert.Equal("The snapshot has format version 2; this build knows 1.", e.Message);
    }

    private static string Json(FormContent content) => JsonSerializer.Serialize(content, FormContentJsonContext.Default.FormContent);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;

namespace Liwan.Documents.Tests;

public class FormContentJsonTests
{
    [FormProperty]
    public void Json_GivesBackTheSameForm(FormContent form)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(form, FormContentJsonContext.Default.FormContent);

        var read = JsonSerializer.Deserialize(json, FormContentJsonContext.Default.FormContent)!;

        Assert.Equal(form.FundingTotal, read.FundingTotal);
        Assert.Equal(form.Funding, read.Funding);
        Assert.Equal(form.Tasks.SelectMany(task => task.Indicators), read.Tasks.SelectMany(task => task.Indicators));
        Assert.Equal(form.Tasks.Select(Scalars), read.Tasks.Select(Scalars));
        Assert.Equal(FormGridBuilder.Build(form).Heading, FormGridBuilder.Build(read).Heading);
        Assert.Equal(FormGridBuilder.Build(form).Cells, FormGridBuilder.Build(read).Cells);
        Assert.Equal((form.DepartmentName, form.Year), (read.DepartmentName, read.Year));
        Assert.Equal(json, JsonSerializer.SerializeToUtf8Bytes(read, FormContentJsonContext.Default.FormContent));
    }

    [Theory]
    [InlineData("title")]
    [InlineData("tasks")]
    [InlineData("fundingTotal")]
    [InlineData("problems")]
    public void Json_WhenAPartIsMissingOrNull_IsRefusedByItsName(string part)
    {
        var json = JsonSerializer.SerializeToNode(TestForms.NpcOffice, FormContentJsonContext.Default.FormContent)!.AsObject();

        json[part] = null;
        Assert.Contains(part, Refusal(json), StringComparison.OrdinalIgnoreCase);
        json.Remove(part);
        Assert.Contains(part, Refusal(json), StringComparison.OrdinalIgnoreCase);
    }

    private static string Refusal(JsonObject json) =>
        Assert.Throws<JsonException>(() => json.Deserialize(FormContentJsonContext.Default.FormContent)).Message;

    private static (string, string, string, long?, int) Scalars(FormTask task) => (task.Label, task.Expected, task.Achieved, task.FundsFen, task.Indicators.Count);
}

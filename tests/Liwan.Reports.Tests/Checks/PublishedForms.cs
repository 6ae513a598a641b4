using System.Globalization;
using System.Text.Json;
using Liwan.Documents.Forms;
using Liwan.Reports.Checks;
using Liwan.TaskIndicators.V1;

namespace Liwan.Reports.Tests.Checks;

/// <summary>The published forms of <c>samples</c>, composed as the service composes them.</summary>
internal static class PublishedForms
{
    public static FormContent Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository, "samples", $"{name}.json")));
        var form = document.RootElement;
        return (FormContents.Complete with
        {
            Title = Text(form, "title"),
            Year = form.GetProperty("year").GetInt32(),
            YearLine = Text(form, "yearLine"),
            AttachmentLabel = Text(form, "attachmentLabel"),
            SealLine = Text(form, "sealLine"),
            DepartmentName = Text(form, "departmentName"),
            DepartmentCellText = Text(form, "departmentCellText"),
            ExpectedObjective = Text(form.GetProperty("annualObjective"), "expected"),
            AchievedObjective = Text(form.GetProperty("annualObjective"), "achieved"),
            Tasks = [.. form.GetProperty("tasks").EnumerateArray().Select(TaskOf)],
            Problems = Text(form, "problems"),
            Improvements = Text(form, "improvements"),
        }).WithFunding([.. form.GetProperty("funding").GetProperty("rows").EnumerateArray().Select(Funding)]);
    }

    /// <summary>What the service of task plans makes of the indicators of a form.</summary>
    public static FormJudgements Judge(FormContent form) => Reports.Composition.JudgementMapping.Read(new TaskPlan
    {
        Tasks =
        {
            form.Tasks.Select(task => new TaskIndicators.V1.Task
            {
                Indicators =
                {
                    task.Indicators.Select(indicator => new Indicator
                    {
                        Judgement = TaskIndicators.Judgements.JudgementMapping.Write(TaskIndicators.Judgements.IndicatorJudgement.Of(
                            new IndicatorReading.IndicatorText(indicator.Name, indicator.Definition, indicator.Target, indicator.Actual))),
                    }),
                },
            }),
        },
    });

    /// <summary>The folder of the solution.</summary>
    public static string Repository
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Liwan.Platform.sln")))
            {
                folder = folder.Parent ?? throw new DirectoryNotFoundException("Liwan.Platform.sln is in no folder above this test.");
            }

            return folder.FullName;
        }
    }

    private static FundingLine Funding(JsonElement row) =>
        FormContents.Row(Hundredths(row, "initialBudget"), Hundredths(row, "adjustment"), Hundredths(row, "actualExpenditure"), Text(row, "source"));

    private static FormTask TaskOf(JsonElement task) => new(
        Text(task, "label"),
        Text(task, "expected"),
        Text(task, "achieved"),
        Hundredths(task, "funds") * 10_000,
        [.. task.GetProperty("indicators").EnumerateArray().Select(indicator => new FormIndicator(
            Text(indicator, "name"), Text(indicator, "definition"), Text(indicator, "target"), Text(indicator, "actual"), DeviationReason: ""))]);

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var text) ? text.GetString()! : "";

    private static long Hundredths(JsonElement element, string name) => (long)(decimal.Parse(Text(element, name), CultureInfo.InvariantCulture) * 100);
}

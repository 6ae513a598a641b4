using System.Globalization;
using System.Security.Cryptography;
using Liwan.Budgets.V1;
using Liwan.Departments.V1;
using Liwan.Reports.V1;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Cluster.Tests;

/// <summary>The main job: both real forms filed, submitted, rendered and archived by a running cluster.</summary>
[Collection(SharedCluster.Name)]
public sealed class MainJobTests(ClusterFixture fixture)
{
    [RabbitMqFact]
    public async Task BothRealForms_FiledAndSubmitted_ReadBackAndPrintAsTranscribed()
    {
        var samples = Transcription.Departments.Select(department => SolutionPaths.Sample($"{department}-2021")).ToArray();
        await fixture.Liwan.RunAsync(["file", .. samples]);
        await fixture.Liwan.RunAsync(["submit", .. Transcription.Departments.SelectMany(department => new[] { "--department", department }), "--year", "2021"]);

        foreach (var department in Transcription.Departments)
        {
            var expected = Transcription.Of(department);
            Assert.Equal(expected.ToJson(), (await ReadBackAsync(department)).ToJson());
            await AssertArchivedAsTranscribedAsync(department, expected);
        }
    }

    [RabbitMqFact]
    public async Task EveryEvent_DeliveredTwice_TakesEffectOnce()
    {
        await using var outsider = await EventListener.ListenAsync(fixture.Broker.AmqpUri, "outsider-twice");
        var report = await fixture.FileCopyAsync("twice-office");
        await fixture.Liwan.RunAsync("submit", "--department", "twice-office", "--year", "2021");
        var archived = await fixture.ArchivedAsync(report);
        await Wait.UntilAsync("the outsider has heard all three events", () => Heard(outsider, report).Count == 3);
        var filing = await FilingAsync(report);

        foreach (var heard in Heard(outsider, report))
        {
            await outsider.RepeatAsync(heard);
        }

        // A later event of another report behind the repeats: once it has taken effect everywhere, so have they.
        var marker = await fixture.FileCopyAsync("marker-office");
        await fixture.Liwan.RunAsync("submit", "--department", "marker-office", "--year", "2021");
        await fixture.ArchivedAsync(marker);
        await Wait.UntilAsync("the outsider has heard the repeats and the marker", () => Heard(outsider, report).Count == 6 && Heard(outsider, marker).Count == 3);
        await Wait.UntilAsync("the marker is filed", async () => (await FilingAsync(marker)).Archived);

        Assert.Equal(filing, await FilingAsync(report));
        Assert.Equal(archived, Assert.Single((await fixture.Reports.ListRevisionsAsync(new ListRevisionsRequest { Parent = report })).Revisions));
        Assert.Equal(3, (await fixture.Reports.GetReportAsync(new GetReportRequest { Name = report })).Sequence);
        Assert.Equal([1L, 2L, 3L], Heard(outsider, report).Take(3).Select(heard => heard.Sequence));
    }

    private static List<HeardEvent> Heard(EventListener listener, string report) => [.. listener.Heard.Where(heard => heard.Report == report)];

    private async Task<Filing> FilingAsync(string report) =>
        await fixture.Rounds.GetFilingAsync(new GetFilingRequest { Name = $"rounds/2021/filings/{report.Split('/')[1]}" });

    private async Task AssertArchivedAsTranscribedAsync(string department, Transcription expected)
    {
        var report = $"departments/{department}/reports/2021";
        var archive = (await fixture.ArchivedAsync(report)).Archive;
        var pdf = (await fixture.Reports.RenderReportAsync(new RenderReportRequest { Name = report })).Data.ToByteArray();
        Assert.Equal(archive.DocumentSha256, Convert.ToHexStringLower(SHA256.HashData(pdf)));

        var printed = new PrintedText(pdf);
        Assert.Equal(archive.PageCount, printed.PageCount);
        var missing = expected.Cells().Where(cell => !printed.Holds(cell)).ToList();
        Assert.Empty(missing);
        Assert.All(
            Enumerable.Range(0, printed.PageCount),
            page => Assert.Contains($"第{page + 1}页共{printed.PageCount}页", printed[page], StringComparison.Ordinal));
    }

    /// <summary>The form as the four services hold it, in the words of the transcription.</summary>
    private async Task<Transcription> ReadBackAsync(string department)
    {
        var parent = $"departments/{department}";
        var register = await fixture.Departments.GetDepartmentAsync(new GetDepartmentRequest { Name = parent });
        var budget = await fixture.Budgets.GetBudgetAsync(new GetBudgetRequest { Name = $"{parent}/budgets/2021" });
        var plan = await fixture.TaskPlans.GetTaskPlanAsync(new GetTaskPlanRequest { Name = $"{parent}/taskPlans/2021" });
        var report = await fixture.Reports.GetReportAsync(new GetReportRequest { Name = $"{parent}/reports/2021" });
        return new Transcription
        {
            Title = report.Title,
            Year = int.Parse(report.Name.Split('/')[3], CultureInfo.InvariantCulture),
            YearText = report.YearLine,
            AttachmentLabel = report.AttachmentLabel,
            Unit = report.AmountUnit,
            SealLine = report.SealLine,
            Department = register.DisplayName,
            DepartmentCellText = report.DepartmentCellText,
            Funding =
            [
                new Transcription.FundingEntry(
                    "合计", WanYuan(budget.Total.InitialBudget), WanYuan(budget.Total.Adjustment), WanYuan(budget.Total.ActualExpenditure),
                    Percent(budget.Total.CompletionRateBasisPoints), Percent(budget.Total.AdjustmentRateBasisPoints)),
                .. budget.FundingRows.Select(row => new Transcription.FundingEntry(
                    row.Source, WanYuan(row.InitialBudget), WanYuan(row.Adjustment), WanYuan(row.ActualExpenditure),
                    Percent(row.CompletionRateBasisPoints), Percent(row.AdjustmentRateBasisPoints))),
            ],
            AnnualObjective = new Transcription.Objective(plan.AnnualObjective.Expected, plan.AnnualObjective.Achieved),
            Tasks =
            [
                .. plan.Tasks.Select(task => new Transcription.TaskEntry(
                    task.Label, task.Expected, task.Achieved, WanYuan(task.Funds),
                    [.. task.Indicators.Select(indicator => new Transcription.IndicatorEntry(
                        indicator.DisplayName, indicator.Definition, indicator.Target, indicator.Actual))])),
            ],
            Problems = report.Problems,
            Improvements = report.Improvements,
        };
    }

    private static string WanYuan(Google.Type.Money money) => (money.DecimalValue / 10000).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Percent(long basisPoints) => (basisPoints / 100m).ToString("0.00", CultureInfo.InvariantCulture) + "%";
}

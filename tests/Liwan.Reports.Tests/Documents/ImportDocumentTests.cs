using Google.Protobuf;
using Grpc.Core;
using Liwan.Budgets.V1;
using Liwan.Reports.V1;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Format = Liwan.Reports.V1.RenderReportRequest.Types.Format;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Reports.Tests.Documents;

public abstract class ImportDocumentTests(ReportsFixture fixture)
{
    [DatabaseTheory]
    [InlineData(Format.Pdf)]
    [InlineData(Format.Docx)]
    [InlineData(Format.Xlsx)]
    public async Task ImportDocument_OfARevisionsOwnDocument_GivesTheFormThatWasSubmitted(Format format)
    {
        var name = await fixture.NewFormAsync();
        var department = name[..name.IndexOf("/reports", StringComparison.Ordinal)];
        await fixture.SubmitAsync(name);
        var document = await fixture.Reports.RenderReportAsync(new RenderReportRequest { Name = name, Format = format });

        var answer = await ImportAsync(department, document.Data.Memory, pieces: 7);

        var report = await fixture.Reports.GetReportAsync(new GetReportRequest { Name = name });
        Assert.All(answer.Cells, cell => Assert.Equal(DocumentCell.Types.Doubt.Unspecified, cell.Doubt));
        Assert.Equal((2021, name), (answer.Year, answer.Report.Name));
        Assert.Equal(
            (report.Title, report.YearLine, report.SealLine, report.AttachmentLabel, report.DepartmentCellText, report.Problems, report.Improvements),
            (answer.Report.Title, answer.Report.YearLine, answer.Report.SealLine, answer.Report.AttachmentLabel, answer.Report.DepartmentCellText, answer.Report.Problems, answer.Report.Improvements));
        Assert.Equal(await StoredAsync(name), (Rows(answer.Budget), Tasks(answer.TaskPlan)));
    }

    [DatabaseFact]
    public async Task RenderBlankForm_WithLastYear_ComesInWithItsTasksAndWithoutADoubt()
    {
        var name = await fixture.NewFormAsync();
        var department = name[..name.IndexOf("/reports", StringComparison.Ordinal)];
        var lastYear = await fixture.TaskPlans.GetTaskPlanAsync(new GetTaskPlanRequest { Name = $"{department}/taskPlans/2021" });

        var blank = await fixture.Reports.RenderBlankFormAsync(new RenderBlankFormRequest { Name = $"{department}/reports/2022", PrefillFrom = lastYear.Name });
        var answer = await ImportAsync(department, blank.Data.Memory, pieces: 2);

        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", blank.ContentType);
        Assert.DoesNotContain(answer.Cells, cell => cell.Doubt != DocumentCell.Types.Doubt.Unspecified);
        Assert.Equal((2022, $"{department}/reports/2022"), (answer.Year, answer.Report.Name));
        Assert.Equal(
            lastYear.Tasks.SelectMany(task => task.Indicators).Select(indicator => (indicator.DisplayName, indicator.Definition, indicator.Target, "")),
            answer.TaskPlan.Tasks.SelectMany(task => task.Indicators).Select(indicator => (indicator.DisplayName, indicator.Definition, indicator.Target, indicator.Actual)));
    }

    [DatabaseFact]
    public async Task RenderBlankForm_FromAPlanThatIsNotThere_SaysSo()
    {
        var name = await fixture.NewFormAsync();
        var department = name[..name.IndexOf("/reports", StringComparison.Ordinal)];

        var error = await RpcError.OfAsync(() => fixture.Reports.RenderBlankFormAsync(
            new RenderBlankFormRequest { Name = $"{department}/reports/2022", PrefillFrom = $"{department}/taskPlans/2019" }).ResponseAsync);

        Assert.Equal((StatusCode.NotFound, "NOT_FOUND"), (error.Code, error.Reason));
    }

    [DatabaseFact]
    public async Task ImportDocument_OfWhatIsNoForm_SaysWhatWouldBeRight()
    {
        var name = await fixture.NewFormAsync();
        var department = name[..name.IndexOf("/reports", StringComparison.Ordinal)];

        var error = await RpcError.OfAsync(() => ImportAsync(department, "no document"u8.ToArray(), pieces: 1));

        Assert.Equal((StatusCode.InvalidArgument, "DOCUMENT_UNREADABLE"), (error.Code, error.Reason));
        Assert.Contains("另存为", error.Chinese, StringComparison.Ordinal);
    }

    [DatabaseFact]
    public async Task ImportDocument_WithoutAFile_NamesTheField()
    {
        var empty = await RpcError.OfAsync(() => ImportAsync("departments/npc-office", default, pieces: 1));
        var nobody = await RpcError.OfAsync(() => ImportAsync("", new byte[1], pieces: 1));

        Assert.Equal(("FIELD_REQUIRED", "content"), (empty.Reason, empty.Fields.Single().Field));
        Assert.Equal(("FIELD_REQUIRED", "parent"), (nobody.Reason, nobody.Fields.Single().Field));
    }

    private async Task<(string Budget, string Plan)> StoredAsync(string name)
    {
        var budget = await fixture.Budgets.GetBudgetAsync(new GetBudgetRequest { Name = name.Replace("/reports/", "/budgets/", StringComparison.Ordinal) });
        var plan = await fixture.TaskPlans.GetTaskPlanAsync(new GetTaskPlanRequest { Name = name.Replace("/reports/", "/taskPlans/", StringComparison.Ordinal) });
        return (Rows(budget), Tasks(plan));
    }

    private static string Rows(Budget budget) =>
        string.Join('\n', budget.FundingRows.Select(row => $"{row.Source}|{row.InitialBudget}|{row.Adjustment}|{row.ActualExpenditure}"));

    private static string Tasks(TaskPlan plan) => $"{plan.AnnualObjective}\n" + string.Join('\n', plan.Tasks.Select(task =>
        $"{task.Label}|{task.Expected}|{task.Achieved}|{task.Funds}|" + string.Join(';', task.Indicators.Select(i => $"{i.DisplayName}|{i.Definition}|{i.Target}|{i.Actual}|{i.DeviationReason}"))));

    private async Task<ImportDocumentResponse> ImportAsync(string department, ReadOnlyMemory<byte> file, int pieces)
    {
        using var call = fixture.Reports.ImportDocument();
        var size = (file.Length / pieces) + 1;
        try
        {
            for (var at = 0; at < Math.Max(1, file.Length); at += size)
            {
                await call.RequestStream.WriteAsync(new ImportDocumentRequest
                {
                    Parent = department,
                    Content = ByteString.CopyFrom(file.Slice(at, Math.Min(size, file.Length - at)).Span),
                });
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The answer says why.
        }

        return await call.ResponseAsync;
    }
}

public sealed class ImportDocumentOnSqlite(ReportsFixture<OnSqlite> fixture) : ImportDocumentTests(fixture), IClassFixture<ReportsFixture<OnSqlite>>;

[SqlServer]
public sealed class ImportDocumentOnSqlServer(ReportsFixture<OnSqlServer> fixture) : ImportDocumentTests(fixture), IClassFixture<ReportsFixture<OnSqlServer>>;

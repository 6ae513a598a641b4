using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Liwan.Reports.V1;
using Liwan.Testing;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Reports.Tests;

public abstract class DraftMethodsTests(ReportsFixture fixture)
{
    [DatabaseFact]
    public async Task CreateReport_WithoutTexts_FillsThemInFromTemplateAndNameInForce()
    {
        var department = await fixture.NewDepartmentAsync();

        var created = await fixture.Reports.CreateReportAsync(new CreateReportRequest { Parent = department, ReportId = "2021", Report = new Report() });

        var expected = new Report
        {
            Name = $"{department}/reports/2021",
            State = Report.Types.State.Draft,
            Template = "liwan-2021",
            Title = "荔湾区部门整体支出绩效自评表",
            YearLine = "（2021年度）",
            SealLine = "部门名称（盖章）荔湾区新名局",
            AmountUnit = "万元",
            DepartmentCellText = "荔湾区新名局",
            Sequence = 1,
            CreateTime = created.CreateTime,
            UpdateTime = created.CreateTime,
            Etag = created.Etag,
        };
        Assert.Equal(expected, created);
        var read = await fixture.Reports.GetReportAsync(new GetReportRequest { Name = created.Name });
        Assert.StartsWith(created.Etag + ".", read.Etag, StringComparison.Ordinal);
        read.Etag = created.Etag;
        Assert.Equal(created, read);
    }

    [DatabaseFact]
    public async Task CreateReport_OfAYearBeforeARename_TakesTheNameInForceThen()
    {
        var department = await fixture.NewDepartmentAsync();

        var created = await fixture.Reports.CreateReportAsync(new CreateReportRequest { Parent = department, ReportId = "2020", Report = new Report() });

        Assert.Equal("荔湾区老名局", created.DepartmentCellText);
    }

    [DatabaseFact]
    public async Task CreateReport_WithTexts_KeepsTheirLinesAndOddities()
    {
        var department = await fixture.NewDepartmentAsync();

        var created = await fixture.Reports.CreateReportAsync(new CreateReportRequest
        {
            Parent = department,
            ReportId = "2021",
            Report = new Report { Problems = "  一、\r\n没有发放安全保障事故 \n𠮷", AttachmentLabel = "附件3" },
        });

        Assert.Equal("  一、\n没有发放安全保障事故 \n𠮷", created.Problems);
        Assert.Equal("附件3", created.AttachmentLabel);
    }

    [DatabaseFact]
    public async Task Texts_OfRareCharactersAtTheirLimits_AreKept()
    {
        // Each is one character and two UTF-16 code units.
        static string Rare(int count) => string.Concat(Enumerable.Repeat("𠮷", count));
        var given = new Report
        {
            Title = Rare(200),
            AttachmentLabel = Rare(200),
            YearLine = Rare(200),
            SealLine = Rare(500),
            DepartmentCellText = Rare(500),
        };
        var department = await fixture.NewDepartmentAsync();

        var created = await fixture.Reports.CreateReportAsync(new CreateReportRequest { Parent = department, ReportId = "2021", Report = given });

        Assert.Equal(
            (given.Title, given.AttachmentLabel, given.YearLine, given.SealLine, given.DepartmentCellText),
            (created.Title, created.AttachmentLabel, created.YearLine, created.SealLine, created.DepartmentCellText));

        var name = await fixture.NewFormAsync();
        await fixture.SubmitAsync(name);
        var returned = await fixture.Reports.ReturnReportAsync(new ReturnReportRequest { Name = name, Reason = Rare(2000) });

        Assert.Equal(Rare(2000), returned.ReturnReason);
        var history = await fixture.Reports.ListReportChangesAsync(new ListReportChangesRequest { Parent = name });
        Assert.Equal(Rare(2000), Assert.Single(history.Changes, change => change.Reason.Length > 0).Reason);
    }

    [DatabaseFact]
    public async Task CreateReport_OfAnUnknownDepartment_IsNotFound()
    {
        var error = await RpcError.OfAsync(() => fixture.Reports.CreateReportAsync(
            new CreateReportRequest { Parent = "departments/nobody", ReportId = "2021", Report = new Report() }));

        Assert.Equal((StatusCode.NotFound, "NOT_FOUND"), (error.Code, error.Reason));
        Assert.Equal([("parent", "NOT_FOUND")], error.Fields);
    }

    [DatabaseFact]
    public async Task CreateReport_OfAYearThatHasOne_AlreadyExists()
    {
        var report = await fixture.NewFormAsync();

        var error = await RpcError.OfAsync(() => fixture.Reports.CreateReportAsync(
            new CreateReportRequest { Parent = report[..report.IndexOf("/reports", StringComparison.Ordinal)], ReportId = "2021", Report = new Report() }));

        Assert.Equal((StatusCode.AlreadyExists, "ALREADY_EXISTS"), (error.Code, error.Reason));
        Assert.Equal(report, error.Metadata["name"]);
    }

    [DatabaseFact]
    public async Task CreateReport_WithEverythingWrong_NamesEveryField()
    {
        var error = await RpcError.OfAsync(() => fixture.Reports.CreateReportAsync(new CreateReportRequest
        {
            Parent = "departments/UPPER",
            ReportId = "1999",
            Report = new Report
            {
                Template = "other",
                AmountUnit = "元",
                Title = new string('长', 201),
                Problems = "坏\u0007字符",
                Improvements = new string('长', 20001),
            },
        }));

        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.Equal(
            [
                ("parent", "NAME_MALFORMED"), ("report_id", "YEAR_OUT_OF_RANGE"), ("report.template", "VALUE_NOT_ACCEPTED"),
                ("report.amount_unit", "VALUE_NOT_ACCEPTED"), ("report.title", "TEXT_TOO_LONG"),
                ("report.problems", "TEXT_CONTROL_CHARACTER"), ("report.improvements", "TEXT_TOO_LONG"),
            ],
            error.Fields);
    }

    [DatabaseFact]
    public async Task UpdateReport_WithAMask_ChangesThatFieldOnly()
    {
        var report = await fixture.Reports.GetReportAsync(new GetReportRequest { Name = await fixture.NewFormAsync() });

        var updated = await fixture.Reports.UpdateReportAsync(new UpdateReportRequest
        {
            Report = new Report { Name = report.Name, Problems = "", Improvements = "新措施", Etag = report.Etag },
            UpdateMask = new FieldMask { Paths = { "improvements" } },
        });

        var expected = report.Clone();
        expected.Improvements = "新措施";
        expected.UpdateTime = updated.UpdateTime;
        expected.Etag = updated.Etag;
        Assert.Equal(expected, updated);
        Assert.NotEqual(report.Etag.Split('.')[0], updated.Etag);
        Assert.True(report.UpdateTime < updated.UpdateTime);
    }

    [DatabaseFact]
    public async Task UpdateReport_AfterAnotherChange_IsAbortedWithTheCurrentEtag()
    {
        var report = await fixture.Reports.GetReportAsync(new GetReportRequest { Name = await fixture.NewFormAsync() });
        var other = await fixture.Reports.UpdateReportAsync(new UpdateReportRequest { Report = new Report { Name = report.Name, Problems = "别人" } });

        var error = await RpcError.OfAsync(() => fixture.Reports.UpdateReportAsync(
            new UpdateReportRequest { Report = new Report { Name = report.Name, Problems = "自己", Etag = report.Etag } }));

        Assert.Equal((StatusCode.Aborted, "ETAG_MISMATCH"), (error.Code, error.Reason));
        Assert.Equal(other.Etag, error.Metadata["etag"]);
    }

    [DatabaseTheory]
    [InlineData("state")]
    [InlineData("name")]
    [InlineData("nothing")]
    public async Task UpdateReport_WithAMaskOfWhatCannotChange_IsRefused(string path)
    {
        var name = await fixture.NewFormAsync();

        var error = await RpcError.OfAsync(() => fixture.Reports.UpdateReportAsync(
            new UpdateReportRequest { Report = new Report { Name = name }, UpdateMask = new FieldMask { Paths = { path } } }));

        Assert.Equal([("update_mask", "UPDATE_MASK_INVALID")], error.Fields);
    }

    [DatabaseFact]
    public async Task CreateReport_By32AtOnce_LetsOneWinAndTellsTheOthers()
    {
        var department = await fixture.NewDepartmentAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(async i =>
        {
            try
            {
                return await fixture.Reports.CreateReportAsync(new CreateReportRequest { Parent = department, ReportId = "2021", Report = new Report { Problems = $"问题{i}" } });
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.AlreadyExists)
            {
                return null;
            }
        }));

        var winner = Assert.Single(answers, answer => answer is not null);
        Assert.Equal(winner!.Problems, (await fixture.Reports.GetReportAsync(new GetReportRequest { Name = $"{department}/reports/2021" })).Problems);
    }

    [DatabaseFact]
    public async Task UpdateReport_By32WritersWithEtags_LosesNoUpdate()
    {
        var name = await fixture.NewFormAsync();

        await Task.WhenAll(Enumerable.Range(0, 32).Select(writer => AppendAsync(name, $"{writer};")));

        var problems = (await fixture.Reports.GetReportAsync(new GetReportRequest { Name = name })).Problems;
        Assert.Equal(
            Enumerable.Range(0, 32),
            problems["计划性不足。".Length..].Split(';', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).Order());
    }

    [DatabaseFact]
    public async Task ListReports_OverSeveralPages_GivesEachYearOnceInOrder()
    {
        var department = await fixture.NewDepartmentAsync();
        foreach (var year in Enumerable.Range(2010, 7).Reverse())
        {
            await fixture.Reports.CreateReportAsync(new CreateReportRequest { Parent = department, ReportId = $"{year}", Report = new Report() });
        }

        var names = new List<string>();
        var request = new ListReportsRequest { Parent = department, PageSize = 3 };
        do
        {
            var page = await fixture.Reports.ListReportsAsync(request);
            names.AddRange(page.Reports.Select(report => report.Name));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(Enumerable.Range(2010, 7).Select(year => $"{department}/reports/{year}"), names);
    }

    [DatabaseFact]
    public async Task ListReports_WithATokenOfAnotherParent_IsRefused()
    {
        var department = await fixture.NewDepartmentAsync();
        foreach (var year in new[] { "2020", "2021" })
        {
            await fixture.Reports.CreateReportAsync(new CreateReportRequest { Parent = department, ReportId = year, Report = new Report() });
        }

        var page = await fixture.Reports.ListReportsAsync(new ListReportsRequest { Parent = department, PageSize = 1 });
        var error = await RpcError.OfAsync(() => fixture.Reports.ListReportsAsync(
            new ListReportsRequest { Parent = "departments/-", PageSize = 1, PageToken = page.NextPageToken }));

        Assert.Equal([("page_token", "PAGE_TOKEN_INVALID")], error.Fields);
    }

    private async Task AppendAsync(string name, string text)
    {
        while (true)
        {
            var report = await fixture.Reports.GetReportAsync(new GetReportRequest { Name = name });
            try
            {
                await fixture.Reports.UpdateReportAsync(new UpdateReportRequest
                {
                    Report = new Report { Name = name, Problems = report.Problems + text, Etag = report.Etag },
                    UpdateMask = new FieldMask { Paths = { "problems" } },
                });
                return;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Aborted)
            {
                // Another writer was faster.
            }
        }
    }
}

public sealed class DraftMethodsOnSqlite(ReportsFixture<OnSqlite> fixture) : DraftMethodsTests(fixture), IClassFixture<ReportsFixture<OnSqlite>>;

[SqlServer]
public sealed class DraftMethodsOnSqlServer(ReportsFixture<OnSqlServer> fixture) : DraftMethodsTests(fixture), IClassFixture<ReportsFixture<OnSqlServer>>;

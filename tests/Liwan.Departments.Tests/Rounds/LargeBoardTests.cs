using Google.Type;
using Liwan.Audit.V1;
using Liwan.Departments.V1;
using Liwan.Events.V1;
using Liwan.Testing;
using static Liwan.Departments.Tests.DepartmentsFixture;

namespace Liwan.Departments.Tests.Rounds;

/// <summary>A board of 5,000 departments.</summary>
public abstract class LargeBoardTests(DepartmentsFixture fixture)
{
    private const int Count = 5000;

    [DatabaseFact]
    public async Task ABoardOf5000_IsOpenedPagedCountedAndExportedInAFewStatements()
    {
        await ImportAsync();
        var started = Enumerable.Range(0, 300).Select(i => Id(i * 16)).ToList();
        foreach (var batch in started.Chunk(50))
        {
            await fixture.Events.ApplyAsync(new ApplyRequest { Events = { batch.SelectMany(id => FormEvents.Of(id, 2021)[..2]) } });
        }

        var opening = await QueryPlans.RecordAsync(async () => await fixture.Rounds.OpenRoundAsync(new OpenRoundRequest
        {
            RoundId = "2021",
            Round = new Round { Deadline = new Date { Year = 2022, Month = 3, Day = 31 }, Exemptions = { new Round.Types.Exemption { Department = $"departments/{Id(1)}", Reason = "涉密" } } },
        }));

        // Turn, exemptions' departments, round, exemption, three of the board, audit: whatever the number of departments.
        Assert.InRange(opening.Count, 1, 10);
        var audited = await new AuditService.AuditServiceClient(fixture.Host.Channel).ListAuditEntriesAsync(
            new ListAuditEntriesRequest { Filter = "method : \"OpenRound\"" });
        Assert.Equal("rounds/2021", Assert.Single(audited.AuditEntries).Resource);

        var pages = new List<ListFilingsResponse>();
        do
        {
            var request = new ListFilingsRequest { Parent = "rounds/2021", PageSize = 1000, PageToken = pages.LastOrDefault()?.NextPageToken ?? "" };
            var queries = await QueryPlans.RecordAsync(async () => pages.Add(await fixture.Rounds.ListFilingsAsync(request)));
            Assert.InRange(queries.Count, 1, 5);
        }
        while (pages[^1].NextPageToken.Length > 0);

        Assert.Equal([1000, 1000, 1000, 1000, 1000], pages.Select(page => page.Filings.Count));
        Assert.All(pages, page => Assert.Equal(Count, page.TotalSize));
        var filings = pages.SelectMany(page => page.Filings).ToList();
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"departments/{Id(i)}"), filings.Select(filing => filing.Department));
        Assert.All(filings, (filing, i) => Assert.Equal($"荔湾区第{i}局", filing.DepartmentName));

        var progress = new RoundProgress();
        var counting = await QueryPlans.RecordAsync(async () =>
            progress = await fixture.Rounds.GetRoundProgressAsync(new GetRoundProgressRequest { Name = "rounds/2021/progress" }));
        Assert.InRange(counting.Count, 1, 2);
        Assert.Equal(
            new RoundProgress { Name = "rounds/2021/progress", Owed = Count - 1, NotStarted = Count - 301, Submitted = 300, Overdue = Count - 301, Exempt = 1 },
            progress);
        Assert.Equal(progress.Overdue, filings.Count(filing => filing.Overdue));

        var sheet = (await fixture.Rounds.ExportLateFilingsAsync(new ExportLateFilingsRequest { Parent = "rounds/2021" })).Data.ToStringUtf8();
        Assert.Equal(
            filings.Where(filing => filing.Overdue).Select(filing => $"{filing.Department["departments/".Length..]},{filing.DepartmentName},未开始"),
            sheet.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row[..row.IndexOf(",2022-03-31,", StringComparison.Ordinal)]));
    }

    private static string Id(int i) => $"d-{i:0000}";

    private async Task ImportAsync()
    {
        using var import = new ImportDialogue<ImportDepartmentsRequest>(fixture.Departments.ImportDepartments());
        var settings = NewImport.Settings();
        foreach (var batch in Enumerable.Range(0, Count).Chunk(500))
        {
            var request = new ImportDepartmentsRequest { Settings = batch[0] == 0 ? settings : null };
            request.Items.AddRange(batch.Select(i => new ImportDepartmentsRequest.Types.Item
            {
                Index = i,
                Department = new Department { Name = $"departments/{Id(i)}", OfficialNames = { Name($"荔湾区第{i}局", null, null) } },
            }));
            await import.SendAsync(request);
        }

        await import.FinishAsync();
        Assert.Equal(Count, import.NextIndex);
    }
}

public sealed class LargeBoardOnSqlite(DepartmentsFixture<OnSqlite> fixture) : LargeBoardTests(fixture), IClassFixture<DepartmentsFixture<OnSqlite>>;

[SqlServer]
public sealed class LargeBoardOnSqlServer(DepartmentsFixture<OnSqlServer> fixture) : LargeBoardTests(fixture), IClassFixture<DepartmentsFixture<OnSqlServer>>;

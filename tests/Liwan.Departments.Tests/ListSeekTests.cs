using Google.Protobuf.WellKnownTypes;
using Liwan.Departments.Register;
using Liwan.Departments.Rounds;
using Liwan.Departments.V1;
using Liwan.Events.V1;
using Liwan.Testing;

namespace Liwan.Departments.Tests;

public sealed class ListSeekTests(DepartmentsFixture<OnSqlite> fixture) : IClassFixture<DepartmentsFixture<OnSqlite>>
{
    [Theory]
    [InlineData("", "sqlite_autoindex_department_1 (id>?)")]
    [InlineData("name desc", "sqlite_autoindex_department_1 (id<?)")]
    [InlineData("budget_unit_code", "ix_department_budget_unit_code (budget_unit_code=? AND id>?)", "ix_department_budget_unit_code (budget_unit_code>?)")]
    [InlineData("budget_unit_code desc", "ix_department_budget_unit_code (budget_unit_code=? AND id<?)", "ix_department_budget_unit_code (budget_unit_code<?)")]
    [InlineData("update_time", "ix_department_update_time (update_time=? AND id>?)", "ix_department_update_time (update_time>?)")]
    [InlineData("update_time desc", "ix_department_update_time (update_time=? AND id<?)", "ix_department_update_time (update_time<?)")]
    public async Task ListDepartments_OnALaterPage_SeeksInTheIndexOfTheOrder(string orderBy, params string[] seeks)
    {
        await fixture.CreateAsync();
        await fixture.CreateAsync();
        var request = new ListDepartmentsRequest { OrderBy = orderBy, PageSize = 1 };
        request.PageToken = (await fixture.Departments.ListDepartmentsAsync(request)).NextPageToken;

        request.PageSize = 1000;
        await QueryPlans.AssertSeeksAsync(fixture.Host, "department", seeks, async () => await fixture.Departments.ListDepartmentsAsync(request));
    }

    [Theory]
    [InlineData("", "sqlite_autoindex_filing_1 (year=? AND department>?)")]
    [InlineData("department desc", "sqlite_autoindex_filing_1 (year=? AND department<?)")]
    [InlineData("update_time", "ix_filing_update_time (year=? AND update_time=? AND department>?)", "ix_filing_update_time (year=? AND update_time>?)")]
    [InlineData("update_time desc", "ix_filing_update_time (year=? AND update_time=? AND department<?)", "ix_filing_update_time (year=? AND update_time<?)")]
    public async Task ListFilings_OnALaterPage_SeeksInTheIndexOfTheOrder(string orderBy, params string[] seeks)
    {
        await StartAsync();
        await StartAsync();
        var request = new ListFilingsRequest { Parent = "rounds/2021", OrderBy = orderBy, PageSize = 1 };
        request.PageToken = (await fixture.Rounds.ListFilingsAsync(request)).NextPageToken;

        request.PageSize = 1000;
        // The last query counts.
        var plans = await QueryPlans.OfAsync(fixture.Host, "filing", async () => await fixture.Rounds.ListFilingsAsync(request));
        Assert.Equal(seeks.Select(seek => $"SEARCH filing USING INDEX {seek}"), plans.SkipLast(1).Select(steps => steps[0]));
        // Name and exemption of each are sought too.
        Assert.All(plans.SelectMany(steps => steps), step => Assert.Matches("^(SEARCH|CORRELATED SCALAR SUBQUERY|SCALAR SUBQUERY) ", step));
        Assert.StartsWith("SEARCH filing USING COVERING INDEX", Assert.Single(plans[^1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListRounds_OnALaterPage_SeeksByItsKey()
    {
        await TestRounds.OpenAsync(fixture.Host.Channel, 2041);
        await TestRounds.OpenAsync(fixture.Host.Channel, 2042);
        var request = new ListRoundsRequest { PageSize = 1 };
        request.PageToken = (await fixture.Rounds.ListRoundsAsync(request)).NextPageToken;

        var plans = await QueryPlans.OfAsync(fixture.Host, "evaluation_round", async () => await fixture.Rounds.ListRoundsAsync(request));
        Assert.Equal("SEARCH evaluation_round USING INTEGER PRIMARY KEY (rowid<?)", Assert.Single(Assert.Single(plans)));
    }

    private async Task StartAsync() => await fixture.Events.ApplyAsync(new ApplyRequest
    {
        Events =
        {
            new Event
            {
                ReportStarted = new ReportStarted
                {
                    MessageId = $"{Guid.NewGuid()}",
                    Report = $"departments/{fixture.NewId()}/reports/2021",
                    Sequence = 1,
                    State = ReportState.Draft,
                    EventTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch),
                },
            },
        },
    });

    [Fact]
    public void ListDepartments_InTheContract_IsDescribedAsItIs() => ListContract.AssertSays("departments/v1/department.proto", "ListDepartmentsRequest", DepartmentList.Method);

    [Fact]
    public void ListFilings_InTheContract_IsDescribedAsItIs() => ListContract.AssertSays("departments/v1/evaluation_round.proto", "ListFilingsRequest", FilingList.Method);
}

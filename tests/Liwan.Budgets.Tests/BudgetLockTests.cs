using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Liwan.Budgets.V1;
using Liwan.Events.V1;
using Liwan.Testing;
using static Liwan.Budgets.Tests.BudgetsFixture;

namespace Liwan.Budgets.Tests;

public abstract class BudgetLockTests(BudgetsFixture fixture)
{
    [DatabaseFact]
    public async Task UpdateBudget_OnceTheReportIsSubmitted_IsRefusedNamingReportAndState()
    {
        var budget = await fixture.CreateAsync(await fixture.NewDepartmentAsync(), 2021, Row("甲"));
        var report = budget.Name.Replace("budgets", "reports", StringComparison.Ordinal);

        await ApplyAsync(Started(report, 1), Submitted(report, 2));

        var error = await RpcError.OfAsync(() => UpdateAsync(budget));
        Assert.Equal((StatusCode.FailedPrecondition, "YEAR_LOCKED"), (error.Code, error.Reason));
        Assert.Equal((budget.Name, report, "SUBMITTED"), (error.Metadata["name"], error.Metadata["report"], error.Metadata["state"]));
        var unmet = Assert.Single(error.Preconditions);
        Assert.Equal(("YEAR_LOCKED", report), (unmet.Type, unmet.Subject));
        Assert.Contains("SUBMITTED", unmet.Description, StringComparison.Ordinal);

        var locked = await GetAsync(budget);
        Assert.True(locked.Locked);
        budget.Locked = true;
        Assert.Equal(budget, locked);
        Assert.Equal(locked, Assert.Single((await fixture.Budgets.ListBudgetsAsync(new ListBudgetsRequest { Parent = Parent(budget) })).Budgets));
    }

    [DatabaseFact]
    public async Task UpdateBudget_OnceTheReportIsReturned_IsAllowedAgain()
    {
        var budget = await fixture.CreateAsync(await fixture.NewDepartmentAsync(), 2021, Row("甲"));
        var report = budget.Name.Replace("budgets", "reports", StringComparison.Ordinal);

        await ApplyAsync(Started(report, 1), Submitted(report, 2), Returned(report, 3));

        Assert.False((await GetAsync(budget)).Locked);
        Assert.Equal("乙", (await UpdateAsync(budget)).FundingRows[0].Source);
    }

    [DatabaseFact]
    public async Task Events_ThatComeLateOrTwice_DoNotBringALockBack()
    {
        var budget = await fixture.CreateAsync(await fixture.NewDepartmentAsync(), 2021, Row("甲"));
        var report = budget.Name.Replace("budgets", "reports", StringComparison.Ordinal);
        var submitted = Submitted(report, 2);

        await ApplyAsync(submitted);
        await ApplyAsync(Returned(report, 3));
        await ApplyAsync(submitted);
        await ApplyAsync(Started(report, 1));
        Assert.False((await GetAsync(budget)).Locked);

        var again = Submitted(report, 4);
        await ApplyAsync(again, again);
        Assert.True((await GetAsync(budget)).Locked);
        await ApplyAsync(Returned(report, 3));
        Assert.True((await GetAsync(budget)).Locked);
    }

    [DatabaseFact]
    public async Task CreateBudget_InALockedYear_IsRefusedAndInAnotherYearIsNot()
    {
        var department = await fixture.NewDepartmentAsync();
        await ApplyAsync(Submitted($"{department}/reports/2021", 1));

        var error = await RpcError.OfAsync(() => fixture.CreateAsync(department, 2021));

        Assert.Equal((StatusCode.FailedPrecondition, "YEAR_LOCKED"), (error.Code, error.Reason));
        Assert.False((await fixture.CreateAsync(department, 2020)).Locked);
    }

    [DatabaseFact]
    public async Task Apply_OfAnEventAboutNoReport_IsRefusedAndTheOthersGoOn()
    {
        var error = await RpcError.OfAsync(() => ApplyAsync(Submitted("departments/npc-office/reports/1821", 1)));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);

        var budget = await fixture.CreateAsync(await fixture.NewDepartmentAsync(), 2021);
        await ApplyAsync(Submitted(budget.Name.Replace("budgets", "reports", StringComparison.Ordinal), 1));
        Assert.True((await GetAsync(budget)).Locked);
    }

    private static string Parent(Budget budget) => budget.Name[..budget.Name.IndexOf("/budgets", StringComparison.Ordinal)];

    private static Event Started(string report, long sequence) => new()
    {
        ReportStarted = new ReportStarted { MessageId = Id(), Report = report, Sequence = sequence, State = ReportState.Draft, EventTime = Now() },
    };

    internal static Event Submitted(string report, long sequence) => new()
    {
        ReportSubmitted = new ReportSubmitted
        {
            MessageId = Id(),
            Report = report,
            Sequence = sequence,
            State = ReportState.Submitted,
            Revision = 1,
            EventTime = Now(),
            SnapshotSha256 = new string('0', 64),
        },
    };

    private static Event Returned(string report, long sequence) => new()
    {
        ReportReturned = new ReportReturned
        {
            MessageId = Id(),
            Report = report,
            Sequence = sequence,
            State = ReportState.Returned,
            Revision = 1,
            EventTime = Now(),
            Reason = "请核对金额",
        },
    };

    private static string Id() => $"{Guid.NewGuid()}";

    private static Timestamp Now() => Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow);

    private async Task ApplyAsync(params Event[] events) => await fixture.Events.ApplyAsync(new ApplyRequest { Events = { events } });

    private async Task<Budget> GetAsync(Budget budget) => await fixture.Budgets.GetBudgetAsync(new GetBudgetRequest { Name = budget.Name });

    private async Task<Budget> UpdateAsync(Budget budget) =>
        await fixture.Budgets.UpdateBudgetAsync(new UpdateBudgetRequest { Budget = new Budget { Name = budget.Name, FundingRows = { Row("乙") } } });
}

public sealed class BudgetLockOnSqlite(BudgetsFixture<OnSqlite> fixture) : BudgetLockTests(fixture), IClassFixture<BudgetsFixture<OnSqlite>>;

[SqlServer]
public sealed class BudgetLockOnSqlServer(BudgetsFixture<OnSqlServer> fixture) : BudgetLockTests(fixture), IClassFixture<BudgetsFixture<OnSqlServer>>;

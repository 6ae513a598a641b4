using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Grpc.Core;
using Liwan.Departments.V1;
using Liwan.Reports.Submission;
using Liwan.Reports.V1;
using Liwan.ServiceDefaults.Errors;
using Liwan.Testing;
using Policy = Liwan.Departments.V1.Round.Types.LatePolicy;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Reports.Tests.Submission;

/// <summary>Alone with its services: it closes the round that forms need.</summary>
public abstract class RoundGateTests(ReportsFixture fixture)
{
    private static readonly Date Past = new() { Year = 2022, Month = 3, Day = 31 };
    private static readonly Date Future = new() { Year = 2099, Month = 12, Day = 31 };

    [DatabaseFact]
    public async Task Submit_AsTheRoundGoes_IsTakenMarkedOrRefused()
    {
        var name = await fixture.NewFormAsync();
        await fixture.Rounds.CloseRoundAsync(new CloseRoundRequest { Name = "rounds/2021" });

        var error = await RpcError.OfAsync(() => fixture.SubmitAsync(name));
        Assert.Equal((StatusCode.FailedPrecondition, "ROUND_NOT_OPEN", "rounds/2021", "CLOSED"), (error.Code, error.Reason, error.Metadata["name"], error.Metadata["state"]));
        Assert.Equal([("ROUND", "rounds/2021")], error.Preconditions.Select(unmet => (unmet.Type, unmet.Subject)));

        await fixture.Rounds.ReopenRoundAsync(new ReopenRoundRequest { Name = "rounds/2021" });
        await UpdateAsync(Past, Policy.Refused);
        error = await RpcError.OfAsync(() => fixture.SubmitAsync(name));
        Assert.Equal((StatusCode.FailedPrecondition, "DEADLINE_PASSED", "2022-03-31"), (error.Code, error.Reason, error.Metadata["deadline"]));
        Assert.Contains("2022-03-31 24:00", error.Chinese, StringComparison.Ordinal);
        Assert.Equal((Report.Types.State.Draft, 0), await StateAsync(name));

        // In time, though late forms would be refused.
        await UpdateAsync(Future, Policy.Refused);
        Assert.False((await fixture.SubmitAsync(name)).Revision.Late);

        // Late and taken: the revision says so, and goes on saying so.
        await fixture.Reports.ReturnReportAsync(new ReturnReportRequest { Name = name, Reason = "请核对。" });
        await UpdateAsync(Past, Policy.Allowed);
        Assert.True((await fixture.SubmitAsync(name)).Revision.Late);
        await Wait.UntilAsync("the board says that it is late", async () =>
            (await fixture.Rounds.GetFilingAsync(new GetFilingRequest { Name = ReportsFixture.FilingOf(name) })) is { Late: true, Revision: 2 });
        await UpdateAsync(Future, Policy.Allowed);
        var revisions = (await fixture.Reports.ListRevisionsAsync(new ListRevisionsRequest { Parent = name })).Revisions;
        Assert.Equal([false, true], revisions.Select(revision => revision.Late));
        Assert.True((await fixture.Reports.GetRevisionAsync(new GetRevisionRequest { Name = $"{name}/revisions/2" })).Late);
    }

    [DatabaseFact]
    public async Task Submit_OfAYearWithoutARound_IsRefusedBeforeItsChecks()
    {
        var department = await fixture.NewDepartmentAsync();
        var name = (await fixture.Reports.CreateReportAsync(new CreateReportRequest { Parent = department, ReportId = "2019", Report = new Report() })).Name;

        var error = await RpcError.OfAsync(() => fixture.SubmitAsync(name));

        Assert.Equal((StatusCode.FailedPrecondition, "ROUND_NOT_OPEN", "rounds/2019", "NOT_OPENED"), (error.Code, error.Reason, error.Metadata["name"], error.Metadata["state"]));
        Assert.Equal((Report.Types.State.Draft, 0), await StateAsync(name));
    }

    [DatabaseFact]
    public async Task Submit_ByAnIntegratorWhoMayNotReadRounds_IsDenied()
    {
        var name = await fixture.NewFormAsync();
        var etag = (await fixture.Reports.CheckReportAsync(new CheckReportRequest { Name = name })).Etag;
        using var channel = fixture.Host.ChannelAs(TestTokens.Trusted.Mint(new TokenClaims
        {
            Subject = "integrator",
            Roles = [Access.V1.Role.Integrator],
            Departments = ["*"],
            Scopes = ["reports.submit", "departments.read", "budgets.read", "task-plans.read"],
        }));

        var error = await RpcError.OfAsync(() => new ReportService.ReportServiceClient(channel).SubmitReportAsync(new SubmitReportRequest { Name = name, Etag = etag }));

        Assert.Equal((StatusCode.PermissionDenied, "rounds.read"), (error.Code, error.Metadata["scope"]));
    }

    [Theory]
    [InlineData("2022-03-31T15:59:59.999999Z", true, false)]
    [InlineData("2022-03-31T15:59:59.999999Z", false, false)]
    [InlineData("2022-03-31T16:00:00Z", false, true)]
    [InlineData("2022-03-31T16:00:00Z", true, null)]
    public void Terms_AtTheEndOfTheDeadline_TurnOverAt24Hours(string moment, bool refusesLate, bool? late)
    {
        var terms = new SubmissionTerms("rounds/2021", new DateOnly(2022, 3, 31), refusesLate);
        var at = DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture);
        if (late is null)
        {
            Assert.Same(ErrorCatalogue.DeadlinePassed, Assert.Throws<ServiceException>(() => terms.IsLate(at)).Definition);
        }
        else
        {
            Assert.Equal(late, terms.IsLate(at));
        }
    }

    private async Task UpdateAsync(Date deadline, Policy policy) => await fixture.Rounds.UpdateRoundAsync(new UpdateRoundRequest
    {
        Round = new Round { Name = "rounds/2021", Deadline = deadline, LatePolicy = policy },
        UpdateMask = FieldMask.FromString("deadline,late_policy"),
    });

    private async Task<(Report.Types.State State, int Revision)> StateAsync(string name)
    {
        var report = await fixture.Reports.GetReportAsync(new GetReportRequest { Name = name });
        return (report.State, report.Revision);
    }
}

public sealed class RoundGateOnSqlite(ReportsFixture<OnSqlite> fixture) : RoundGateTests(fixture), IClassFixture<ReportsFixture<OnSqlite>>;

[SqlServer]
public sealed class RoundGateOnSqlServer(ReportsFixture<OnSqlServer> fixture) : RoundGateTests(fixture), IClassFixture<ReportsFixture<OnSqlServer>>;

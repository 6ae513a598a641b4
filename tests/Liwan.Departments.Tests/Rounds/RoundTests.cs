using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Grpc.Core;
using Liwan.Access.V1;
using Liwan.Departments.V1;
using Liwan.Testing;
using Exemption = Liwan.Departments.V1.Round.Types.Exemption;
using Policy = Liwan.Departments.V1.Round.Types.LatePolicy;
using State = Liwan.Departments.V1.Round.Types.State;

namespace Liwan.Departments.Tests.Rounds;

public abstract class RoundTests(DepartmentsFixture fixture)
{
    private static readonly Date Deadline = Day(2099, 3, 31);

    [DatabaseFact]
    public async Task OpenRound_OfAYear_IsKeptWholeAndGivenAgainForItsRequestId()
    {
        var (first, second) = ((await fixture.CreateAsync()).Name, (await fixture.CreateAsync()).Name);
        var request = new OpenRoundRequest
        {
            RoundId = "2001",
            Round = new Round
            {
                Name = "ignored",
                Deadline = Deadline,
                LatePolicy = Policy.Refused,
                Exemptions = { Exempt(second, "涉密单位\r\n另行报送"), Exempt(first, "当年新设") },
            },
            RequestId = $"{Guid.NewGuid()}",
        };

        var opened = await fixture.Rounds.OpenRoundAsync(request);

        Assert.Equal(
            new Round
            {
                Name = "rounds/2001",
                State = State.Open,
                Deadline = Deadline,
                LatePolicy = Policy.Refused,
                Exemptions = { Exempt(first, "当年新设"), Exempt(second, "涉密单位\n另行报送") },
                Template = "liwan-2021",
                CreateTime = opened.CreateTime,
                UpdateTime = opened.CreateTime,
                Etag = opened.Etag,
            },
            opened);
        Assert.NotEmpty(opened.Etag);
        Assert.Equal(opened, await fixture.Rounds.OpenRoundAsync(request));
        Assert.Equal(opened, await GetAsync(2001));
        request.RequestId = $"{Guid.NewGuid()}";
        var error = await RpcError.OfAsync(() => fixture.Rounds.OpenRoundAsync(request));
        Assert.Equal((StatusCode.AlreadyExists, "rounds/2001"), (error.Code, error.Metadata["name"]));
    }

    [DatabaseFact]
    public async Task OpenRound_WithAllThatCanBeWrong_NamesEachFieldAndOpensNothing()
    {
        var registered = (await fixture.CreateAsync()).Name;
        var round = new Round
        {
            Deadline = Day(2022, 2, 30),
            LatePolicy = (Policy)9,
            Template = "another",
            Exemptions = { Exempt(registered, "一"), Exempt(registered, "二"), Exempt("nobody", "三"), Exempt("departments/another", " ") },
        };

        var error = await RpcError.OfAsync(() => OpenAsync("1999", round));

        Assert.Equal(
            [
                ("round_id", "YEAR_OUT_OF_RANGE"), ("round.template", "VALUE_NOT_ACCEPTED"), ("round.deadline", "DATES_INVALID"),
                ("round.late_policy", "VALUE_NOT_ACCEPTED"), ("round.exemptions[1].department", "VALUE_NOT_ACCEPTED"),
                ("round.exemptions[2].department", "NAME_MALFORMED"), ("round.exemptions[3].reason", "FIELD_REQUIRED"),
            ],
            error.Fields);
        Assert.Equal([("round", "FIELD_REQUIRED")], (await RpcError.OfAsync(() => OpenAsync("2002", null))).Fields);
        Assert.Equal([("round.deadline", "FIELD_REQUIRED")], (await RpcError.OfAsync(() => OpenAsync("2002", new Round()))).Fields);
        foreach (var year in (int[])[1999, 2200, 9999])
        {
            Assert.Equal([("round.deadline", "VALUE_NOT_ACCEPTED")], (await RpcError.OfAsync(() => OpenAsync("2002", new Round { Deadline = Day(year, 12, 31) }))).Fields);
        }

        round = new Round { Deadline = Deadline, Exemptions = { Exempt(registered, "一"), Exempt("departments/nobody-knows", "二") } };
        error = await RpcError.OfAsync(() => OpenAsync("2002", round));
        Assert.Equal((StatusCode.NotFound, "departments/nobody-knows"), (error.Code, error.Metadata["name"]));
        Assert.Equal([("round.exemptions[1].department", "NOT_FOUND")], error.Fields);
        round.Exemptions.Clear();
        round.Exemptions.AddRange(Enumerable.Range(0, 5001).Select(i => Exempt($"departments/d-{i}", "免")));
        Assert.Equal([("round.exemptions", "TOO_MANY_ITEMS")], (await RpcError.OfAsync(() => OpenAsync("2002", round))).Fields);
        Assert.Equal(StatusCode.NotFound, (await RpcError.OfAsync(() => GetAsync(2002))).Code);
    }

    [DatabaseFact]
    public async Task OpenRound_By8AtOnce_OpensOne()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await OpenAsync("2003", new Round { Deadline = Deadline });
                return StatusCode.OK;
            }
            catch (RpcException e)
            {
                return e.StatusCode;
            }
        }));

        Assert.Equal([StatusCode.OK, .. Enumerable.Repeat(StatusCode.AlreadyExists, 7)], outcomes.Order());
    }

    [DatabaseFact]
    public async Task UpdateRound_ByMask_ChangesWhatTheMaskNamesAndNothingElse()
    {
        var department = (await fixture.CreateAsync()).Name;
        var opened = await OpenAsync("2004", new Round { Deadline = Deadline, LatePolicy = Policy.Refused, Exemptions = { Exempt(department, "涉密") } });

        var later = await UpdateAsync(new Round { Name = opened.Name, Deadline = Day(2099, 4, 30), LatePolicy = Policy.Allowed }, "deadline");
        Assert.Equal((Day(2099, 4, 30), Policy.Refused, 1), (later.Deadline, later.LatePolicy, later.Exemptions.Count));
        Assert.True(later.UpdateTime > opened.UpdateTime);
        Assert.NotEqual(opened.Etag, later.Etag);

        // Without a mask: what is set.
        var allowed = await UpdateAsync(new Round { Name = opened.Name, LatePolicy = Policy.Allowed });
        Assert.Equal((Day(2099, 4, 30), Policy.Allowed, 1), (allowed.Deadline, allowed.LatePolicy, allowed.Exemptions.Count));

        // All that can be changed.
        var whole = await UpdateAsync(new Round { Name = opened.Name, Deadline = Deadline }, "*");
        Assert.Equal((Deadline, Policy.Allowed, 0, "liwan-2021"), (whole.Deadline, whole.LatePolicy, whole.Exemptions.Count, whole.Template));
        Assert.Equal(whole, await GetAsync(2004));

        var error = await RpcError.OfAsync(() => UpdateAsync(new Round { Name = opened.Name }, "state"));
        Assert.Equal([("update_mask", "UPDATE_MASK_INVALID")], error.Fields);
        error = await RpcError.OfAsync(() => UpdateAsync(new Round { Name = opened.Name, Template = "another" }));
        Assert.Equal([("round.template", "FIELD_IMMUTABLE")], error.Fields);
        error = await RpcError.OfAsync(() => UpdateAsync(new Round { Name = opened.Name }, "*"));
        Assert.Equal([("round.deadline", "FIELD_REQUIRED")], error.Fields);
        error = await RpcError.OfAsync(() => UpdateAsync(new Round { Name = opened.Name, Etag = opened.Etag, LatePolicy = Policy.Refused }));
        Assert.Equal((StatusCode.Aborted, "ETAG_MISMATCH", whole.Etag), (error.Code, error.Reason, error.Metadata["etag"]));
        error = await RpcError.OfAsync(() => UpdateAsync(new Round { Name = "rounds/2099" }));
        Assert.Equal(StatusCode.NotFound, error.Code);
        Assert.Equal(whole, await GetAsync(2004));
    }

    [DatabaseFact]
    public async Task CloseRound_AndReopenRound_MoveBetweenTheTwoStatesAndNoOtherWay()
    {
        var opened = await OpenAsync("2005", new Round { Deadline = Deadline });

        var error = await RpcError.OfAsync(() => fixture.Rounds.ReopenRoundAsync(new ReopenRoundRequest { Name = opened.Name }));
        Assert.Equal((StatusCode.FailedPrecondition, "STATE_FORBIDS", "OPEN", "close"), (error.Code, error.Reason, error.Metadata["state"], error.Metadata["allowed"]));
        Assert.Equal([("STATE", opened.Name)], error.Preconditions.Select(unmet => (unmet.Type, unmet.Subject)));

        var request = new CloseRoundRequest { Name = opened.Name, Etag = opened.Etag, RequestId = $"{Guid.NewGuid()}" };
        var closed = await fixture.Rounds.CloseRoundAsync(request);
        Assert.Equal((State.Closed, closed.UpdateTime), (closed.State, closed.CloseTime));
        Assert.Equal(closed, await fixture.Rounds.CloseRoundAsync(request));
        error = await RpcError.OfAsync(() => fixture.Rounds.CloseRoundAsync(new CloseRoundRequest { Name = opened.Name }));
        Assert.Equal(("STATE_FORBIDS", "CLOSED", "reopen"), (error.Reason, error.Metadata["state"], error.Metadata["allowed"]));

        // A closed round can be changed, and keeps the time of its closing.
        var changed = await UpdateAsync(new Round { Name = opened.Name, Deadline = Day(2099, 5, 1) });
        Assert.Equal((State.Closed, closed.CloseTime), (changed.State, changed.CloseTime));

        error = await RpcError.OfAsync(() => fixture.Rounds.ReopenRoundAsync(new ReopenRoundRequest { Name = opened.Name, Etag = closed.Etag }));
        Assert.Equal((StatusCode.Aborted, "ETAG_MISMATCH"), (error.Code, error.Reason));
        var reopened = await fixture.Rounds.ReopenRoundAsync(new ReopenRoundRequest { Name = opened.Name, Etag = changed.Etag });
        Assert.Equal((State.Open, null), (reopened.State, reopened.CloseTime));
    }

    [DatabaseFact]
    public async Task ListRounds_OfSeveral_GivesTheLatestYearFirstPageByPageWithoutExemptions()
    {
        var department = (await fixture.CreateAsync()).Name;
        foreach (var year in (int[])[2092, 2094, 2093, 2091, 2095])
        {
            await OpenAsync($"{year}", new Round { Deadline = Deadline, Exemptions = { Exempt(department, "涉密") } });
        }

        var pages = new List<ListRoundsResponse>();
        do
        {
            pages.Add(await fixture.Rounds.ListRoundsAsync(new ListRoundsRequest { PageSize = 2, PageToken = pages.LastOrDefault()?.NextPageToken ?? "" }));
        }
        while (pages[^1].NextPageToken.Length > 0);

        var years = pages.SelectMany(page => page.Rounds).Select(round => int.Parse(round.Name["rounds/".Length..], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal([2095, 2094, 2093, 2092, 2091], years.Take(5));
        Assert.Equal(years.OrderDescending(), years);
        Assert.All(pages.SelectMany(page => page.Rounds), round => Assert.Empty(round.Exemptions));
        Assert.All(pages.SkipLast(1), page => Assert.Equal(2, page.Rounds.Count));
        Assert.Equal((await GetAsync(2095)).Etag, pages[0].Rounds[0].Etag);
        var error = await RpcError.OfAsync(() => fixture.Rounds.ListRoundsAsync(new ListRoundsRequest { PageSize = -1 }));
        Assert.Equal([("page_size", "PAGE_SIZE_NEGATIVE")], error.Fields);
        error = await RpcError.OfAsync(() => fixture.Rounds.ListRoundsAsync(new ListRoundsRequest { PageToken = $"{pages[0].NextPageToken}x" }));
        Assert.Equal([("page_token", "PAGE_TOKEN_INVALID")], error.Fields);
    }

    [DatabaseFact]
    public async Task GetRound_ByAClerk_TellsOfTheirOwnExemptionOnly()
    {
        var (own, other) = ((await fixture.CreateAsync()).Name, (await fixture.CreateAsync()).Name);
        await OpenAsync("2006", new Round { Deadline = Deadline, Exemptions = { Exempt(own, "新设"), Exempt(other, "涉密") } });
        using var channel = fixture.Host.ChannelAs(TestTokens.Trusted.Of(Role.Clerk, own["departments/".Length..]));

        var seen = await new EvaluationRoundService.EvaluationRoundServiceClient(channel).GetRoundAsync(new GetRoundRequest { Name = "rounds/2006" });

        Assert.Equal([Exempt(own, "新设")], seen.Exemptions);
    }

    [DatabaseTheory]
    [InlineData("", "FIELD_REQUIRED")]
    [InlineData("rounds/2021/filings", "NAME_MALFORMED")]
    [InlineData("rounds/21", "YEAR_OUT_OF_RANGE")]
    public async Task Methods_UnderANameThatIsNone_NameTheField(string name, string reason)
    {
        Assert.Equal([("name", reason)], (await RpcError.OfAsync(() => fixture.Rounds.GetRoundAsync(new GetRoundRequest { Name = name }))).Fields);
        Assert.Equal([("name", reason)], (await RpcError.OfAsync(() => fixture.Rounds.CloseRoundAsync(new CloseRoundRequest { Name = name }))).Fields);
        Assert.Equal([("name", reason)], (await RpcError.OfAsync(() => fixture.Rounds.ReopenRoundAsync(new ReopenRoundRequest { Name = name }))).Fields);
        Assert.Equal([("round.name", reason)], (await RpcError.OfAsync(() => UpdateAsync(new Round { Name = name }))).Fields);
        Assert.Equal([("parent", reason)], (await RpcError.OfAsync(() => fixture.Rounds.ExportLateFilingsAsync(new ExportLateFilingsRequest { Parent = name }))).Fields);
    }

    [DatabaseFact]
    public async Task Json_OfARound_OpensReadsChangesAndClosesIt()
    {
        var http = fixture.Host.Http;
        var opened = await ReadAsync(await http.PostAsJsonAsync("/v1/rounds?roundId=2007", new { deadline = new { year = 2099, month = 3, day = 31 }, latePolicy = "REFUSED" }));
        Assert.Equal(("rounds/2007", "OPEN", "REFUSED"), ((string?)opened["name"], (string?)opened["state"], (string?)opened["latePolicy"]));
        Assert.Equal(opened.ToJsonString(), (await ReadAsync(await http.GetAsync("/v1/rounds/2007"))).ToJsonString());

        var changed = await ReadAsync(await http.PatchAsJsonAsync("/v1/rounds/2007?updateMask=latePolicy", new { latePolicy = "ALLOWED" }));
        Assert.Equal("ALLOWED", (string?)changed["latePolicy"]);
        var closed = await ReadAsync(await http.PostAsJsonAsync("/v1/rounds/2007:close", new { etag = (string?)changed["etag"] }));
        Assert.Equal("CLOSED", (string?)closed["state"]);
        var reopened = await ReadAsync(await http.PostAsJsonAsync("/v1/rounds/2007:reopen", new { }));
        Assert.Equal("OPEN", (string?)reopened["state"]);
        Assert.NotNull((await ReadAsync(await http.GetAsync("/v1/rounds/2007/progress")))["owed"]);
        using var sheet = await http.GetAsync("/v1/rounds/2007/filings:exportLate");
        Assert.Equal((HttpStatusCode.OK, "text/csv; charset=utf-8"), (sheet.StatusCode, sheet.Content.Headers.ContentType?.ToString()));
    }

    internal static Exemption Exempt(string department, string reason) => new() { Department = department, Reason = reason };

    internal static Date Day(int year, int month, int day) => new() { Year = year, Month = month, Day = day };

    private async Task<Round> OpenAsync(string year, Round? round) =>
        await fixture.Rounds.OpenRoundAsync(new OpenRoundRequest { RoundId = year, Round = round });

    private async Task<Round> UpdateAsync(Round round, params string[] mask) =>
        await fixture.Rounds.UpdateRoundAsync(new UpdateRoundRequest { Round = round, UpdateMask = mask.Length == 0 ? null : new FieldMask { Paths = { mask } } });

    private async Task<Round> GetAsync(int year) => await fixture.Rounds.GetRoundAsync(new GetRoundRequest { Name = $"rounds/{year}" });

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        }
    }
}

public sealed class RoundOnSqlite(DepartmentsFixture<OnSqlite> fixture) : RoundTests(fixture), IClassFixture<DepartmentsFixture<OnSqlite>>;

[SqlServer]
public sealed class RoundOnSqlServer(DepartmentsFixture<OnSqlServer> fixture) : RoundTests(fixture), IClassFixture<DepartmentsFixture<OnSqlServer>>;

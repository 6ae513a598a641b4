using System.Net;
using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Liwan.Departments.V1;
using Liwan.Events.V1;
using Liwan.Testing;

namespace Liwan.Departments.Tests;

public abstract class FilingTests(DepartmentsFixture fixture)
{
    private static readonly Timestamp Base = Timestamp.FromDateTimeOffset(new DateTimeOffset(2022, 3, 1, 0, 0, 0, TimeSpan.Zero));

    [DatabaseFact]
    public async Task GetFiling_AlongTheLifeOfAReport_FollowsItsEvents()
    {
        var department = fixture.NewId();
        var story = Story(department);
        var expected = new (Filing.Types.State State, bool Filed, int Revision, Timestamp? SubmitTime, bool Archived)[]
        {
            (Filing.Types.State.Draft, false, 0, null, false),
            (Filing.Types.State.Submitted, true, 1, At(2), false),
            (Filing.Types.State.Submitted, true, 1, At(2), true),
            (Filing.Types.State.Returned, false, 1, At(2), true),
            (Filing.Types.State.Submitted, true, 2, At(5), false),
            (Filing.Types.State.Submitted, true, 2, At(5), true),
        };
        for (var i = 0; i < story.Length; i++)
        {
            await ApplyAsync(story[i]);

            var filing = await GetAsync(department);
            Assert.Equal(
                new Filing
                {
                    Name = $"rounds/2021/filings/{department}",
                    Department = $"departments/{department}",
                    Report = $"departments/{department}/reports/2021",
                    State = expected[i].State,
                    Filed = expected[i].Filed,
                    Revision = expected[i].Revision,
                    SubmitTime = expected[i].SubmitTime,
                    Archived = expected[i].Archived,
                    Sequence = i + 1,
                    UpdateTime = filing.UpdateTime,
                },
                filing);
        }
    }

    [DatabaseFact]
    public async Task GetFiling_WhateverTheOrderAndHoweverOftenTheEventsCome_EndsTheSame()
    {
        var random = new Random(2021);
        for (var round = 0; round < 30; round++)
        {
            var department = fixture.NewId();
            var story = Story(department);
            Event[] shuffled = [.. story, .. story];
            random.Shuffle(shuffled);

            foreach (var item in shuffled)
            {
                await ApplyAsync(item);
            }

            var filing = await GetAsync(department);
            Assert.Equal(
                (Filing.Types.State.Submitted, 2, At(5), true, 6L),
                (filing.State, filing.Revision, filing.SubmitTime, filing.Archived, filing.Sequence));
        }
    }

    [DatabaseFact]
    public async Task GetFiling_WhenTheNewsOfANewerRevisionComesBeforeItsSubmission_DoesNotMixTheTwo()
    {
        var department = fixture.NewId();
        var story = Story(department);

        await ApplyAsync(story[1], story[2], story[5]);

        var filing = await GetAsync(department);
        Assert.Equal((2, null, true), (filing.Revision, filing.SubmitTime, filing.Archived));
    }

    [DatabaseFact]
    public async Task ListFilings_OfARound_GivesEachOnceInOrderPageByPage()
    {
        string[] departments = [.. Enumerable.Range(1, 12).Select(_ => fixture.NewId())];
        foreach (var department in departments.Reverse())
        {
            await ApplyAsync(Started(department, 2033, 1));
        }

        var first = await fixture.Rounds.ListFilingsAsync(new ListFilingsRequest { Parent = "rounds/2033", PageSize = 5 });
        var second = await fixture.Rounds.ListFilingsAsync(new ListFilingsRequest { Parent = "rounds/2033", PageSize = 5, PageToken = first.NextPageToken });
        var third = await fixture.Rounds.ListFilingsAsync(new ListFilingsRequest { Parent = "rounds/2033", PageSize = 5, PageToken = second.NextPageToken });

        Assert.Equal([5, 5, 2], new[] { first, second, third }.Select(page => page.Filings.Count));
        Assert.Equal(departments.Order(StringComparer.Ordinal).Select(id => $"rounds/2033/filings/{id}"), new[] { first, second, third }.SelectMany(page => page.Filings).Select(filing => filing.Name));
        Assert.Empty(third.NextPageToken);
        Assert.All([first, second, third], page => Assert.Equal(12, page.TotalSize));
        Assert.Equal(new ListFilingsResponse(), await fixture.Rounds.ListFilingsAsync(new ListFilingsRequest { Parent = "rounds/2034" }));
        var error = await RpcError.OfAsync(() => fixture.Rounds.ListFilingsAsync(new ListFilingsRequest { Parent = "rounds/2034", PageToken = first.NextPageToken }));
        Assert.Equal([("page_token", "PAGE_TOKEN_INVALID")], error.Fields);
    }

    [DatabaseFact]
    public async Task ListFilings_ByFilterAndOrder_GivesWhatTheySayAndCountsThem()
    {
        const int year = 2044;
        string[] ids = [.. Enumerable.Range(0, 6).Select(_ => fixture.NewId())];
        // The first has started, the second submitted, the third's is archived, ..., the sixth's second revision is archived.
        foreach (var (id, length) in ids.Zip(Enumerable.Range(1, 6)).Reverse())
        {
            await ApplyAsync(Story(id, year)[..length]);
        }

        await ListsAsync("", 0, 1, 2, 3, 4, 5);
        await ListsAsync("state = DRAFT OR state = RETURNED", 0, 3);
        await ListsAsync("state != SUBMITTED", 0, 3);
        await ListsAsync("filed = true", 1, 2, 4, 5);
        await ListsAsync("filed = true AND archived = false", 1, 4);
        await ListsAsync("archived = true", 2, 3, 5);
        await ListsAsync("revision >= 1 AND NOT revision = 2", 1, 2, 3);
        await ListsAsync("submit_time:*", 1, 2, 3, 4, 5);
        await ListsAsync("NOT submit_time < 2022-03-01T05:00:00Z", 0, 4, 5);
        await ListsAsync($"department = departments/{ids[2]}", 2);
        await ListsAsync("update_time < 2021-01-01T00:00:00Z");

        Assert.Equal(ids, await ListAsync("", "department", 2));
        Assert.Equal(ids.Reverse(), await ListAsync("", "department desc", 2));
        Assert.Equal(ids.Reverse(), await ListAsync("", "update_time", 2));
        Assert.Equal(ids, await ListAsync("", "update_time desc, department desc", 2));

        async Task ListsAsync(string filter, params int[] expected)
        {
            foreach (var orderBy in new[] { "", "department desc", "update_time", "update_time desc" })
            {
                Assert.Equal(expected.Select(i => ids[i]), (await ListAsync(filter, orderBy, 2)).Order(StringComparer.Ordinal));
            }
        }

        async Task<List<string>> ListAsync(string filter, string orderBy, int size)
        {
            var pages = new List<ListFilingsResponse>();
            do
            {
                pages.Add(await fixture.Rounds.ListFilingsAsync(new ListFilingsRequest
                {
                    Parent = $"rounds/{year}",
                    Filter = filter,
                    OrderBy = orderBy,
                    PageSize = size,
                    PageToken = pages.LastOrDefault()?.NextPageToken ?? "",
                }));
            }
            while (pages[^1].NextPageToken.Length > 0);

            var filings = pages.SelectMany(page => page.Filings).ToList();
            Assert.All(pages, page => Assert.Equal(filings.Count, page.TotalSize));
            return [.. filings.Select(filing => filing.Department["departments/".Length..])];
        }
    }

    [DatabaseTheory]
    [InlineData("report:x", "", "filter", "FILTER_FIELD_UNKNOWN")]
    [InlineData("state = FILED", "", "filter", "FILTER_VALUE_INVALID")]
    [InlineData("filed", "", "filter", "FILTER_SYNTAX")]
    [InlineData("", "state", "order_by", "ORDER_BY_INVALID")]
    public async Task ListFilings_ByAFilterOrOrderThatIsNone_NamesTheField(string filter, string orderBy, string field, string reason)
    {
        var error = await RpcError.OfAsync(() => fixture.Rounds.ListFilingsAsync(new ListFilingsRequest { Parent = "rounds/2021", Filter = filter, OrderBy = orderBy }));
        Assert.Equal([(field, reason)], error.Fields);
    }

    [DatabaseTheory]
    [InlineData("", "FIELD_REQUIRED")]
    [InlineData("rounds/2021", "NAME_MALFORMED")]
    [InlineData("rounds/2021/filings/", "FIELD_REQUIRED")]
    [InlineData("rounds/2021/filings/X", "NAME_MALFORMED")]
    [InlineData("rounds/1821/filings/npc-office", "YEAR_OUT_OF_RANGE")]
    public async Task GetFiling_UnderANameThatIsNone_NamesTheField(string name, string reason)
    {
        var error = await RpcError.OfAsync(() => fixture.Rounds.GetFilingAsync(new GetFilingRequest { Name = name }));
        Assert.Equal([("name", reason)], error.Fields);
    }

    [DatabaseTheory]
    [InlineData("", "FIELD_REQUIRED")]
    [InlineData("rounds", "NAME_MALFORMED")]
    [InlineData("rounds/2100", "YEAR_OUT_OF_RANGE")]
    public async Task ListFilings_OfARoundThatIsNone_NamesTheField(string parent, string reason)
    {
        var error = await RpcError.OfAsync(() => fixture.Rounds.ListFilingsAsync(new ListFilingsRequest { Parent = parent }));
        Assert.Equal([("parent", reason)], error.Fields);
    }

    [DatabaseFact]
    public async Task GetFiling_BeforeAnyEvent_AnswersNotFound()
    {
        var error = await RpcError.OfAsync(() => GetAsync("nobody"));
        Assert.Equal(StatusCode.NotFound, error.Code);
    }

    [DatabaseFact]
    public async Task Json_OfAFiling_IsThatOfTheProto()
    {
        var department = fixture.NewId();
        await ApplyAsync(Started(department, 2021, 7));

        using var response = await fixture.Host.Http.GetAsync($"/v1/rounds/2021/filings/{department}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var filing = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(("DRAFT", "7", false), ((string?)filing["state"], (string?)filing["sequence"], (bool)filing["filed"]!));
    }

    private static Timestamp At(int hour) => Base + Duration.FromTimeSpan(TimeSpan.FromHours(hour));

    private static Event Started(string department, int year, long sequence) => new()
    {
        ReportStarted = new ReportStarted
        {
            MessageId = $"{Guid.NewGuid()}",
            Report = $"departments/{department}/reports/{year}",
            Sequence = sequence,
            State = ReportState.Draft,
            EventTime = At(1),
        },
    };

    // Started, submitted, archived, returned, submitted again, archived again.
    private static Event[] Story(string department, int year = 2021)
    {
        var report = $"departments/{department}/reports/{year}";
        var hash = new string('0', 64);
        return
        [
            Started(department, year, 1),
            Submitted(2, 1),
            Archived(3, 1),
            new Event
            {
                ReportReturned = new ReportReturned { MessageId = $"{Guid.NewGuid()}", Report = report, Sequence = 4, State = ReportState.Returned, Revision = 1, EventTime = At(4), Reason = "请核对" },
            },
            Submitted(5, 2),
            Archived(6, 2),
        ];

        Event Submitted(int sequence, int revision) => new()
        {
            ReportSubmitted = new ReportSubmitted
            {
                MessageId = $"{Guid.NewGuid()}",
                Report = report,
                Sequence = sequence,
                State = ReportState.Submitted,
                Revision = revision,
                EventTime = At(sequence),
                SnapshotSha256 = hash,
            },
        };

        Event Archived(int sequence, int revision) => new()
        {
            ReportArchived = new ReportArchived
            {
                MessageId = $"{Guid.NewGuid()}",
                Report = report,
                Sequence = sequence,
                State = ReportState.Submitted,
                Revision = revision,
                EventTime = At(sequence),
                ArchivedRevision = revision,
                DocumentSha256 = hash,
                SnapshotSha256 = hash,
            },
        };
    }

    private async Task ApplyAsync(params Event[] events) => await fixture.Events.ApplyAsync(new ApplyRequest { Events = { events } });

    private async Task<Filing> GetAsync(string department) =>
        await fixture.Rounds.GetFilingAsync(new GetFilingRequest { Name = $"rounds/2021/filings/{department}" });
}

public sealed class FilingOnSqlite(DepartmentsFixture<OnSqlite> fixture) : FilingTests(fixture), IClassFixture<DepartmentsFixture<OnSqlite>>;

[SqlServer]
public sealed class FilingOnSqlServer(DepartmentsFixture<OnSqlServer> fixture) : FilingTests(fixture), IClassFixture<DepartmentsFixture<OnSqlServer>>;

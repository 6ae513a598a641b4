using System.Globalization;
using Google.Type;
using Grpc.Core;
using Liwan.Departments.V1;
using Liwan.Events.V1;
using Liwan.ServiceDefaults.Clients;
using Liwan.Testing;
using static Liwan.Departments.Tests.DepartmentsFixture;
using static Liwan.Departments.Tests.Rounds.RoundTests;

namespace Liwan.Departments.Tests.Rounds;

/// <summary>Each test has a year of its own, with departments that existed in that year only.</summary>
public abstract class BoardTests(DepartmentsFixture fixture)
{
    private static readonly Date Past = Day(2022, 3, 31);
    private static readonly Date Future = Day(2099, 12, 31);

    [DatabaseFact]
    public async Task OpenRound_PutsEveryDepartmentOfTheYearsLastDayOnTheBoard()
    {
        var owing = await EnterAsync(2031, Name("老局", "2031-01-01", "2031-06-30"), Name("新局", "2031-07-01", "2031-12-31"));
        var between = await EnterAsync(2031, Name("前名", "2031-01-01", "2031-12-30"), Name("后名", "2032-02-01", "2032-02-01"));
        var exempt = await EnterAsync(2031);
        await EnterAsync(2031, Name("早撤销", "2031-01-01", "2031-12-30"));
        await EnterAsync(2031, Name("晚设立", "2032-01-01", "2032-01-01"));
        var gone = await EnterAsync(2031, Name("已撤销仍列明", "2031-01-01", "2031-12-30"));

        var round = await OpenAsync(2031, Future, Exempt($"departments/{exempt}", "涉密单位"), Exempt($"departments/{gone}", "已撤销"));

        var filings = await ListAsync(2031);
        Assert.Equal(
            [
                Expected(owing, "新局") with { Owed = true }, Expected(between, "前名") with { Owed = true },
                Expected(exempt, "某局") with { Reason = "涉密单位" }, Expected(gone, "已撤销仍列明") with { Reason = "已撤销" },
            ],
            filings.Select(Row.Of));
        Assert.All(filings, filing => Assert.Equal((round.CreateTime, 0L, null), (filing.UpdateTime, filing.Sequence, filing.SubmitTime)));
        Assert.Equal(filings[0], await GetAsync(2031, owing));
        Assert.Equal(
            new RoundProgress { Name = "rounds/2031/progress", Owed = 2, NotStarted = 2, Exempt = 2 },
            await fixture.Rounds.GetRoundProgressAsync(new GetRoundProgressRequest { Name = "rounds/2031/progress" }));
    }

    [DatabaseFact]
    public async Task Events_BeforeTheRoundIsOpened_HaveTheirFilingsBecomeOwedAndNothingElse()
    {
        var department = await EnterAsync(2032);
        await ApplyAsync(FormEvents.Of(department, 2032)[..2]);
        await ApplyAsync(FormEvents.Of("nobody-knows", 2032)[..1]);
        var before = await GetAsync(2032, department);
        Assert.Equal((false, false, "某局"), (before.Owed, before.Overdue, before.DepartmentName));

        await OpenAsync(2032, Future);

        before.Owed = true;
        Assert.Equal(before, await GetAsync(2032, department));
        // It has started one, whoever it is.
        Assert.Equal(new Row("nobody-knows", "", Filing.Types.State.Draft, false, ""), Row.Of(await GetAsync(2032, "nobody-knows")));
    }

    [DatabaseFact]
    public async Task Progress_OverEveryState_CountsWhatTheListShows()
    {
        // How many events of the form each has heard: not started, draft, submitted, ..., published.
        var ids = new List<string>();
        foreach (var length in Enumerable.Range(0, 9))
        {
            ids.Add(await EnterAsync(2033));
            await ApplyAsync(FormEvents.Of(ids[^1], 2033)[..length]);
        }

        var (exempt, filedAllTheSame) = (await EnterAsync(2033), await EnterAsync(2033));
        await ApplyAsync(FormEvents.Of(exempt, 2033)[..1]);
        await ApplyAsync(FormEvents.Of(filedAllTheSame, 2033)[..2]);
        await ApplyAsync(FormEvents.Of("nobody-owes", 2033)[..1]);

        await OpenAsync(2033, Future, Exempt($"departments/{exempt}", "一"), Exempt($"departments/{filedAllTheSame}", "二"));

        var expected = new RoundProgress
        {
            Name = "rounds/2033/progress",
            Owed = 9,
            NotStarted = 1,
            Draft = 2,
            Submitted = 5,
            Returned = 1,
            Accepted = 1,
            Published = 1,
            Exempt = 1,
        };
        Assert.Equal(expected, await ProgressAsync(2033));
        await ListsAsync("owed = true", ids);
        await ListsAsync("owed = false", [exempt, filedAllTheSame, "nobody-owes"]);
        await ListsAsync("state = NOT_STARTED", [ids[0]]);
        await ListsAsync("overdue = true OR late = true", []);

        // The forms were submitted on 1 March 2022; a deadline before makes them late, and the others overdue.
        await UpdateAsync(new Round { Name = "rounds/2033", Deadline = Day(2022, 2, 28) });
        expected.Overdue = 3;
        expected.Late = 8;
        Assert.Equal(expected, await ProgressAsync(2033));
        await ListsAsync("overdue = true", [ids[0], ids[1], ids[4]]);
        await ListsAsync("NOT overdue = true AND owed = true", [ids[2], ids[3], ids[5], ids[6], ids[7], ids[8]]);
        await ListsAsync("late = true", [.. ids[2..], filedAllTheSame]);
        Assert.All(await ListAsync(2033, "late = true"), filing => Assert.True(filing.Late));
        Assert.All(await ListAsync(2033, "overdue = false"), filing => Assert.False(filing.Overdue));

        // On the last day itself nothing is late.
        await UpdateAsync(new Round { Name = "rounds/2033", Deadline = Day(2022, 3, 1) });
        expected.Late = 0;
        Assert.Equal(expected, await ProgressAsync(2033));

        async Task ListsAsync(string filter, IReadOnlyList<string> departments) =>
            Assert.Equal(departments.Order(StringComparer.Ordinal), (await ListAsync(2033, filter)).Select(filing => filing.Department["departments/".Length..]));
    }

    [DatabaseFact]
    public async Task ADepartmentRegisteredWhileTheRoundIsOpen_IsAddedAndOneRegisteredWhileItIsClosedOnceItIsReopened()
    {
        await OpenAsync(2034, Future);
        var created = await EnterAsync(2034);
        await EnterAsync(2034, Name("次年设立", "2035-01-01", "2035-01-01"));
        var imported = (await ImportAsync(2034, 3)).Order(StringComparer.Ordinal);
        Assert.Equal([created, .. imported], await OnBoardAsync(2034));

        var closed = await fixture.Rounds.CloseRoundAsync(new CloseRoundRequest { Name = "rounds/2034" });
        var late = await EnterAsync(2034);
        Assert.DoesNotContain(late, await OnBoardAsync(2034));
        await fixture.Rounds.ReopenRoundAsync(new ReopenRoundRequest { Name = "rounds/2034", Etag = closed.Etag });
        Assert.Contains(late, await OnBoardAsync(2034));

        // The register is put right: it was abolished before the year was over, or it was not.
        await fixture.Departments.UpdateDepartmentAsync(new UpdateDepartmentRequest
        {
            Department = new Department { Name = $"departments/{created}", OfficialNames = { Name("某局", "2034-01-01", "2034-06-30") } },
        });
        Assert.DoesNotContain(created, await OnBoardAsync(2034));
        Assert.Equal(StatusCode.NotFound, (await RpcError.OfAsync(() => GetAsync(2034, created))).Code);
        await fixture.Departments.UpdateDepartmentAsync(new UpdateDepartmentRequest
        {
            Department = new Department { Name = $"departments/{created}", OfficialNames = { Name("某局", "2034-01-01", "2034-12-31") } },
        });
        Assert.Contains(created, await OnBoardAsync(2034));
    }

    [DatabaseFact]
    public async Task DepartmentsRegisteredAtTheMomentOfOpening_AreAllOnTheBoard()
    {
        var entering = Enumerable.Range(0, 24).Select(_ => EnterAsync(2035)).ToList();
        await OpenAsync(2035, Future);
        var ids = await Task.WhenAll(entering);

        Assert.Equal(ids.Order(StringComparer.Ordinal), await OnBoardAsync(2035));
    }

    [DatabaseFact]
    public async Task UpdateRound_ThatExemptsAndLifts_ChangesWhoOwes()
    {
        var (first, second) = (await EnterAsync(2036), await EnterAsync(2036));
        var gone = await EnterAsync(2036, Name("已撤销", "2036-01-01", "2036-01-31"));
        await OpenAsync(2036, Past, Exempt($"departments/{first}", "涉密"), Exempt($"departments/{gone}", "已撤销"));
        await ApplyAsync(FormEvents.Of(first, 2036)[..1]);

        await UpdateAsync(new Round { Name = "rounds/2036", Exemptions = { Exempt($"departments/{second}", "新设") } });

        Assert.Equal(
            [
                new Row(first, "某局", Filing.Types.State.Draft, true, ""),
                new Row(second, "某局", Filing.Types.State.NotStarted, false, "新设"),
            ],
            (await ListAsync(2036)).Select(Row.Of));
        Assert.Equal([true, false], (await ListAsync(2036)).Select(filing => filing.Overdue));
        // The next event finds the filing as it is.
        await ApplyAsync(FormEvents.Of(second, 2036)[..2]);
        Assert.Equal(new Row(second, "某局", Filing.Types.State.Submitted, false, "新设"), Row.Of(await GetAsync(2036, second)));
    }

    [DatabaseFact]
    public async Task ExportLateFilings_GivesWhoOwesAndHasNotFiled_InCellsThatNoSpreadsheetTakesForFormulas()
    {
        var plain = await EnterAsync(2037);
        var quoted = await EnterAsync(2037, Name("甲\"乙\",丙", "2037-01-01", "2037-12-31"));
        var formula = await EnterAsync(2037, Name("=HYPERLINK(\"x\")", "2037-01-01", "2037-12-31"));
        var at = await EnterAsync(2037, Name("@局", "2037-01-01", "2037-12-31"));
        var (filed, exempt) = (await EnterAsync(2037), await EnterAsync(2037));
        await ApplyAsync(FormEvents.Of(filed, 2037)[..2]);
        await ApplyAsync(FormEvents.Of(quoted, 2037)[..1]);
        await ApplyAsync(FormEvents.Of(at, 2037)[..4]);
        await OpenAsync(2037, Past, Exempt($"departments/{exempt}", "涉密"));

        var sheet = await fixture.Rounds.ExportLateFilingsAsync(new ExportLateFilingsRequest { Parent = "rounds/2037" });

        var days = (TimeProvider.System.TodayInLiwan().DayNumber - new DateOnly(2022, 3, 31).DayNumber).ToString(CultureInfo.InvariantCulture);
        Assert.Equal("text/csv; charset=utf-8", sheet.ContentType);
        Assert.Equal(
            "\uFEFF部门编号,部门名称,填报状态,截止日期,逾期天数\r\n"
            + $"{plain},某局,未开始,2022-03-31,{days}\r\n"
            + $"{quoted},\"甲\"\"乙\"\",丙\",填报中,2022-03-31,{days}\r\n"
            + $"{formula},\"'=HYPERLINK(\"\"x\"\")\",未开始,2022-03-31,{days}\r\n"
            + $"{at},'@局,已退回,2022-03-31,{days}\r\n",
            sheet.Data.ToStringUtf8());

        // Before the deadline it says whom to remind.
        await UpdateAsync(new Round { Name = "rounds/2037", Deadline = Future });
        sheet = await fixture.Rounds.ExportLateFilingsAsync(new ExportLateFilingsRequest { Parent = "rounds/2037" });
        Assert.Contains($"{plain},某局,未开始,2099-12-31,0\r\n", sheet.Data.ToStringUtf8(), StringComparison.Ordinal);
    }

    [DatabaseFact]
    public async Task Board_WithoutARound_IsNotFound()
    {
        foreach (var name in (string[])["rounds/2038/progress", "rounds/2038/other", "rounds/1838/progress", ""])
        {
            var error = await RpcError.OfAsync(() => fixture.Rounds.GetRoundProgressAsync(new GetRoundProgressRequest { Name = name }));
            Assert.Equal(
                name switch { "rounds/2038/progress" => "NOT_FOUND", "rounds/2038/other" => "NAME_MALFORMED", "" => "FIELD_REQUIRED", _ => "YEAR_OUT_OF_RANGE" }, error.Reason);
        }

        Assert.Equal(StatusCode.NotFound, (await RpcError.OfAsync(() => fixture.Rounds.ExportLateFilingsAsync(new ExportLateFilingsRequest { Parent = "rounds/2038" }))).Code);
    }

    [DatabaseFact]
    public async Task Board_WhateverTheOrderOfEventsRoundAndExemptions_EndsTheSame()
    {
        var random = new Random(440103);
        for (var year = 2050; year < 2074; year++)
        {
            var (filing, exempt) = (await EnterAsync(year), await EnterAsync(year));
            var story = FormEvents.Of(filing, year);
            var steps = Enumerable.Concat(story, story).Select(item => (Func<Task>)(() => ApplyAsync(item))).ToArray();
            random.Shuffle(steps);
            var opening = random.Next(steps.Length + 1);
            var exempting = random.Next(opening, steps.Length + 1);
            for (var i = 0; i <= steps.Length; i++)
            {
                if (i == opening)
                {
                    await OpenAsync(year, Past, Exempt($"departments/{filing}", "后来取消"));
                }

                if (i == exempting)
                {
                    await UpdateAsync(new Round { Name = $"rounds/{year}", Exemptions = { Exempt($"departments/{exempt}", "免报") } });
                }

                if (i < steps.Length)
                {
                    await steps[i]();
                }
            }

            var ended = await GetAsync(year, filing);
            Assert.Equal(
                (Filing.Types.State.Published, 2, FormEvents.At(5), true, (long)story.Length, true, "", false, false),
                (ended.State, ended.Revision, ended.SubmitTime, ended.Archived, ended.Sequence, ended.Owed, ended.ExemptionReason, ended.Overdue, ended.Late));
            Assert.Equal(new Row(exempt, "某局", Filing.Types.State.NotStarted, false, "免报"), Row.Of(await GetAsync(year, exempt)));
            Assert.Equal(new RoundProgress { Name = $"rounds/{year}/progress", Owed = 1, Published = 1, Exempt = 1 }, await ProgressAsync(year));
        }
    }

    private static Row Expected(string department, string name) => new(department, name, Filing.Types.State.NotStarted, false, "");

    private async Task<string> EnterAsync(int year, params OfficialName[] names)
    {
        var id = fixture.NewId();
        await fixture.CreateAsync(id, new Department { OfficialNames = { names is [] ? [Name("某局", $"{year}-01-01", $"{year}-12-31")] : names } });
        return id;
    }

    private async Task<IReadOnlyList<string>> ImportAsync(int year, int count)
    {
        var ids = Enumerable.Range(0, count).Select(_ => fixture.NewId()).ToList();
        using var import = new ImportDialogue<ImportDepartmentsRequest>(fixture.Departments.ImportDepartments());
        await import.SendAsync(new ImportDepartmentsRequest
        {
            Settings = NewImport.Settings(),
            Items =
            {
                ids.Select((id, i) => new ImportDepartmentsRequest.Types.Item
                {
                    Index = i,
                    Department = new Department { Name = $"departments/{id}", OfficialNames = { Name("某局", $"{year}-01-01", $"{year}-12-31") } },
                }),
            },
        });
        await import.FinishAsync();
        return ids;
    }

    private async Task<Round> OpenAsync(int year, Date deadline, params Round.Types.Exemption[] exemptions) =>
        await fixture.Rounds.OpenRoundAsync(new OpenRoundRequest { RoundId = $"{year}", Round = new Round { Deadline = deadline, Exemptions = { exemptions } } });

    private async Task UpdateAsync(Round round) => await fixture.Rounds.UpdateRoundAsync(new UpdateRoundRequest { Round = round });

    private async Task<Filing> GetAsync(int year, string department) =>
        await fixture.Rounds.GetFilingAsync(new GetFilingRequest { Name = $"rounds/{year}/filings/{department}" });

    private async Task<IReadOnlyList<Filing>> ListAsync(int year, string filter = "") =>
        (await fixture.Rounds.ListFilingsAsync(new ListFilingsRequest { Parent = $"rounds/{year}", Filter = filter, PageSize = 1000 })).Filings;

    private async Task<IReadOnlyList<string>> OnBoardAsync(int year) =>
        [.. (await ListAsync(year)).Select(filing => filing.Department["departments/".Length..])];

    private async Task<RoundProgress> ProgressAsync(int year) =>
        await fixture.Rounds.GetRoundProgressAsync(new GetRoundProgressRequest { Name = $"rounds/{year}/progress" });

    private async Task ApplyAsync(params Event[] events)
    {
        if (events.Length > 0)
        {
            await fixture.Events.ApplyAsync(new ApplyRequest { Events = { events } });
        }
    }

    /// <summary>What the round says of a filing.</summary>
    private sealed record Row(string Department, string Name, Filing.Types.State State, bool Owed, string Reason)
    {
        public static Row Of(Filing filing) =>
            new(filing.Department["departments/".Length..], filing.DepartmentName, filing.State, filing.Owed, filing.ExemptionReason);
    }
}

public sealed class BoardOnSqlite(DepartmentsFixture<OnSqlite> fixture) : BoardTests(fixture), IClassFixture<DepartmentsFixture<OnSqlite>>;

[SqlServer]
public sealed class BoardOnSqlServer(DepartmentsFixture<OnSqlServer> fixture) : BoardTests(fixture), IClassFixture<DepartmentsFixture<OnSqlServer>>;

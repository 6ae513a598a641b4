using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Liwan.Access.V1;
using Liwan.Audit.V1;
using Liwan.Bulk.V1;
using Liwan.Events.V1;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Outcome = Liwan.TaskIndicators.V1.Judgement.Types.Outcome;
using Task = System.Threading.Tasks.Task;

namespace Liwan.TaskIndicators.Tests.Judgements;

public abstract class OutcomeOverrideTests(TaskIndicatorsFixture fixture)
{
    [DatabaseFact]
    public async Task Override_GoesBeforeTheReader_AndSaysWhoWhenAndWhy()
    {
        var plan = await CreateAsync();
        using var channel = fixture.Host.ChannelAs(TestTokens.Trusted.Of(Role.Reviewer));
        var before = DateTimeOffset.UtcNow.AddSeconds(-5);

        var after = await new TaskPlanService.TaskPlanServiceClient(channel).OverrideOutcomeAsync(Request(plan, 1, Outcome.Met, "受疫情影响，\r\n已补做", "92.50"));

        var judgement = after.Indicators()[1].Judgement;
        var expected = plan.Clone();
        expected.Etag = after.Etag;
        expected.Indicators()[1].Judgement.Outcome = Outcome.Met;
        expected.Indicators()[1].Judgement.Override = new OutcomeOverride
        {
            Outcome = Outcome.Met,
            Reason = "受疫情影响，\n已补做",
            ScoreRate = "92.5",
            Reviewer = "reviewer",
            OverrideTime = judgement.Override.OverrideTime,
        };
        Assert.Equal(expected, after);
        Assert.Equal(Outcome.NotMet, judgement.ReadOutcome);
        Assert.InRange(judgement.Override.OverrideTime.ToDateTimeOffset(), before, DateTimeOffset.UtcNow.AddSeconds(5));
        Assert.NotEqual(plan.Etag, after.Etag);
        Assert.Equal(after, await fixture.GetAsync(plan.Name));
        await fixture.RestartAsync();
        Assert.Equal(after, await fixture.GetAsync(plan.Name));
    }

    [DatabaseFact]
    public async Task Override_OfAnOverriddenIndicator_TakesThePlaceOfTheFirst()
    {
        var plan = await CreateAsync();
        var first = await OverrideAsync(plan, 0, Outcome.NotMet, "数据不实", "0");

        var second = await OverrideAsync(plan, 0, Outcome.Exempt, "复核：不适用");

        var word = second.Indicators()[0].Judgement.Override;
        Assert.Equal((Outcome.Exempt, "复核：不适用", ""), (word.Outcome, word.Reason, word.ScoreRate));
        Assert.NotEqual(first.Etag, second.Etag);
        Assert.Equal(second, await fixture.GetAsync(plan.Name));
    }

    [DatabaseFact]
    public async Task Clear_BringsTheReaderBack_AndIsRefusedWhereNothingIsOverridden()
    {
        var plan = await CreateAsync();
        await OverrideAsync(plan, 0, Outcome.NotMet, "数据不实");
        var clear = new ClearOutcomeOverrideRequest { Name = plan.Name, IndicatorUid = plan.Indicators()[0].Uid };

        var cleared = await fixture.Plans.ClearOutcomeOverrideAsync(clear);

        // The same content under the same etag: the reviewer's word has left nothing behind.
        Assert.Equal(plan, cleared);
        Assert.Equal(plan, await fixture.GetAsync(plan.Name));
        var error = await RpcError.OfAsync(() => fixture.Plans.ClearOutcomeOverrideAsync(clear));
        Assert.Equal((StatusCode.FailedPrecondition, "NOT_OVERRIDDEN", plan.Name, clear.IndicatorUid), (error.Code, error.Reason, error.Metadata["name"], error.Metadata["uid"]));
    }

    [DatabaseFact]
    public async Task Override_SurvivesUpdatesThatKeepTheWords_WhereverTheIndicatorGoes()
    {
        var plan = await OverrideAsync(await CreateAsync(), 1, Outcome.Met, "已补做");
        var word = plan.Indicators()[1].Judgement;
        var moved = plan.Tasks[0].Indicators[1];
        plan.Tasks[0].Indicators.RemoveAt(1);
        plan.Tasks[0].Indicators[0].Actual = "70%";
        moved.DeviationReason = "见附件";
        plan.Tasks.Insert(0, new V1.Task { Expected = "乙", Indicators = { moved } });

        var after = await fixture.UpdateAsync(plan);

        Assert.Equal(word, after.Indicators()[0].Judgement);
        Assert.Equal(after, await fixture.GetAsync(plan.Name));
        // An update of something else altogether.
        after = await fixture.UpdateAsync(new TaskPlan { Name = plan.Name, AnnualObjective = new AnnualObjective { Expected = "目标" } });
        Assert.Equal(word, after.Indicators()[0].Judgement);
    }

    [DatabaseTheory]
    [InlineData("display_name")]
    [InlineData("definition")]
    [InlineData("target")]
    [InlineData("actual")]
    public async Task Override_GoesWithTheWordsItWasSaidOf(string field)
    {
        var plan = await OverrideAsync(await CreateAsync(), 1, Outcome.Met, "已补做");
        Indicator.Descriptor.FindFieldByName(field).Accessor.SetValue(plan.Tasks[0].Indicators[1], "93%");

        var after = await fixture.UpdateAsync(plan);

        Assert.Null(after.Indicators()[1].Judgement.Override);
        Assert.Equal(after.Indicators()[1].Judgement.ReadOutcome, after.Indicators()[1].Judgement.Outcome);
        Assert.Equal(after, await fixture.GetAsync(plan.Name));
    }

    [DatabaseFact]
    public async Task Override_SurvivesAnImportOfTheSameFile_WhichChangesNothing()
    {
        var plan = await OverrideAsync(await CreateAsync(), 1, Outcome.Met, "已补做");
        var file = JudgedPlans.Of(Texts);
        file.Name = plan.Name;

        Assert.Equal([ImportOutcome.Types.Result.Unchanged], await ImportAsync(file));
        Assert.Equal(plan, await fixture.GetAsync(plan.Name));

        file.Tasks[0].Label = "任务一";
        file.Tasks[0].Uid = plan.Tasks[0].Uid;
        Assert.Equal([ImportOutcome.Types.Result.Replaced], await ImportAsync(file));
        Assert.Equal(plan.Indicators()[1].Judgement, (await fixture.GetAsync(plan.Name)).Indicators()[1].Judgement);

        file.Tasks[0].Indicators[1].Actual = "91%";
        Assert.Equal([ImportOutcome.Types.Result.Replaced], await ImportAsync(file));
        Assert.Null((await fixture.GetAsync(plan.Name)).Indicators()[1].Judgement.Override);
    }

    [DatabaseFact]
    public async Task Override_IsNotCarriedOver()
    {
        var plan = await OverrideAsync(await CreateAsync(("参与率", "≥95%", "")), 0, Outcome.Exempt, "当年未开展");
        var parent = plan.Name[..plan.Name.IndexOf("/task", StringComparison.Ordinal)];

        // The words are the same to the letter, but they are those of another year.
        var carried = await fixture.Plans.CarryOverTaskPlanAsync(new CarryOverTaskPlanRequest { Parent = parent, TaskPlanId = "2022", Source = plan.Name });

        Assert.Equal((Outcome.NotReported, (OutcomeOverride?)null), (carried.Indicators()[0].Judgement.Outcome, carried.Indicators()[0].Judgement.Override));
    }

    [DatabaseFact]
    public async Task Override_WhileTheYearIsLocked_IsSaidAndTakenBack()
    {
        var plan = await CreateAsync();
        await fixture.Events.ApplyAsync(new ApplyRequest
        {
            Events =
            {
                new Event
                {
                    ReportSubmitted = new ReportSubmitted
                    {
                        MessageId = $"{Guid.NewGuid()}", Report = plan.Name.Replace("taskPlans", "reports", StringComparison.Ordinal), Sequence = 2, State = ReportState.Submitted, Revision = 1, EventTime = new Timestamp(), SnapshotSha256 = new string('0', 64),
                    },
                },
            },
        });

        var overridden = await OverrideAsync(plan, 1, Outcome.Met, "已补做");
        var cleared = await fixture.Plans.ClearOutcomeOverrideAsync(new ClearOutcomeOverrideRequest { Name = plan.Name, IndicatorUid = plan.Indicators()[1].Uid, Etag = overridden.Etag });

        Assert.Equal((true, Outcome.Met), (overridden.Locked, overridden.Indicators()[1].Judgement.Outcome));
        Assert.Equal((true, Outcome.NotMet), (cleared.Locked, cleared.Indicators()[1].Judgement.Outcome));
    }

    [DatabaseFact]
    public async Task Override_UnderAnEtagThatIsNotThePlansAnyMore_IsAborted()
    {
        var plan = await CreateAsync();
        var after = await OverrideAsync(plan, 1, Outcome.Met, "已补做");
        var stale = Request(plan, 0, Outcome.Met, "无");
        stale.Etag = plan.Etag;

        var error = await RpcError.OfAsync(() => fixture.Plans.OverrideOutcomeAsync(stale));
        Assert.Equal((StatusCode.Aborted, "ETAG_MISMATCH", after.Etag), (error.Code, error.Reason, error.Metadata["etag"]));
        error = await RpcError.OfAsync(() => fixture.Plans.ClearOutcomeOverrideAsync(new ClearOutcomeOverrideRequest { Name = plan.Name, IndicatorUid = plan.Indicators()[1].Uid, Etag = plan.Etag }));
        Assert.Equal("ETAG_MISMATCH", error.Reason);
        // What a filer saw before the reviewer spoke is not what is there now.
        plan.Tasks[0].Label = "任务一";
        error = await RpcError.OfAsync(() => fixture.UpdateAsync(plan));
        Assert.Equal("ETAG_MISMATCH", error.Reason);
        Assert.Equal(after, await fixture.GetAsync(plan.Name));
    }

    [DatabaseFact]
    public async Task Override_Repeated_GivesTheFirstAnswer()
    {
        var plan = await CreateAsync();
        var request = Request(plan, 1, Outcome.Met, "已补做");
        request.RequestId = $"{Guid.NewGuid()}";

        var first = await fixture.Plans.OverrideOutcomeAsync(request);

        Assert.Equal(first, await fixture.Plans.OverrideOutcomeAsync(request));
        request.Reason = "另一说法";
        Assert.Equal([("request_id", "REQUEST_ID_REUSED")], (await RpcError.OfAsync(() => fixture.Plans.OverrideOutcomeAsync(request))).Fields);
        Assert.Equal(first, await fixture.GetAsync(plan.Name));
    }

    [DatabaseFact]
    public async Task Override_ByManyAtOnce_LosesNoWord()
    {
        var plan = await CreateAsync([.. Enumerable.Range(0, 16).Select(i => ($"指标{i}", "≥95%", "90%"))]);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => OverrideAsync(plan, i, Outcome.Met, $"理由{i}")));

        var after = await fixture.GetAsync(plan.Name);
        Assert.Equal(Enumerable.Range(0, 16).Select(i => $"理由{i}"), after.Indicators().Select(indicator => indicator.Judgement.Override.Reason));
        // The etag is the one of what is there: an update under it goes through.
        after.Tasks[0].Label = "任务一";
        Assert.Equal(after.Indicators().Select(indicator => indicator.Judgement), (await fixture.UpdateAsync(after)).Indicators().Select(indicator => indicator.Judgement));
    }

    [DatabaseFact]
    public async Task Override_IsInTheAuditTrail()
    {
        var plan = await CreateAsync();
        var after = await OverrideAsync(plan, 1, Outcome.Met, "已补做");
        await fixture.Plans.ClearOutcomeOverrideAsync(new ClearOutcomeOverrideRequest { Name = plan.Name, IndicatorUid = plan.Indicators()[1].Uid });

        var entries = (await new AuditService.AuditServiceClient(fixture.Host.Channel).ListAuditEntriesAsync(
            new ListAuditEntriesRequest { Filter = $"resource = \"{plan.Name}\"" })).AuditEntries;

        const string service = "/liwan.taskindicators.v1.TaskPlanService/";
        Assert.Equal(
            [($"{service}ClearOutcomeOverride", after.Etag, plan.Etag), ($"{service}OverrideOutcome", plan.Etag, after.Etag), ($"{service}CreateTaskPlan", "", plan.Etag)],
            entries.Select(entry => (entry.Method, entry.EtagBefore, entry.EtagAfter)));
    }

    [DatabaseFact]
    public async Task Requests_ThatAreWrong_NameAllOfIt()
    {
        var plan = await CreateAsync();

        var error = await RpcError.OfAsync(() => fixture.Plans.OverrideOutcomeAsync(new OverrideOutcomeRequest { Name = "taskPlans/2021", Reason = " ", ScoreRate = "101" }));
        Assert.Equal(
            [("name", "NAME_MALFORMED"), ("indicator_uid", "FIELD_REQUIRED"), ("outcome", "FIELD_REQUIRED"), ("reason", "FIELD_REQUIRED"), ("score_rate", "VALUE_NOT_ACCEPTED")],
            error.Fields);
        error = await RpcError.OfAsync(() => fixture.Plans.OverrideOutcomeAsync(Request(plan, 0, (Outcome)7, new string('长', 2001))));
        Assert.Equal([("outcome", "VALUE_NOT_ACCEPTED"), ("reason", "TEXT_TOO_LONG")], error.Fields);
        error = await RpcError.OfAsync(() => fixture.Plans.ClearOutcomeOverrideAsync(new ClearOutcomeOverrideRequest()));
        Assert.Equal([("name", "FIELD_REQUIRED"), ("indicator_uid", "FIELD_REQUIRED")], error.Fields);

        // A task's uid is none of an indicator.
        var unknown = Request(plan, 0, Outcome.Met, "无");
        unknown.IndicatorUid = plan.Tasks[0].Uid;
        error = await RpcError.OfAsync(() => fixture.Plans.OverrideOutcomeAsync(unknown));
        Assert.Equal((StatusCode.NotFound, ("indicator_uid", "NOT_FOUND")), (error.Code, Assert.Single(error.Fields)));
        error = await RpcError.OfAsync(() => fixture.Plans.ClearOutcomeOverrideAsync(new ClearOutcomeOverrideRequest { Name = "departments/nobody/taskPlans/2021", IndicatorUid = "u" }));
        Assert.Equal((StatusCode.NotFound, "departments/nobody/taskPlans/2021"), (error.Code, error.Metadata["name"]));
        Assert.Equal(plan, await fixture.GetAsync(plan.Name));
    }

    [DatabaseTheory]
    [InlineData("0", "0")]
    [InlineData("100", "100")]
    [InlineData("100.00", "100")]
    [InlineData("92.5", "92.5")]
    [InlineData("0.01", "0.01")]
    [InlineData("085", "85")]
    [InlineData("100.01", null)]
    [InlineData("92.555", null)]
    [InlineData("-1", null)]
    [InlineData("+1", null)]
    [InlineData("1e1", null)]
    [InlineData("92.", null)]
    [InlineData(".5", null)]
    [InlineData("９２", null)]
    [InlineData("1,0", null)]
    [InlineData("92.5%", null)]
    [InlineData(" 92", null)]
    [InlineData("99999999999999999999999999999999999999", null)]
    public async Task ScoreRate_IsAPercentageOfAtMostTwoDecimals(string sent, string? kept)
    {
        var plan = await CreateAsync();
        if (kept is not null)
        {
            Assert.Equal(kept, (await OverrideAsync(plan, 0, Outcome.Met, "无", sent)).Indicators()[0].Judgement.Override.ScoreRate);
            return;
        }

        var error = await RpcError.OfAsync(() => OverrideAsync(plan, 0, Outcome.Met, "无", sent));
        Assert.Equal([("score_rate", "VALUE_NOT_ACCEPTED")], error.Fields);
    }

    [DatabaseFact]
    public async Task Override_ThatAMessageWouldNotHold_IsRefused()
    {
        var text = new string('长', 20_000);
        var full = JudgedPlans.Of(("参与率", "≥95%", "90%"));
        full.Tasks.Add(Enumerable.Range(0, 66).Select(_ => new V1.Task { Expected = text }));
        full.Tasks.Add(new V1.Task { Expected = new string('长', 11_000) });
        var plan = await fixture.CreateAsync(await fixture.NewDepartmentAsync(), "2021", full);

        var error = await RpcError.OfAsync(() => OverrideAsync(plan, 0, Outcome.Met, new string('长', 2_000)));

        Assert.Equal([("task_plan", "RESOURCE_TOO_LARGE")], error.Fields);
        Assert.Equal(plan, await fixture.GetAsync(plan.Name));
    }

    private static (string Name, string Target, string Actual)[] Texts => [("参与率", "≥95%", "98%"), ("满意度", "≥95%", "90%")];

    private static OverrideOutcomeRequest Request(TaskPlan plan, int indicator, Outcome outcome, string reason, string scoreRate = "") =>
        new() { Name = plan.Name, IndicatorUid = plan.Indicators()[indicator].Uid, Outcome = outcome, Reason = reason, ScoreRate = scoreRate };

    private async Task<TaskPlan> CreateAsync(params (string Name, string Target, string Actual)[] indicators) =>
        await fixture.CreateAsync(await fixture.NewDepartmentAsync(), "2021", JudgedPlans.Of(indicators.Length == 0 ? Texts : indicators));

    private async Task<TaskPlan> OverrideAsync(TaskPlan plan, int indicator, Outcome outcome, string reason, string scoreRate = "") =>
        await fixture.Plans.OverrideOutcomeAsync(Request(plan, indicator, outcome, reason, scoreRate));

    private async Task<IEnumerable<ImportOutcome.Types.Result>> ImportAsync(TaskPlan file)
    {
        using var import = new ImportDialogue<ImportTaskPlansRequest>(fixture.Plans.ImportTaskPlans());
        await import.SendAsync(new ImportTaskPlansRequest { Settings = NewImport.Settings(), Items = { new ImportTaskPlansRequest.Types.Item { TaskPlan = file } } });
        await import.FinishAsync();
        return [.. import.Outcomes.Select(outcome => outcome.Result)];
    }
}

public sealed class OutcomeOverrideOnSqlite(TaskIndicatorsFixture<OnSqlite> fixture) : OutcomeOverrideTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlite>>;

[SqlServer]
public sealed class OutcomeOverrideOnSqlServer(TaskIndicatorsFixture<OnSqlServer> fixture) : OutcomeOverrideTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlServer>>;

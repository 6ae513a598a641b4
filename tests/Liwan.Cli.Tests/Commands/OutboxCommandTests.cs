using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Liwan.Cli.Services;
using Liwan.Events.V1;
using State = Liwan.Events.V1.OutboxEvent.Types.State;

namespace Liwan.Cli.Tests.Commands;

/// <summary>liwan outbox and liwan watch.</summary>
public sealed class OutboxCommandTests : IAsyncLifetime
{
    private const string Report = "departments/npc-office/reports/2021";
    private static readonly string Id = $"{new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)}";

    private FakeServices _services = null!;

    public async Task InitializeAsync() => _services = await FakeServices.StartAsync();

    public async Task DisposeAsync() => await _services.DisposeAsync();

    [Fact]
    public async Task List_ReadsPagesUpToTheLimit_AndSaysWhatWaitsForWhom()
    {
        Hold(State.Sent, State.Failing, State.Parked, State.Pending, State.Pending);

        var people = await RunAsync("outbox", "list");
        var some = await RunAsync("outbox", "list", "--limit", "3", "--json");
        var parked = await RunAsync("outbox", "list", "--state", "parked", "--json");

        Assert.Equal(ExitCode.Ok, people.ExitCode);
        Assert.All(["ReportSubmitted", "待发送", "重试中", "已停放，待人工处理", "已发送", "no queue", "共 5 个事件"], text => Assert.Contains(text, people.Output, StringComparison.Ordinal));
        Assert.Equal((3, true), (some.Json.GetProperty("events").GetArrayLength(), some.Json.GetProperty("hasMore").GetBoolean()));
        var one = Assert.Single(parked.Json.GetProperty("events").EnumerateArray());
        Assert.Equal(("PARKED", "no queue", 10), (one.GetProperty("state").GetString(), one.GetProperty("error").GetString(), one.GetProperty("attempts").GetInt32()));
    }

    [Fact]
    public async Task Show_OfAnEvent_SaysAllThatIsKnown()
    {
        Hold(State.Parked);

        var run = await RunAsync("outbox", "show", _services.OutboxEvents[0].Name.Split('/')[1]);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.All(["liwan.events.v1.ReportSubmitted", Report, "已停放", "no queue（失败 10 次）", "budgets"], text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("已将 2 个事件重新排入发送", "redrive", "a", "outboxEvents/b")]
    [InlineData("已将 12 个已发送事件排入重放", "replay", "--since", "2022-03-01", "--report", Report)]
    [InlineData("已清理 7 个事件", "purge", "--before", "2022-03-01T00:00:00+08:00")]
    [InlineData("将清理 7 个事件（未执行）", "purge", "--before", "2022-03-01", "--dry-run")]
    [InlineData("已将 3 封死信交还 budgets 处理", "redrive-errors", "budgets", "--limit", "3")]
    [InlineData("the year is unknown here", "errors", "budgets")]
    [InlineData("共 3 封死信，列出 1 封", "errors", "budgets")]
    public async Task Commands_OfTheOperator_SayWhatTheyDid(string said, params string[] args)
    {
        var run = await RunAsync(["outbox", .. args]);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Contains(said, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_OfTheOperator_SendWhatTheyAreTold()
    {
        await RunAsync("outbox", "redrive", "a", "outboxEvents/b");
        await RunAsync("outbox", "replay", "--since", "2022-03-01", "--until", "2022-03-02T08:00:00Z", "--report", Report);
        await RunAsync("outbox", "purge", "--before", "2022-03-01", "--dry-run");
        await RunAsync("outbox", "redrive-errors", "reports", "--limit", "5");

        var sent = _services.Calls.Select(call => call.Request).ToList();
        Assert.Equal(["outboxEvents/a", "outboxEvents/b"], sent.OfType<RedriveOutboxEventsRequest>().Single().Names);
        Assert.Equal(4, Guid.Parse(sent.OfType<RedriveOutboxEventsRequest>().Single().RequestId).Version);
        var replay = sent.OfType<ReplayOutboxEventsRequest>().Single();
        Assert.Equal(
            (new DateTime(2022, 2, 28, 16, 0, 0, DateTimeKind.Utc), new DateTime(2022, 3, 2, 8, 0, 0, DateTimeKind.Utc), Report),
            (replay.StartTime.ToDateTime(), replay.EndTime.ToDateTime(), replay.Report));
        Assert.Equal((true, ""), (sent.OfType<PurgeOutboxEventsRequest>().Single().ValidateOnly, sent.OfType<PurgeOutboxEventsRequest>().Single().RequestId));
        Assert.Equal(("consumers/reports", 5), (sent.OfType<RedriveDeadLettersRequest>().Single().Parent, sent.OfType<RedriveDeadLettersRequest>().Single().Limit));
    }

    [Theory]
    [InlineData("outbox", "replay")]
    [InlineData("outbox", "replay", "--since", "yesterday")]
    [InlineData("outbox", "errors", "nobody")]
    [InlineData("outbox", "list", "--state", "lost")]
    [InlineData("outbox", "redrive-errors", "budgets", "--limit", "-1")]
    public async Task Commands_ThatAreWrong_AreRefusedBeforeAnyCall(params string[] args)
    {
        Assert.Equal(ExitCode.Usage, (await RunAsync(args)).ExitCode);
        Assert.Empty(_services.Calls);
    }

    [Fact]
    public async Task Watch_PrintsALineForEachEvent_GoesOnAfterABreak_AndKeepsItsPlaceInAFile()
    {
        var folder = Directory.CreateTempSubdirectory("liwan-watch-");
        var file = Path.Combine(folder.FullName, "place");
        _services.Feed.AddRange(Enumerable.Range(1, 6).Select(i => new Event { ReportStarted = new ReportStarted { Report = Report, Sequence = i } }));
        _services.FeedBreaksAfter = 2;

        var first = await RunAsync("watch", "--resume-token", "start", "--resume-file", file, "--count", "4");
        var kept = await File.ReadAllTextAsync(file);
        var second = await RunAsync("watch", "-d", "npc-office", "--resume-file", file, "--count", "2");

        Assert.Equal(["1", "2", "3", "4"], Sequences(first));
        Assert.Equal("4\n", kept);
        Assert.Equal(["5", "6"], Sequences(second));
        Assert.Equal(
            [("departments/-", "start"), ("departments/-", "2"), ("departments/npc-office", "4")],
            _services.Calls.Select(call => (WatchReportsRequest)call.Request).Select(request => (request.Parent, request.ResumeToken)));

        await File.WriteAllTextAsync(file, "this is no token");
        var refused = await RunAsync("watch", "--resume-file", file, "--count", "1");
        Assert.Equal(ExitCode.Refused, refused.ExitCode);
        Assert.Contains("不是续传标记", refused.Error, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    private static IEnumerable<string?> Sequences(CliRun run)
    {
        Assert.Equal(ExitCode.Ok, run.ExitCode);
        foreach (var line in run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var json = JsonDocument.Parse(line);
            yield return json.RootElement.GetProperty("event").GetProperty("reportStarted").GetProperty("sequence").GetString();
        }
    }

    private void Hold(params State[] states) => _services.OutboxEvents.AddRange(states.Select((state, i) => new OutboxEvent
    {
        Name = $"outboxEvents/{Id}",
        EventType = "liwan.events.v1.ReportSubmitted",
        Report = Report,
        Sequence = i + 1,
        Position = i + 1,
        State = state,
        Attempts = state is State.Failing or State.Parked ? 10 : 0,
        Error = state is State.Failing or State.Parked ? "no queue" : "",
        CreateTime = Timestamp.FromDateTime(DateTime.UnixEpoch),
        ParkTime = state == State.Parked ? Timestamp.FromDateTime(DateTime.UnixEpoch) : null,
        AppliedSinks = { "budgets" },
    }));

    private Task<CliRun> RunAsync(params string[] args) => CliRun.Async(_services, args);
}

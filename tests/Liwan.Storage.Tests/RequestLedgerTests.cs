using Google.Protobuf.WellKnownTypes;
using Liwan.ServiceDefaults.Errors;
using Liwan.Storage.Ledger;
using Liwan.Storage.Retention;
using Liwan.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Liwan.Storage.Tests;

public abstract class RequestLedgerTests(TestDatabases databases) : StorageTest(databases)
{
    private const string Method = "/liwan.test.v1.TestService/Change";
    private readonly string _id = $"{Guid.NewGuid()}";

    private RequestLedger Ledger => new(Database, TimeProvider.System);

    [DatabaseFact]
    public async Task ExecuteAsync_WithoutAnId_RunsEveryTime() =>
        Assert.Equal((1, 2), (await ChangeAsync(Call("")), await ChangeAsync(Call(""))));

    [DatabaseFact]
    public async Task ExecuteAsync_Repeated_GivesTheFirstAnswerWithoutAnotherChange()
    {
        var prepared = 0;
        var answers = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            answers.Add((await Ledger.ExecuteAsync(Call(_id), PrepareAsync, (session, _) => AnswerAsync(session), default)).Value);
        }

        Assert.Equal([1, 1, 1], answers);
        Assert.Equal((1, 1), (prepared, await Counter()));
        Assert.Equal(1, await ChangeAsync(Call(_id), new RequestLedger(Open(), TimeProvider.System)));

        Task<bool> PrepareAsync()
        {
            prepared++;
            return Task.FromResult(true);
        }
    }

    [DatabaseFact]
    public async Task ExecuteAsync_OfAnotherCallerOrMethod_IsAnotherRequest()
    {
        await ChangeAsync(Call(_id));
        Assert.Equal(2, await ChangeAsync(Call(_id) with { Caller = "someone" }));
        Assert.Equal(3, await ChangeAsync(Call(_id) with { Method = $"{Method}Again" }));
    }

    [DatabaseFact]
    public async Task ExecuteAsync_WithAnotherPayload_IsRefused()
    {
        await ChangeAsync(Call(_id));
        var error = await Assert.ThrowsAsync<ServiceException>(() => ChangeAsync(Call(_id, "other")));
        Assert.Equal((ErrorCatalogue.RequestIdReused, "request_id"), (error.Definition, Assert.Single(error.Fields).Field));
        Assert.Equal(1, await Counter());
    }

    [DatabaseFact]
    public async Task ExecuteAsync_AfterAFailure_RunsAgain()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Ledger.ExecuteAsync<StringValue, Int64Value>(
            Call(_id),
            async session =>
            {
                await IncrementAsync(session);
                throw new InvalidOperationException("after the change");
            },
            default));
        Assert.Equal(1, await ChangeAsync(Call(_id)));
    }

    [DatabaseFact]
    public async Task ExecuteAsync_ByManyAtOnce_ChangesOnceAndAnswersAll()
    {
        var other = new RequestLedger(Open(), TimeProvider.System);
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => ChangeAsync(Call(_id), i % 2 == 0 ? Ledger : other)));
        Assert.All(answers, answer => Assert.Equal(1, answer));
        Assert.Equal(1, await Counter());
    }

    [DatabaseTheory]
    [InlineData("payload", null)]
    [InlineData("other", "REQUEST_ID_REUSED")]
    public async Task ExecuteAsync_OvertakenBetweenPreparingAndWriting_TakesWhatTheOtherLeft(string payload, string? refused)
    {
        var late = Ledger.ExecuteAsync(
            Call(_id, payload),
            async () =>
            {
                await ChangeAsync(Call(_id));
                return true;
            },
            (session, _) => AnswerAsync(session),
            default);

        if (refused is null)
        {
            Assert.Equal(1, (await late).Value);
        }
        else
        {
            Assert.Equal(refused, (await Assert.ThrowsAsync<ServiceException>(() => late)).Definition.Reason);
        }

        Assert.Equal(1, await Counter());
    }

    [DatabaseTheory]
    [InlineData("x")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("0f8fad5b-d9cb-169f-a165-70867728950e")]
    [InlineData("0f8fad5bd9cb469fa16570867728950e")]
    [InlineData(" 0f8fad5b-d9cb-469f-a165-7086772895")]
    public async Task ExecuteAsync_WithAnIdThatIsNoUuid4_IsRefused(string id)
    {
        var error = await Assert.ThrowsAsync<ServiceException>(() => ChangeAsync(Call(id)));
        Assert.Equal(ErrorCatalogue.RequestIdInvalid, error.Definition);
        Assert.Equal(0, await Counter());
    }

    [DatabaseFact]
    public async Task Sweep_PastRetention_ForgetsTheOldIdsAndKeepsTheOthers()
    {
        var clock = new SetClock { Now = new DateTimeOffset(2022, 3, 1, 0, 0, 0, TimeSpan.Zero) };
        var ledger = new RequestLedger(Database, clock);
        var ids = Enumerable.Range(0, 25).Select(_ => $"{Guid.NewGuid()}").ToList();
        foreach (var id in ids)
        {
            await ChangeAsync(Call(id), ledger);
            clock.Now += TimeSpan.FromHours(1);
        }

        // The first twenty are older than a week, and none is older than itself.
        clock.Now = new DateTimeOffset(2022, 3, 8, 19, 30, 0, TimeSpan.Zero);
        var options = Options.Create(new RetentionOptions { BatchSize = 3 });
        var rule = new RetentionRule("request ledger", options.Value.RequestLedger, RequestLedger.ForgetAsync);
        using var sweeper = new RetentionSweeper(Database, [rule], options, clock, NullLogger<RetentionSweeper>.Instance);
        await sweeper.SweepAsync(default);

        var kept = await Database.ReadAsync(session => session.QueryAsync<string>("SELECT request_id FROM request_ledger ORDER BY create_time"), default);
        Assert.Equal(ids[20..], kept);
        Assert.Equal((21, 26), (await ChangeAsync(Call(ids[20]), ledger), await ChangeAsync(Call(ids[0]), ledger)));
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private static LedgerCall<StringValue> Call(string id, string payload = "payload") =>
        new(string.Empty, Method, id, new StringValue { Value = payload });

    private static async Task<Int64Value> AnswerAsync(DbSession session) => new() { Value = await IncrementAsync(session) };

    private async Task<long> ChangeAsync(LedgerCall<StringValue> call, RequestLedger? ledger = null) =>
        (await (ledger ?? Ledger).ExecuteAsync(call, AnswerAsync, default)).Value;
}

public sealed class RequestLedgerOnSqlite() : RequestLedgerTests(new OnSqlite());

[SqlServer]
public sealed class RequestLedgerOnSqlServer() : RequestLedgerTests(new OnSqlServer());

using System.Globalization;
using Liwan.Storage.Audit;
using Liwan.Storage.Retention;
using Liwan.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Liwan.Storage.Tests.Audit;

public abstract class AuditSealerTests(TestDatabases databases) : AuditTest(databases)
{
    [DatabaseFact]
    public async Task SealAsync_ChainsEntriesInTheOrderOfTheirTime()
    {
        for (var i = 0; i < 20; i++)
        {
            await ChangeAsync(Database, string.Create(CultureInfo.InvariantCulture, $"departments/d{i}"));
        }

        await Sealer(Database).SealAsync(default);

        var seals = await ReadAsync();
        AssertChain(AuditSeal.Start, seals);
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), seals.Select(pair => pair.Seal.SealNumber));
        Assert.Equal(seals.Select(pair => pair.Entry!.CreateTime).Order(), seals.Select(pair => pair.Entry!.CreateTime));
        Assert.Equal(new AuditChain(seals[^1].Seal, AuditSeal.Start), await ChainAsync());
        Assert.Empty(await UnsealedAsync());
    }

    [DatabaseFact]
    public async Task SealAsync_WithNothingToSeal_DoesNothing()
    {
        await Sealer(Database).SealAsync(default);
        Assert.Equal(new AuditChain(AuditSeal.Start, AuditSeal.Start), await ChainAsync());
    }

    [DatabaseFact]
    public async Task SealAsync_OfMoreThanABatch_SealsAllInOneChain()
    {
        await ChangeAsync(Database, [.. Enumerable.Range(0, 1301).Select(i => $"departments/d{i}")]);
        await Sealer(Database).SealAsync(default);
        var seals = await ReadAsync();
        Assert.Equal(1301, seals.Count);
        AssertChain(AuditSeal.Start, seals);
    }

    [DatabaseFact]
    public async Task SealAsync_TwoSealersAnd32Writers_MakeOneChainOfEveryEntry()
    {
        var replica = Open();
        var writing = Task.WhenAll(Enumerable.Range(0, 32).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                await ChangeAsync(writer % 2 == 0 ? Database : replica, $"departments/w{writer}/reports/{i}");
            }
        })));
        await Task.WhenAll(SealUntilWritten(Sealer(Database)), SealUntilWritten(Sealer(replica)));
        await writing;
        await Sealer(Database).SealAsync(default);

        var seals = await ReadAsync();
        AssertChain(AuditSeal.Start, seals);
        Assert.Equal(
            Enumerable.Range(0, 320).Select(i => $"departments/w{i / 10}/reports/{i % 10}").Order(StringComparer.Ordinal),
            seals.Select(pair => pair.Entry!.Resource).Order(StringComparer.Ordinal));

        async Task SealUntilWritten(AuditSealer sealer)
        {
            do
            {
                await sealer.SealAsync(default);
                await Task.Yield();
            }
            while (!writing.IsCompleted);
        }
    }

    [DatabaseFact]
    public async Task ASealerThatRuns_SealsWhatIsCommittedWithoutBeingAskedTo_AndSaysWhereTheChainEnds()
    {
        using var logs = new RecordedLogs();
        using var loggers = new LoggerFactory([logs.ForHost()]);
        using var sealer = Sealer(Database, loggers.CreateLogger<AuditSealer>());
        await sealer.StartAsync(default);
        await ChangeAsync(Database, "departments/a");
        await Wait.UntilAsync("every entry is sealed", async () => (await UnsealedAsync()).Count == 0);
        await ChangeAsync(Database, "departments/b");
        await Wait.UntilAsync("every entry is sealed", async () => (await UnsealedAsync()).Count == 0);
        await sealer.StopAsync(default);

        var head = (await ChainAsync()).Head;
        Assert.Equal(2, head.SealNumber);
        Assert.Contains(logs.Entries, entry => entry.Text == $"The audit chain of test ends at 2 with {head.Hash}");
        Assert.All(logs.Entries, entry => Assert.Equal(LogLevel.Information, entry.Level));
    }

    [DatabaseFact]
    public async Task ASealerThatStops_LeavesNothingUnsealed()
    {
        using var sealer = Sealer(Database);
        await sealer.StartAsync(default);
        await ChangeAsync(Database, "departments/a");
        await sealer.StopAsync(default);
        Assert.Empty(await UnsealedAsync());
    }

    [DatabaseFact]
    public async Task SealAsync_OfAChainThatWasCut_SaysSo()
    {
        using var logs = new RecordedLogs();
        logs.Announce("was tampered with");
        using var loggers = new LoggerFactory([logs.ForHost()]);
        using var sealer = Sealer(Database, loggers.CreateLogger<AuditSealer>());
        await ChangeAsync(Database, "departments/a", "departments/b");
        await sealer.SealAsync(default);
        var head = (await ChainAsync()).Head;
        await Run("DELETE FROM audit_entry WHERE entry_id = @EntryId", head);
        await Run("DELETE FROM audit_seal WHERE entry_id = @EntryId", head);

        await sealer.SealAsync(default);

        var error = Assert.Single(logs.Entries, entry => entry.Level == LogLevel.Error);
        Assert.Contains($"it ended at 2 with {head.Hash}, and ends at 1 with", error.Text, StringComparison.Ordinal);
    }

    [DatabaseFact]
    public async Task Retention_ForgetsTheBeginning_AndLeavesWhatTheRestFollows()
    {
        for (var i = 0; i < 12; i++)
        {
            await ChangeAsync(Database, string.Create(CultureInfo.InvariantCulture, $"departments/d{i}"));
        }

        await Sealer(Database).SealAsync(default);
        var whole = await ReadAsync();
        var cut = whole[7].Seal;
        // The first eight are two days old.
        var rule = new RetentionRule("audit trail", TimeSpan.FromDays(1), (session, _, limit) => AuditTable.ForgetAsync(session, whole[8].Entry!.CreateTime, limit));
        var sweeper = new RetentionSweeper(
            Database, [rule], Options.Create(new RetentionOptions { BatchSize = 3 }), TimeProvider.System, NullLogger<RetentionSweeper>.Instance);

        await sweeper.SweepAsync(default);

        var chain = await ChainAsync();
        Assert.Equal((8L, cut.Hash), (chain.Anchor.SealNumber, chain.Anchor.Hash));
        Assert.Equal(whole.Skip(8), await ReadAsync());
        AssertChain(chain.Anchor, await ReadAsync());
        Assert.Equal((1L, 4L), (await CountAsync("audit_anchor"), await CountAsync("audit_entry")));

        // All forgotten: what comes next follows the anchor.
        await Database.WriteAsync(session => AuditTable.ForgetAsync(session, long.MaxValue, 100), default);
        await ChangeAsync(Database, "departments/next");
        await Sealer(Database).SealAsync(default);
        Assert.Equal(13, Assert.Single(await ReadAsync()).Seal.SealNumber);
        AssertChain((await ChainAsync()).Anchor, await ReadAsync());
    }

    private Task<long> CountAsync(string table) =>
        Database.ReadAsync(session => session.QuerySingleOrDefaultAsync<long>($"SELECT COUNT(*) FROM {table}"), default);
}

public sealed class AuditSealerTestsOnSqlite() : AuditSealerTests(new OnSqlite());

[SqlServer]
public sealed class AuditSealerTestsOnSqlServer() : AuditSealerTests(new OnSqlServer());

using System.Data.Common;
using Liwan.ServiceDefaults.Errors;
using Liwan.Testing;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace Liwan.Storage.Tests;

public abstract class DatabaseTests(TestDatabases databases) : StorageTest(databases)
{
    [DatabaseFact]
    public async Task WriteAsync_ThatThrows_LeavesNothingBehind()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.WriteAsync<long>(
            async session =>
            {
                await IncrementAsync(session);
                throw new InvalidOperationException("after the change");
            },
            default));

        Assert.Equal(0, await Counter());
        Assert.Equal(1, await Database.WriteAsync(IncrementAsync, default));
    }

    [DatabaseFact]
    public async Task WriteAsync_AfterTransientFailures_RunsTheWholeTransactionAgain()
    {
        var attempts = 0;
        var value = await Database.WriteAsync(
            async session =>
            {
                var next = await IncrementAsync(session);
                return ++attempts < 3 ? throw Transient() : next;
            },
            default);

        Assert.Equal((3, 1L, 1L), (attempts, value, await Counter()));
    }

    [DatabaseFact]
    public async Task WriteAsync_ThatStaysBusy_GivesUpAndSaysSo()
    {
        var attempts = 0;
        var error = await Assert.ThrowsAsync<ServiceException>(() => Database.WriteAsync<long>(
            _ =>
            {
                attempts++;
                throw Transient();
            },
            default));
        Assert.Equal((5, ErrorCatalogue.DatabaseUnavailable, true), (attempts, error.Definition, error.InnerException is DbException));
    }

    [DatabaseFact]
    public async Task WriteAsync_ByManyInTwoReplicas_LosesNoChange()
    {
        var other = Open();
        var values = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => (i % 2 == 0 ? Database : other).WriteAsync(IncrementAsync, default)));
        Assert.Equal(Enumerable.Range(1, 64).Select(i => (long)i), values.Order());
        Assert.Equal(64, await Counter());
    }

    [DatabaseFact]
    public async Task ReadAsync_WhileAnotherWrites_DoesNotWaitAndSeesTheStateBefore()
    {
        var seen = await Database.WriteAsync(
            async session =>
            {
                await IncrementAsync(session);
                return await Counter().WaitAsync(TimeSpan.FromSeconds(10));
            },
            default);
        Assert.Equal((0, 1), (seen, await Counter()));
    }

    [DatabaseFact]
    public async Task ReadSnapshotAsync_WhileAnotherWrites_SeesOneState()
    {
        var (before, after) = await Database.ReadSnapshotAsync(
            async session =>
            {
                var first = await Counter(session);
                await Database.WriteAsync(IncrementAsync, default);
                return (first, await Counter(session));
            },
            default);
        Assert.Equal((0, 0, 1), (before, after, await Counter()));
    }

    [DatabaseFact]
    public async Task WriteAsync_CancelledAtWork_EndsAsCancelledAndChangesNothing()
    {
        using var cancelled = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Database.WriteAsync(
            async session =>
            {
                await IncrementAsync(session);
                await cancelled.CancelAsync();
                return await IncrementAsync(session);
            },
            cancelled.Token));

        Assert.Equal(0, await Counter());
    }

    [DatabaseFact]
    public async Task WriteAsync_CancelledWhileItWaits_LetsTheNextOneThrough()
    {
        using var cancelled = new CancellationTokenSource();
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var first = Database.WriteAsync(
            async session =>
            {
                entered.SetResult();
                await release.Task;
                return await IncrementAsync(session);
            },
            default);
        await entered.Task;
        var second = Database.WriteAsync(IncrementAsync, cancelled.Token);

        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        release.SetResult();

        Assert.Equal(1, await first);
        Assert.Equal(2, await Database.WriteAsync(IncrementAsync, default));
    }

    [DatabaseFact]
    public async Task AfterCommit_OfATransactionThatWasRunAgain_HappensOnce()
    {
        var happened = 0;
        var attempts = 0;
        await Database.WriteAsync(
            async session =>
            {
                session.AfterCommit(() => happened++);
                await IncrementAsync(session);
                return ++attempts < 2 ? throw Transient() : true;
            },
            default);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.WriteAsync<bool>(
            session =>
            {
                session.AfterCommit(() => happened++);
                throw new InvalidOperationException();
            },
            default));
        Assert.Equal((2, 1), (attempts, happened));
    }

    [DatabaseFact]
    public async Task Dialect_TellsAUniqueViolationFromOtherConstraints()
    {
        await Run($"CREATE TABLE thing (id BIGINT NOT NULL PRIMARY KEY, code {Text} NOT NULL UNIQUE, CHECK (id > 0))");
        await Run("INSERT INTO thing (id, code) VALUES (1, 'a')");

        Assert.True(Database.Dialect.IsUniqueViolation(await FailAsync("INSERT INTO thing (id, code) VALUES (1, 'b')")));
        Assert.True(Database.Dialect.IsUniqueViolation(await FailAsync("INSERT INTO thing (id, code) VALUES (2, 'a')")));
        Assert.False(Database.Dialect.IsUniqueViolation(await FailAsync("INSERT INTO thing (id, code) VALUES (0, 'c')")));
        Assert.False(Database.Dialect.IsUniqueViolation(await FailAsync("INSERT INTO thing (id) VALUES (3)")));
        Assert.False(Database.Dialect.IsTransient(await FailAsync("INSERT INTO thing (id, code) VALUES (1, 'b')")));

        async Task<DbException> FailAsync(string sql) => await Assert.ThrowsAnyAsync<DbException>(() => Run(sql));
    }

    [DatabaseFact]
    public async Task Dialect_GivesTheDatabasesOwnClockInMicroseconds()
    {
        var now = await Database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<long>($"SELECT {session.Dialect.NowMicroseconds}"), default);
        Assert.InRange(UnixMicroseconds.ToDateTimeOffset(now), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddSeconds(1));
    }

    [DatabaseFact]
    public async Task Times_InRowsAndParameters_AreMicroseconds()
    {
        var time = new DateTimeOffset(2021, 12, 31, 23, 59, 59, 999, 999, TimeSpan.FromHours(8));
        await Run("CREATE TABLE moment (at BIGINT NOT NULL, maybe BIGINT NULL)");
        await Run("INSERT INTO moment (at, maybe) VALUES (@time, @none)", new { time, none = (DateTimeOffset?)null });

        var row = await Database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<Moment>($"SELECT at AS {nameof(Moment.At)}, maybe AS {nameof(Moment.Maybe)}, at AS {nameof(Moment.Raw)} FROM moment"), default);

        Assert.Equal(new Moment { At = time, Maybe = null, Raw = 1_640_966_399_999_999 }, row);
    }

    [DatabaseFact]
    public void PresentAfter_AClockThatWasSetBack_StillMovesForward()
    {
        var clock = new FixedClock(new DateTimeOffset(2021, 6, 1, 0, 0, 0, TimeSpan.Zero));
        var later = clock.GetUtcNow().AddDays(1);
        Assert.Equal(later.AddMicroseconds(1), clock.PresentAfter(later));
        Assert.Equal(clock.GetUtcNow(), clock.PresentAfter(clock.GetUtcNow().AddDays(-1)));
    }

    /// <summary>What the database throws when it is worth trying again; SqlClient's exceptions have no public constructor.</summary>
    protected abstract DbException Transient();

    private sealed record Moment
    {
        public DateTimeOffset At { get; init; }

        public DateTimeOffset? Maybe { get; init; }

        public long Raw { get; init; }
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

public sealed class DatabaseOnSqlite() : DatabaseTests(new OnSqlite())
{
    protected override DbException Transient() => new SqliteException("busy", 5);

    [Fact]
    public async Task WriteAsync_ThatFailsForGood_IsNotTriedAgain()
    {
        const int corrupt = 11;
        var attempts = 0;
        await Assert.ThrowsAsync<SqliteException>(() => Database.WriteAsync<long>(
            _ =>
            {
                attempts++;
                throw new SqliteException("no", corrupt);
            },
            default));
        Assert.Equal(1, attempts);
    }
}

[SqlServer]
public sealed class DatabaseOnSqlServer() : DatabaseTests(new OnSqlServer())
{
    // A server that nobody has.
    protected override DbException Transient() =>
        Assert.Throws<SqlException>(() => new SqlConnection("Server=127.0.0.1,1;Connect Timeout=1").Open());
}

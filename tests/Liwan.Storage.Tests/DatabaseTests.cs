using Microsoft.Data.Sqlite;

namespace Liwan.Storage.Tests;

public sealed class DatabaseTests : StorageTest
{
    private const int Busy = 5;
    private const int Corrupt = 11;

    [Fact]
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

    [Fact]
    public async Task WriteAsync_AfterTransientFailures_RunsTheWholeTransactionAgain()
    {
        var attempts = 0;
        var value = await Database.WriteAsync(
            async session =>
            {
                var next = await IncrementAsync(session);
                return ++attempts < 3 ? throw new SqliteException("busy", Busy) : next;
            },
            default);

        Assert.Equal((3, 1L, 1L), (attempts, value, await Counter()));
    }

    [Theory]
    [InlineData(Busy, 5)]
    [InlineData(Corrupt, 1)]
    public async Task WriteAsync_ThatFailsForGood_GivesUp(int code, int expectedAttempts)
    {
        var attempts = 0;
        await Assert.ThrowsAsync<SqliteException>(() => Database.WriteAsync<long>(
            _ =>
            {
                attempts++;
                throw new SqliteException("no", code);
            },
            default));
        Assert.Equal(expectedAttempts, attempts);
    }

    [Fact]
    public async Task WriteAsync_ByManyInTwoReplicas_LosesNoChange()
    {
        var other = Open();
        var values = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => (i % 2 == 0 ? Database : other).WriteAsync(IncrementAsync, default)));
        Assert.Equal(Enumerable.Range(1, 64).Select(i => (long)i), values.Order());
        Assert.Equal(64, await Counter());
    }

    [Fact]
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

    [Fact]
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

    [Fact]
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

    [Fact]
    public async Task AfterCommit_OfATransactionThatWasRunAgain_HappensOnce()
    {
        var happened = 0;
        var attempts = 0;
        await Database.WriteAsync(
            async session =>
            {
                session.AfterCommit(() => happened++);
                await IncrementAsync(session);
                return ++attempts < 2 ? throw new SqliteException("busy", Busy) : true;
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

    [Fact]
    public async Task Dialect_TellsAUniqueViolationFromOtherConstraints()
    {
        await Run("CREATE TABLE thing (id BIGINT NOT NULL PRIMARY KEY, code TEXT NOT NULL UNIQUE, CHECK (id > 0))");
        await Run("INSERT INTO thing (id, code) VALUES (1, 'a')");

        Assert.True(Database.Dialect.IsUniqueViolation(await FailAsync("INSERT INTO thing (id, code) VALUES (1, 'b')")));
        Assert.True(Database.Dialect.IsUniqueViolation(await FailAsync("INSERT INTO thing (id, code) VALUES (2, 'a')")));
        Assert.False(Database.Dialect.IsUniqueViolation(await FailAsync("INSERT INTO thing (id, code) VALUES (0, 'c')")));
        Assert.False(Database.Dialect.IsUniqueViolation(await FailAsync("INSERT INTO thing (id) VALUES (3)")));
        Assert.False(Database.Dialect.IsTransient(await FailAsync("INSERT INTO thing (id, code) VALUES (1, 'b')")));

        async Task<SqliteException> FailAsync(string sql) => await Assert.ThrowsAsync<SqliteException>(() => Run(sql));
    }

    [Fact]
    public async Task Dialect_GivesTheDatabasesOwnClockInMicroseconds()
    {
        var now = await Database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<long>($"SELECT {session.Dialect.NowMicroseconds}"), default);
        Assert.InRange(UnixMicroseconds.ToDateTimeOffset(now), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddSeconds(1));
    }

    [Fact]
    public async Task Times_InRowsAndParameters_AreMicroseconds()
    {
        var time = new DateTimeOffset(2021, 12, 31, 23, 59, 59, 999, 999, TimeSpan.FromHours(8));
        await Run("CREATE TABLE moment (at BIGINT NOT NULL, maybe BIGINT NULL)");
        await Run("INSERT INTO moment (at, maybe) VALUES (@time, @none)", new { time, none = (DateTimeOffset?)null });

        var row = await Database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<Moment>($"SELECT at AS {nameof(Moment.At)}, maybe AS {nameof(Moment.Maybe)}, at AS {nameof(Moment.Raw)} FROM moment"), default);

        Assert.Equal(new Moment { At = time, Maybe = null, Raw = 1_640_966_399_999_999 }, row);
    }

    [Fact]
    public void PresentAfter_AClockThatWasSetBack_StillMovesForward()
    {
        var clock = new FixedClock(new DateTimeOffset(2021, 6, 1, 0, 0, 0, TimeSpan.Zero));
        var later = clock.GetUtcNow().AddDays(1);
        Assert.Equal(later.AddMicroseconds(1), clock.PresentAfter(later));
        Assert.Equal(clock.GetUtcNow(), clock.PresentAfter(clock.GetUtcNow().AddDays(-1)));
    }

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

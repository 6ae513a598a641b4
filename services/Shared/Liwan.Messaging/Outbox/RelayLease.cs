using Liwan.Storage;

namespace Liwan.Messaging;

/// <summary>Another relay has taken over; this one must stop at once.</summary>
internal sealed class LeaseLostException() : Exception("Another relay holds the lease of this outbox.");

/// <summary>
/// The right to empty the outbox, held by one relay at a time, by the clock of the database. Its number, the fence, grows
/// with each taking, and everything that a relay writes is refused once the fence has moved on.
/// </summary>
internal sealed class RelayLease(Database database, TimeProvider time, TimeSpan duration, string holder)
{
    private const string Name = "outbox-relay";

    private readonly string _now = database.Dialect.NowMicroseconds;
    private long _fence;
    private long _renewed;

    /// <summary>Whether the lease still runs, by the local clock and counted from before its last renewal.</summary>
    public bool Runs => time.GetElapsedTime(Volatile.Read(ref _renewed)) < duration;

    public TimeSpan Age => time.GetElapsedTime(Volatile.Read(ref _renewed));

    public long Fence => _fence;

    /// <summary>Takes the lease if nobody holds it.</summary>
    public async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        // A read first: relays that stand by must not queue for the database's one writer all day.
        var free = await database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<long>(
                $"SELECT COUNT(*) FROM messaging_lease WHERE name = @Name AND expire_time <= {_now}", new { Name }),
            cancellationToken);
        if (free == 0)
        {
            return false;
        }

        var asked = time.GetTimestamp();
        var fence = await database.WriteAsync(
            async session =>
            {
                var taken = await session.ExecuteAsync(
                    $"UPDATE messaging_lease SET holder = @holder, fence = fence + 1, expire_time = {_now} + @ttl WHERE name = @Name AND expire_time <= {_now}",
                    new { Name, holder, ttl = Microseconds(duration) });
                return taken == 0
                    ? (long?)null
                    : await session.QuerySingleOrDefaultAsync<long>("SELECT fence FROM messaging_lease WHERE name = @Name", new { Name });
            },
            cancellationToken);
        if (fence is null)
        {
            return false;
        }

        _fence = fence.Value;
        Volatile.Write(ref _renewed, asked);
        return true;
    }

    /// <summary>Writes as the holder of the lease, and renews it.</summary>
    /// <exception cref="LeaseLostException">The fence has moved on; nothing was written.</exception>
    public async Task<T> WriteAsync<T>(Func<DbSession, Task<T>> write, CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        var result = await database.WriteAsync(
            async session =>
            {
                var held = await session.ExecuteAsync(
                    $"UPDATE messaging_lease SET expire_time = {_now} + @ttl WHERE name = @Name AND fence = @fence",
                    new { Name, fence = _fence, ttl = Microseconds(duration) });
                return held == 1 ? await write(session) : throw new LeaseLostException();
            },
            cancellationToken);
        Volatile.Write(ref _renewed, Math.Max(asked, Volatile.Read(ref _renewed)));
        return result;
    }

    /// <summary>Gives the lease back, so that another relay need not wait for its end.</summary>
    public Task ReleaseAsync() =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                "UPDATE messaging_lease SET expire_time = 0 WHERE name = @Name AND fence = @fence", new { Name, fence = _fence }),
            CancellationToken.None);

    private static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}

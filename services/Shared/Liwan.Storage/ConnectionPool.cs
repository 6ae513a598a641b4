using System.Collections.Concurrent;
using System.Data.Common;

namespace Liwan.Storage;

/// <summary>
/// Connections that stay open and prepared between two uses, where the provider's own pool would have each prepared anew:
/// on SQLite that costs a third of a small read. No more than a few are at work at a time: a rush of callers shares them
/// in turn, instead of having the server log in a hundred at once.
/// </summary>
internal sealed class ConnectionPool(Dialect dialect, string connectionString) : IDisposable
{
    private const int MostIdle = 64;

    private readonly ConcurrentBag<DbConnection> _idle = [];
    private readonly SemaphoreSlim _free = new(dialect.MostConnections);
    private volatile bool _disposed;

    public async ValueTask<Rented> RentAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        if (_idle.TryTake(out var idle))
        {
            return new Rented(this, idle);
        }

        var connection = dialect.CreateConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await dialect.PrepareAsync(connection, cancellationToken);
            return new Rented(this, connection);
        }
        catch
        {
            await connection.DisposeAsync();
            _free.Release();
            throw;
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }

    private async ValueTask ReturnAsync(DbConnection connection, bool keep)
    {
        if (keep && dialect.KeepsConnections && !_disposed && _idle.Count < MostIdle)
        {
            _idle.Add(connection);
        }
        else
        {
            await connection.DisposeAsync();
        }

        _free.Release();
        if (_disposed)
        {
            Dispose();
        }
    }

    /// <summary>A connection for one use. One whose use failed is closed for good, whatever state it is in.</summary>
    internal sealed class Rented(ConnectionPool pool, DbConnection connection) : IAsyncDisposable
    {
        private bool _keep;

        public DbConnection Connection => connection;

        public void Keep() => _keep = true;

        public ValueTask DisposeAsync() => pool.ReturnAsync(connection, _keep);
    }
}

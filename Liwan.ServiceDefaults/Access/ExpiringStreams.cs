using Grpc.Core;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.ServiceDefaults.Access;

/// <summary>What a caller sends; ends when the caller's token expires, also while nothing comes.</summary>
internal sealed class ExpiringReader<T>(IAsyncStreamReader<T> inner, Caller caller, TimeProvider time) : IAsyncStreamReader<T>
{
    // The longest that a timer takes.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    public T Current => inner.Current;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        var left = Expiry.Left(caller, time);
        try
        {
            return await inner.MoveNext(cancellationToken).WaitAsync(left < Longest ? left : Longest, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw Expiry.Error(caller);
        }
    }
}

/// <summary>What a caller is sent; ends when the caller's token expires.</summary>
internal sealed class ExpiringWriter<T>(IServerStreamWriter<T> inner, Caller caller, TimeProvider time) : IServerStreamWriter<T>
{
    public WriteOptions? WriteOptions
    {
        get => inner.WriteOptions;
        set => inner.WriteOptions = value;
    }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        Expiry.Left(caller, time);
        return inner.WriteAsync(message, cancellationToken);
    }
}

internal static class Expiry
{
    /// <exception cref="ServiceException">TOKEN_EXPIRED.</exception>
    public static TimeSpan Left(Caller caller, TimeProvider time)
    {
        var left = caller.ExpireTime - time.GetUtcNow();
        return left > TimeSpan.Zero ? left : throw Error(caller);
    }

    public static ServiceException Error(Caller caller) => new(ErrorCatalogue.TokenExpired, ("expire_time", caller.ExpireTime.ToString("O")));
}

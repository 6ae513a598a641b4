using Google.Rpc;
using Grpc.Core;
using Liwan.Cli.Services;

namespace Liwan.Cli.Commands.Bulk;

/// <summary>Decides whether a stream that ended is opened again: as long as none has been without progress for the time limit.</summary>
internal sealed class Reconnection(ServiceAddress address, ServiceClients clients)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private DateTime _giveUp = DateTime.UtcNow + clients.Timeout;
    private TimeSpan _pause = FirstPause;

    /// <summary>Something came: the time limit begins anew.</summary>
    public void Progress()
    {
        _giveUp = DateTime.UtcNow + clients.Timeout;
        _pause = FirstPause;
    }

    /// <summary>Waits a while after a stream was cut.</summary>
    /// <exception cref="ServiceException">The service refused, or there was no progress for too long.</exception>
    /// <exception cref="OperationCanceledException">The user ended it.</exception>
    public async Task WaitAsync(RpcException cut, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!IsCut(cut) || DateTime.UtcNow + _pause > _giveUp)
        {
            throw new ServiceException(ServiceError.From(cut, address), cut);
        }

        if (_pause > FirstPause * 4)
        {
            clients.Notice($"与服务 {address} 的连接中断，正在重连…");
        }

        await Task.Delay(_pause * (0.75 + (Random.Shared.NextDouble() / 2)), cancellationToken);
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
    }

    // What a service answers on purpose has details; what a broken connection gives has none.
    private static bool IsCut(RpcException e) =>
        e.StatusCode == StatusCode.Unavailable
        || (e.StatusCode is StatusCode.Internal or StatusCode.Cancelled or StatusCode.Unknown && e.GetRpcStatus() is null)
        || e.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason is "IMPORT_IDLE" or "OUTCOME_UNKNOWN";
}

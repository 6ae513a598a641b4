using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Liwan.Cluster.Tests.Chaos;

/// <summary>A connection's way over this process, where it can be cut as a network does: at once, in the middle of anything.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, byte> _open = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly Task _accepting;

    /// <param name="target">The port that is reached over the proxy.</param>
    public TcpProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Resets every connection; new ones go through.</summary>
    public int Cut()
    {
        var cut = 0;
        foreach (var client in _open.Keys)
        {
            Reset(client);
            cut++;
        }

        return cut;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The listener has stopped, or the caller has gone again before it was served.
            }
        }
    }

    private async Task ServeAsync(TcpClient caller)
    {
        using var target = new TcpClient();
        using (caller)
        {
            _open[caller] = 0;
            _open[target] = 0;
            try
            {
                await target.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
                caller.NoDelay = target.NoDelay = true;
                var there = caller.GetStream().CopyToAsync(target.GetStream(), _stop.Token);
                var back = target.GetStream().CopyToAsync(caller.GetStream(), _stop.Token);
                await Task.WhenAny(there, back);
                Reset(caller);
                Reset(target);
                await Task.WhenAll(there, back);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
            {
                // That is what it is for.
            }
            finally
            {
                _open.TryRemove(caller, out _);
                _open.TryRemove(target, out _);
            }
        }
    }

    private static void Reset(TcpClient client)
    {
        try
        {
            client.Client?.Close(0);
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }
}

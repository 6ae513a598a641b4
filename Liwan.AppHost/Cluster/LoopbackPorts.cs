using System.Net;
using System.Net.Sockets;

namespace Liwan.AppHost.Cluster;

/// <summary>Ports of this machine's loopback interface.</summary>
internal static class LoopbackPorts
{
    // Below the range the system gives to outgoing connections, so that none of those can take a picked port.
    private const int First = 20000;
    private const int BlockSize = 20;
    private const int Blocks = 600;

    private static readonly Lock Picking = new();
    private static int _next = First + (Environment.ProcessId % Blocks * BlockSize);

    /// <summary>
    /// A free port that no other AppHost picks at the same time: each process walks a block of its own. It is not held, so
    /// that the process it is meant for can take it.
    /// </summary>
    public static int Pick()
    {
        lock (Picking)
        {
            for (var tries = 0; tries < Blocks * BlockSize; tries++)
            {
                var port = _next;
                _next = port + 1 == First + (Blocks * BlockSize) ? First : port + 1;
                if (IsFree(port))
                {
                    return port;
                }
            }

            throw new IOException($"No port from {First} to {First + (Blocks * BlockSize) - 1} is free.");
        }
    }

    /// <summary>Whether a server could listen on the port on 127.0.0.1 and, where there is one, on ::1.</summary>
    public static bool IsFree(int port) =>
        CanListen(new IPEndPoint(IPAddress.Loopback, port)) && CanListen(new IPEndPoint(IPAddress.IPv6Loopback, port));

    /// <summary>Whether a server could listen on the address, or would not because this machine has no such address.</summary>
    public static bool CanListen(IPEndPoint endpoint)
    {
        try
        {
            using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(endpoint);
            // On Linux two sockets may bind the same port; only one may listen.
            socket.Listen();
            return true;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode is SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable;
        }
    }
}

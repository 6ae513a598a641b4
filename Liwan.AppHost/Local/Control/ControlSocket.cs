using System.Net.Sockets;
using System.Text;

namespace Liwan.AppHost.Local;

/// <summary>
/// The way to a running AppHost for the commands of another one: a socket in the data folder, which only the user who runs the cluster can reach.
/// A request is one line, verb and process; so is the answer.
/// </summary>
internal sealed class ControlSocket : IAsyncDisposable
{
    public const string Done = "ok";

    private const string FileName = "control.sock";
    private const int LongestPath = 100;
    private const int LongestRequest = 256;

    private readonly Socket _listener;
    private readonly string _path;
    private readonly Func<string, string, string> _answer;
    private readonly Task _serving;

    private ControlSocket(Socket listener, string path, Func<string, string, string> answer)
    {
        _listener = listener;
        _path = path;
        _answer = answer;
        _serving = ServeAsync();
    }

    /// <summary>Listens; null where the folder's path is too long for a socket.</summary>
    /// <param name="folder">The data folder, which this AppHost has claimed.</param>
    /// <param name="answer">Does what a verb asks of a process, and says <see cref="Done"/> or why not.</param>
    public static ControlSocket? Open(string folder, Func<string, string, string> answer)
    {
        var path = Path.Combine(folder, FileName);
        if (Encoding.UTF8.GetByteCount(path) > LongestPath)
        {
            return null;
        }

        // What an AppHost that was killed left behind.
        File.Delete(path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        listener.Listen();
        return new ControlSocket(listener, path, answer);
    }

    /// <summary>Asks the AppHost of a folder.</summary>
    /// <returns>Its answer; null where none listens.</returns>
    public static async Task<string?> AskAsync(string folder, string verb, string resource)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(folder, FileName)));
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync(Encoding.UTF8.GetBytes($"{verb} {resource}\n"));
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return await reader.ReadLineAsync();
        }
        catch (Exception error) when (error is SocketException or IOException or ArgumentException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _serving;
        File.Delete(_path);
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using var caller = await _listener.AcceptAsync();
                await AnswerAsync(caller);
            }
            catch (Exception error) when (error is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return;
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
            {
                // One caller that went away; the next one is none the worse.
            }
        }
    }

    private async Task AnswerAsync(Socket caller)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await using var stream = new NetworkStream(caller);
        var request = new byte[LongestRequest];
        var length = 0;
        while (length < request.Length && !request.AsSpan(0, length).Contains((byte)'\n'))
        {
            var read = await stream.ReadAsync(request.AsMemory(length), patience.Token);
            if (read == 0)
            {
                return;
            }

            length += read;
        }

        var answer = Encoding.UTF8.GetString(request, 0, length).TrimEnd('\n').Split(' ') is [var verb, var resource] ? _answer(verb, resource) : "not understood";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer + "\n"), patience.Token);
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Liwan.Api.Tests.Access;

/// <summary>HTTP with a request line that nobody tidies up.</summary>
internal static class RawHttp
{
    public static async Task<(HttpStatusCode Status, string Body)> GetAsync(Uri server, string path, string token)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(server.Host, server.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync();
        return ((HttpStatusCode)int.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), answer);
    }
}

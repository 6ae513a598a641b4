using System.Net.Sockets;
using System.Text;
using Liwan.Access.V1;
using Liwan.Departments;
using Liwan.Departments.V1;
using Liwan.Testing;

namespace Liwan.Attack.Tests;

/// <summary>The departments service with limits of a test's own, and what is needed to attack it.</summary>
public sealed class AttackedService : IAsyncDisposable
{
    private readonly OnSqlite _databases = new();

    private AttackedService()
    {
    }

    public ServiceHost Host { get; private set; } = null!;

    public static async Task<AttackedService> StartAsync(params string[] settings)
    {
        var service = new AttackedService();
        service.Host = await ServiceHost.StartAsync("departments", DepartmentsApp.Build, service._databases["departments"], settings);
        return service;
    }

    /// <summary>The client of somebody who may read.</summary>
    public DepartmentService.DepartmentServiceClient As(string subject) => new(Host.ChannelAs(TokenOf(subject)));

    public static string TokenOf(string subject) => TestTokens.Trusted.Mint(new TokenClaims { Subject = subject, Roles = [Role.Auditor, Role.Reviewer] });

    /// <summary>A connection to the JSON side over which bytes are sent by hand.</summary>
    public async Task<NetworkStream> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Host.HttpAddress.Host, Host.HttpAddress.Port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Begins a JSON call and leaves its body unfinished.</summary>
    public async Task<NetworkStream> BeginUploadAsync()
    {
        var stream = await ConnectAsync();
        await SendAsync(
            stream,
            $"POST /v1/departments?department_id=slow HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TokenOf("slow")}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{");
        return stream;
    }

    public static async Task SendAsync(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text));

    /// <summary>All that comes until the service closes the connection.</summary>
    public static async Task<string> ReadToEndAsync(NetworkStream stream)
    {
        var read = new MemoryStream();
        try
        {
            await stream.CopyToAsync(read);
        }
        catch (IOException)
        {
            // Reset instead of closed.
        }

        return Encoding.UTF8.GetString(read.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _databases.Dispose();
    }
}

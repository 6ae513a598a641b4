using System.Net;
using System.Net.Sockets;
using Google.Rpc;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Liwan.Budgets;
using Liwan.Budgets.V1;
using Liwan.Departments.V1;
using Liwan.Testing;

namespace Liwan.Attack.Tests.Load;

/// <summary>More than the process can do at once, requests that never end, connections that do nothing.</summary>
public sealed class OverloadTests
{
    private const int Places = 4;
    private const int IdleConnections = 1_000;
    private const long MostBytesOfAConnection = 64 * 1024;

    [Fact]
    public async Task Overload_ShedsNewCallsAtOnceAndHealthStaysTruthful()
    {
        using var databases = new OnSqlite();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var budgets = await ServiceHost.StartAsync(
            "budgets",
            BudgetsApp.Build,
            databases["budgets"],
            $"--services:departments:grpc:0=http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}",
            $"--Liwan:Limits:CallsInProgress={Places}");
        var client = new BudgetService.BudgetServiceClient(budgets.Channel);
        using var release = new CancellationTokenSource();
        // Each waits for the service below, which never answers.
        var held = new List<Task<Budget>>();
        var list = new ListBudgetsRequest { Parent = "departments/npc-office" };
        RpcException? shed = null;
        await Wait.UntilAsync("all places are taken", async () =>
        {
            // One of them may be shed itself while the list has a place.
            held.Add(client.CreateBudgetAsync(
                new CreateBudgetRequest { Parent = "departments/npc-office", BudgetId = "2021", Budget = new Budget() }, cancellationToken: release.Token).ResponseAsync);
            shed = await Record.ExceptionAsync(async () => await client.ListBudgetsAsync(list)) as RpcException;
            return shed is not null;
        });

        Assert.Equal(StatusCode.Unavailable, shed!.StatusCode);
        Assert.Equal("OVERLOADED", shed.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason);
        Assert.Equal(TimeSpan.FromSeconds(1), shed.GetRpcStatus()!.GetDetail<RetryInfo>()!.RetryDelay.ToTimeSpan());
        using var json = await budgets.Http.GetAsync("/v1/departments/npc-office/budgets");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "1"), (json.StatusCode, json.Headers.RetryAfter!.ToString()));

        using var health = await budgets.Http.GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        using var channel = GrpcChannel.ForAddress(budgets.GrpcAddress);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest())).Status);

        await release.CancelAsync();
        await Assert.ThrowsAsync<RpcException>(() => Task.WhenAll(held));
        await Wait.UntilAsync("calls are served again", async () => await Record.ExceptionAsync(async () => await client.ListBudgetsAsync(list)) is null);
    }

    [Fact]
    public async Task Body_ThatDoesNotArriveInTime_IsAnsweredAndItsPlaceIsFree()
    {
        await using var service = await AttackedService.StartAsync("--Liwan:Limits:UploadTime=00:00:01", "--Liwan:Limits:CallsInProgress=1");
        await using var slow = await service.BeginUploadAsync();

        var answer = await AttackedService.ReadToEndAsync(slow);

        Assert.StartsWith("HTTP/1.1 504", answer, StringComparison.Ordinal);
        Assert.Contains("UPLOAD_TOO_SLOW", answer, StringComparison.Ordinal);
        Assert.Empty((await service.As("innocent").ListDepartmentsAsync(new ListDepartmentsRequest())).Departments);
    }

    [Fact]
    public async Task Message_ThatDoesNotArriveInTime_IsBrokenOff()
    {
        await using var service = await AttackedService.StartAsync("--Liwan:Limits:UploadTime=00:00:01", "--Liwan:Limits:DefaultDeadline=00:00:01");
        using var http = service.Host.ChannelAs(AttackedService.TokenOf("slow"));
        using var client = new HttpClient(TestTokens.Handler(AttackedService.TokenOf("slow")));
        using var body = new UnfinishedContent();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service.Host.GrpcAddress, "/liwan.departments.v1.DepartmentService/GetDepartment"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
            Headers = { { "TE", "trailers" } },
        };

        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var status = answer.Headers.TryGetValues("grpc-status", out var early) ? early.Single() : await ReadTrailerAsync(answer);

        Assert.Equal(((int)StatusCode.DeadlineExceeded).ToString(System.Globalization.CultureInfo.InvariantCulture), status);
        body.Finish();
    }

    [Fact]
    public async Task Connections_AThousandThatDoNothing_HurtNobodyAndAreClosed()
    {
        await using var service = await AttackedService.StartAsync("--Liwan:Limits:HeaderTime=00:00:05", "--Liwan:Limits:ConnectionIdle=00:00:05");
        var innocent = service.As("innocent");
        await innocent.ListDepartmentsAsync(new ListDepartmentsRequest());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var idle = new List<NetworkStream>();
        for (var i = 0; i < IdleConnections; i++)
        {
            idle.Add(await service.ConnectAsync());
            if (i % 2 == 0)
            {
                await AttackedService.SendAsync(idle[i], "GET /v1/departments HTTP/1.1\r\nX-Never-Ending: ");
            }
        }

        for (var i = 0; i < 50; i++)
        {
            await innocent.ListDepartmentsAsync(new ListDepartmentsRequest());
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, IdleConnections * MostBytesOfAConnection);
        await Task.WhenAll(idle.Select(AttackedService.ReadToEndAsync)).WaitAsync(TimeSpan.FromSeconds(60));
        idle.ForEach(stream => stream.Dispose());
    }

    [Fact]
    public async Task Connections_BeyondTheirNumber_AreClosedAtOnce()
    {
        await using var service = await AttackedService.StartAsync("--Liwan:Limits:Connections=10");
        var open = new List<NetworkStream>();
        for (var i = 0; i < 10; i++)
        {
            open.Add(await service.ConnectAsync());
        }

        await Wait.UntilAsync("a connection is refused", async () =>
        {
            await using var beyond = await service.ConnectAsync();
            await AttackedService.SendAsync(beyond, "GET /alive HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            return (await AttackedService.ReadToEndAsync(beyond)).Length == 0;
        });
        open.ForEach(stream => stream.Dispose());
        await Wait.UntilAsync("there is room again", async () => await Record.ExceptionAsync(() => service.Host.Http.GetAsync("/alive")) is null);
    }

    private static async Task<string> ReadTrailerAsync(HttpResponseMessage answer)
    {
        try
        {
            await answer.Content.ReadAsByteArrayAsync();
        }
        catch (HttpRequestException)
        {
            // The service resets the stream after its answer, as there is a body it will not wait for.
        }

        return answer.TrailingHeaders.GetValues("grpc-status").Single();
    }

    /// <summary>Sends the beginning of a message, and the rest never.</summary>
    private sealed class UnfinishedContent : HttpContent
    {
        private readonly TaskCompletionSource _finish = new();

        public UnfinishedContent() => Headers.ContentType = new("application/grpc");

        public void Finish() => _finish.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(new byte[] { 0, 0, 0, 0, 100, 10 });
            await stream.FlushAsync();
            await _finish.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

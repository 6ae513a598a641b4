using System.Net;
using Google.Rpc;
using Grpc.Core;
using Liwan.Access.V1;
using Liwan.Departments.V1;
using Liwan.Testing;

namespace Liwan.Attack.Tests.Load;

/// <summary>One caller asks for more than its share; another is served as if nothing were.</summary>
public sealed class CallerShareTests
{
    private const int CallsPerSecond = 50;
    private const int InnocentCalls = 100;

    [Fact]
    public async Task Calls_TenTimesTheRateOfOneCaller_AreRefusedAndAnotherCallerGetsNoError()
    {
        await using var service = await AttackedService.StartAsync($"--Liwan:Limits:CallsPerSecond={CallsPerSecond}", $"--Liwan:Limits:Burst={CallsPerSecond}");
        var attacker = service.As("attacker");
        var innocent = service.As("innocent");
        using var over = new CancellationTokenSource();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var (served, refused) = (0, 0);
        var attack = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                try
                {
                    await attacker.ListDepartmentsAsync(new ListDepartmentsRequest());
                    Interlocked.Increment(ref served);
                }
                catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted)
                {
                    Interlocked.Increment(ref refused);
                }
            }
        })));

        // At half the rate, so none of them may fail; and until the attacker has asked for ten times what it was given.
        for (var i = 0; i < InnocentCalls || Volatile.Read(ref refused) < 9 * Volatile.Read(ref served); i++)
        {
            await innocent.ListDepartmentsAsync(new ListDepartmentsRequest());
            await Task.Delay(TimeSpan.FromSeconds(2d / CallsPerSecond));
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"After {clock.Elapsed} {served} calls were served and {refused} refused.");
        }

        await over.CancelAsync();
        await attack;
        Assert.InRange(served, 1, CallsPerSecond + (int)Math.Ceiling(clock.Elapsed.TotalSeconds * CallsPerSecond) + CallsPerSecond);
    }

    [Fact]
    public async Task Refusal_OfWhoIsTooFast_SaysWhenToComeBack()
    {
        await using var service = await AttackedService.StartAsync("--Liwan:Limits:CallsPerSecond=1", "--Liwan:Limits:Burst=1");
        var caller = service.As("caller");
        await caller.ListDepartmentsAsync(new ListDepartmentsRequest());

        var refused = await RefusedAsync(() => caller.ListDepartmentsAsync(new ListDepartmentsRequest()));

        var error = refused.GetRpcStatus()!;
        Assert.Equal(("RATE_EXCEEDED", "1"), (error.GetDetail<ErrorInfo>()!.Reason, error.GetDetail<ErrorInfo>()!.Metadata["limit"]));
        Assert.Contains("过于频繁", error.GetDetail<LocalizedMessage>()!.Message, StringComparison.Ordinal);
        Assert.InRange(error.GetDetail<RetryInfo>()!.RetryDelay.ToTimeSpan(), TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(2));

        // Another method has a rate of its own.
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(async () => await caller.GetDepartmentAsync(new GetDepartmentRequest { Name = "departments/none" }))).StatusCode);

        using var http = service.Host.HttpAs(AttackedService.TokenOf("reader"));
        using var first = await http.GetAsync("/v1/departments");
        using var second = await http.GetAsync("/v1/departments");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (first.StatusCode, second.StatusCode));
        Assert.InRange(second.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        Assert.Contains("RATE_EXCEEDED", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_InItsOwnName_HasALargerShare()
    {
        await using var service = await AttackedService.StartAsync("--Liwan:Limits:CallsPerSecond=1", "--Liwan:Limits:Burst=1", "--Liwan:Limits:ServiceFactor=10");
        var caller = new DepartmentService.DepartmentServiceClient(
            service.Host.ChannelAs(TestTokens.Trusted.Mint(new TokenClaims { Subject = "service:reports", Roles = [Role.Service] })));

        for (var i = 0; i < 10; i++)
        {
            await caller.BatchGetDepartmentsAsync(new BatchGetDepartmentsRequest { Names = { "departments/none" }, AllowMissing = true });
        }
    }

    [Fact]
    public async Task Streams_BeyondTheShareOfACaller_AreRefusedUntilOneEnds()
    {
        await using var service = await AttackedService.StartAsync("--Liwan:Limits:StreamsOfCaller=2");
        var caller = service.As("caller");
        var open = new List<AsyncDuplexStreamingCall<ImportDepartmentsRequest, Bulk.V1.ImportProgress>>();
        for (var i = 0; i < 2; i++)
        {
            open.Add(caller.ImportDepartments());
            await new ImportDialogue<ImportDepartmentsRequest>(open[i]).SendAsync(new ImportDepartmentsRequest { Settings = NewImport.Settings() });
            await open[i].ResponseStream.MoveNext(CancellationToken.None);
        }

        var refused = await RpcError.OfAsync(async () => await caller.ImportDepartments().ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal((StatusCode.ResourceExhausted, "TOO_MANY_CALLS", "2"), (refused.Code, refused.Reason, refused.Metadata["limit"]));

        using var another = service.As("another").ImportDepartments();
        await another.RequestStream.WriteAsync(new ImportDepartmentsRequest { Settings = NewImport.Settings() });
        Assert.True(await another.ResponseStream.MoveNext(CancellationToken.None));

        await open[0].RequestStream.CompleteAsync();
        while (await open[0].ResponseStream.MoveNext(CancellationToken.None))
        {
        }

        await Wait.UntilAsync("a place is free again", async () =>
        {
            using var next = caller.ImportDepartments();
            await next.RequestStream.WriteAsync(new ImportDepartmentsRequest { Settings = NewImport.Settings() });
            try
            {
                return await next.ResponseStream.MoveNext(CancellationToken.None);
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted)
            {
                return false;
            }
        });
    }

    [Fact]
    public async Task Flood_OfOneAddressWithoutTokens_IsRefusedBeforeAnyTokenIsLookedAt()
    {
        await using var service = await AttackedService.StartAsync("--Liwan:Limits:AddressRequestsPerSecond=1", "--Liwan:Limits:AddressBurst=3");
        var stranger = new DepartmentService.DepartmentServiceClient(service.Host.ChannelAs("no token at all"));

        var outcomes = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            outcomes.Add((await RpcError.OfAsync(() => stranger.ListDepartmentsAsync(new ListDepartmentsRequest()))).Reason);
        }

        Assert.Equal(["TOKEN_INVALID", "RATE_EXCEEDED"], outcomes.Distinct());
    }

    private static async Task<RpcException> RefusedAsync(Func<AsyncUnaryCall<ListDepartmentsResponse>> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await call());
        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        return refused;
    }
}

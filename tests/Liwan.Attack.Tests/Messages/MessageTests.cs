using System.Net;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Liwan.Departments.V1;
using Liwan.Testing;

namespace Liwan.Attack.Tests.Messages;

/// <summary>Messages that are too large, too deep, or carry too much metadata: refused in the form of all errors, and the service goes on.</summary>
public sealed class MessageTests
{
    [Fact]
    public async Task Message_BeyondItsSize_IsRefusedWithTheLimit()
    {
        await using var service = await AttackedService.StartAsync();
        var request = new CreateDepartmentRequest { Department = new Department { OfficialNames = { new OfficialName { Text = new string('路', 2 * 1024 * 1024) } } } };

        var error = await RpcError.OfAsync(() => service.As("attacker").CreateDepartmentAsync(request));

        Assert.Equal((StatusCode.ResourceExhausted, "MESSAGE_TOO_LARGE", "4194304"), (error.Code, error.Reason, error.Metadata["limit"]));
        await IsAliveAsync(service);
    }

    [Fact]
    public async Task JsonBody_BeyondItsSize_IsRefused()
    {
        await using var service = await AttackedService.StartAsync("--Liwan:Limits:JsonBytes=100000");

        using var answer = await service.Host.Http.PostAsync("/v1/departments", Json($"{{\"address\":\"{new string('x', 200_000)}\"}}"));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("REQUEST_TOO_LARGE", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await IsAliveAsync(service);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(1_000_000)]
    public async Task Message_OfGroupsInGroups_IsRefusedAsUnreadable(int depth)
    {
        await using var service = await AttackedService.StartAsync();
        // Field 1000 begins a group, as proto2 had them; nothing in our messages is recursive, but a reader has to skip what it does not know.
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            for (var i = 0; i < depth; i++)
            {
                output.WriteTag(1000, WireFormat.WireType.StartGroup);
            }
        }

        var bytesOnly = Marshallers.Create<byte[]>(message => message, message => message);
        var method = new Method<byte[], byte[]>(MethodType.Unary, "liwan.departments.v1.DepartmentService", "GetDepartment", bytesOnly, bytesOnly);
        var error = await RpcError.OfAsync(() => service.Host.Channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(), bytes.ToArray()));

        Assert.Equal((StatusCode.InvalidArgument, "REQUEST_UNREADABLE"), (error.Code, error.Reason));
        await IsAliveAsync(service);
    }

    [Theory]
    [InlineData("{\"attributes\":", 33)]
    [InlineData("[", 1_000_000)]
    [InlineData("{\"x\":", 500_000)]
    public async Task JsonBody_OfBracketsInBrackets_IsRefusedAsUnreadable(string opening, int depth)
    {
        await using var service = await AttackedService.StartAsync();

        using var answer = await service.Host.Http.PostAsync("/v1/departments", Json(string.Concat(Enumerable.Repeat(opening, depth))));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("REQUEST_UNREADABLE", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await IsAliveAsync(service);
    }

    [Fact]
    public async Task Metadata_BeyondItsSize_IsRefusedAndTheNextCallIsServed()
    {
        await using var service = await AttackedService.StartAsync();
        var client = service.As("attacker");

        var refused = await Assert.ThrowsAsync<RpcException>(
            async () => await client.ListDepartmentsAsync(new ListDepartmentsRequest(), new Metadata { { "x-padding", new string('x', 100_000) } }));

        Assert.NotEqual(StatusCode.OK, refused.StatusCode);
        using var answer = await service.Host.Http.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/v1/departments") { Headers = { { "x-padding", new string('x', 100_000) } } });
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, answer.StatusCode);
        await IsAliveAsync(service);
    }

    private static async Task IsAliveAsync(AttackedService service) => Assert.Empty((await service.As("innocent").ListDepartmentsAsync(new ListDepartmentsRequest())).Departments);

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}

using Google.Protobuf.Reflection;
using Grpc.Core;
using Liwan.Budgets.V1;

namespace Liwan.Api.Tests.Hostile;

/// <summary>A method that is called with bytes, whether they are a message of its or not.</summary>
/// <param name="Descriptor">The method.</param>
/// <param name="Package">The package whose service answers: the event sink and the audit trail are on every one.</param>
public sealed record RawMethod(MethodDescriptor Descriptor, string Package)
{
    private const int MostAnswers = 1000;
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    /// <summary>Every method of the contracts on every service that has it.</summary>
    public static IReadOnlyList<RawMethod> All { get; } =
    [
        .. typeof(BudgetReflection).Assembly.GetTypes()
            .Select(type => type.GetProperty("Descriptor")?.GetValue(null))
            .OfType<FileDescriptor>()
            .SelectMany(file => file.Services)
            .SelectMany(service => service.Methods)
            .SelectMany(method => Packages(method).Select(package => new RawMethod(method, package)))
            .OrderBy(method => method.ToString(), StringComparer.Ordinal),
    ];

    /// <summary>Whether its stream goes on until somebody ends it.</summary>
    public bool IsEndless => Descriptor.Name == "WatchReports";

    public override string ToString() => $"{Descriptor.Service.FullName}/{Descriptor.Name} of {Package}";

    /// <summary>Calls the method and returns its answers.</summary>
    /// <exception cref="RpcException">It was answered with an error.</exception>
    public async Task<IReadOnlyList<byte[]>> CallAsync(ChannelBase channel, IReadOnlyList<byte[]> requests, DateTime deadline)
    {
        var invoker = channel.CreateCallInvoker();
        var options = new CallOptions(deadline: deadline);
        switch (Descriptor.IsClientStreaming, Descriptor.IsServerStreaming)
        {
            case (false, false):
                return [await invoker.AsyncUnaryCall(Of(MethodType.Unary), null, options, requests[0])];
            case (false, true):
                using (var call = invoker.AsyncServerStreamingCall(Of(MethodType.ServerStreaming), null, options, requests[0]))
                {
                    return await ReadAsync(call.ResponseStream);
                }

            case (true, false):
                using (var call = invoker.AsyncClientStreamingCall(Of(MethodType.ClientStreaming), null, options))
                {
                    await WriteAsync(call.RequestStream, requests);
                    return [await call];
                }

            default:
                using (var call = invoker.AsyncDuplexStreamingCall(Of(MethodType.DuplexStreaming), null, options))
                {
                    var answers = ReadAsync(call.ResponseStream);
                    await WriteAsync(call.RequestStream, requests);
                    return await answers;
                }
        }
    }

    private static IEnumerable<string> Packages(MethodDescriptor method) => method.Service.Name switch
    {
        "EventSinkService" or "AuditService" => ["liwan.budgets.v1", "liwan.departments.v1", "liwan.reports.v1", "liwan.taskindicators.v1"],
        "OutboxService" or "EventFeedService" => ["liwan.reports.v1"],
        _ => [method.File.Package],
    };

    private async Task<IReadOnlyList<byte[]>> ReadAsync(IAsyncStreamReader<byte[]> stream)
    {
        var answers = new List<byte[]>();
        var most = IsEndless ? 1 : MostAnswers;
        while (answers.Count < most && await stream.MoveNext(CancellationToken.None))
        {
            answers.Add(stream.Current);
        }

        return answers;
    }

    private static async Task WriteAsync(IClientStreamWriter<byte[]> stream, IReadOnlyList<byte[]> requests)
    {
        try
        {
            foreach (var request in requests)
            {
                await stream.WriteAsync(request);
            }

            await stream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The service has answered already; reading says what.
        }
    }

    private Method<byte[], byte[]> Of(MethodType type) => new(type, Descriptor.Service.FullName, Descriptor.Name, Bytes, Bytes);
}

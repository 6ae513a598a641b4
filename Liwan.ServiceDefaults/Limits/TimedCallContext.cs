using Grpc.Core;

namespace Liwan.ServiceDefaults.Limits;

/// <summary>A call whose cancellation comes after a time too.</summary>
internal sealed class TimedCallContext : ServerCallContext, IDisposable
{
    private readonly ServerCallContext _call;
    private readonly CancellationTokenSource _ends;

    public TimedCallContext(ServerCallContext call, TimeSpan limit)
    {
        _call = call;
        _ends = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken);
        _ends.CancelAfter(limit);
        // GetHttpContext looks there in a context that is not the framework's own.
        UserState["__HttpContext"] = call.GetHttpContext();
    }

    /// <summary>The time is over, and it was not the caller who went.</summary>
    public bool HasRunOut => _ends.IsCancellationRequested && !_call.CancellationToken.IsCancellationRequested;

    protected override string MethodCore => _call.Method;

    protected override string HostCore => _call.Host;

    protected override string PeerCore => _call.Peer;

    protected override DateTime DeadlineCore => _call.Deadline;

    protected override Metadata RequestHeadersCore => _call.RequestHeaders;

    protected override CancellationToken CancellationTokenCore => _ends.Token;

    protected override Metadata ResponseTrailersCore => _call.ResponseTrailers;

    protected override Status StatusCore
    {
        get => _call.Status;
        set => _call.Status = value;
    }

    protected override WriteOptions? WriteOptionsCore
    {
        get => _call.WriteOptions;
        set => _call.WriteOptions = value;
    }

    protected override AuthContext AuthContextCore => _call.AuthContext;

    protected override IDictionary<object, object> UserStateCore => _call.UserState;

    public void Dispose() => _ends.Dispose();

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => _call.WriteResponseHeadersAsync(responseHeaders);

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => _call.CreatePropagationToken(options);
}

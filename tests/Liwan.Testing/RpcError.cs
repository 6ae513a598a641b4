using Google.Rpc;
using Grpc.Core;
using Xunit;

namespace Liwan.Testing;

/// <summary>The error that a call ended with, taken apart.</summary>
public sealed class RpcError
{
    private RpcError(RpcException exception)
    {
        Code = exception.StatusCode;
        Message = exception.Status.Detail;
        var status = exception.GetRpcStatus();
        Assert.NotNull(status);
        var info = status.GetDetail<ErrorInfo>();
        Assert.NotNull(info);
        Assert.Equal("liwan.gov", info.Domain);
        Reason = info.Reason;
        Metadata = info.Metadata;
        var chinese = status.GetDetail<LocalizedMessage>();
        Assert.NotNull(chinese);
        Assert.Equal("zh-CN", chinese.Locale);
        Chinese = chinese.Message;
        Fields = [.. status.GetDetail<BadRequest>()?.FieldViolations.Select(field => (field.Field, field.Reason)) ?? []];
        Preconditions = [.. status.GetDetail<PreconditionFailure>()?.Violations ?? []];
    }

    /// <summary>The status.</summary>
    public StatusCode Code { get; }

    /// <summary>The sentence for engineers.</summary>
    public string Message { get; }

    /// <summary>The sentence for civil servants.</summary>
    public string Chinese { get; }

    /// <summary>The reason of the catalogue.</summary>
    public string Reason { get; }

    /// <summary>The values.</summary>
    public IDictionary<string, string> Metadata { get; }

    /// <summary>The fields that are wrong, each with its reason.</summary>
    public IReadOnlyList<(string Field, string Reason)> Fields { get; }

    /// <summary>The conditions that do not hold.</summary>
    public IReadOnlyList<PreconditionFailure.Types.Violation> Preconditions { get; }

    /// <summary>Makes a call that must fail, and returns how it failed.</summary>
    /// <param name="call">The call.</param>
    public static async Task<RpcError> OfAsync(Func<Task> call) =>
        new(await Assert.ThrowsAsync<RpcException>(call));

    /// <summary>Makes a call that must fail, and returns how it failed.</summary>
    /// <typeparam name="T">The answer that must not come.</typeparam>
    /// <param name="call">The call.</param>
    public static Task<RpcError> OfAsync<T>(Func<AsyncUnaryCall<T>> call) => OfAsync(async () => await call());
}

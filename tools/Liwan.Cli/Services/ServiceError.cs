using System.Text.RegularExpressions;
using Google.Rpc;
using Grpc.Core;
using Liwan.Cli.Identity;

namespace Liwan.Cli.Services;

/// <summary>A refusal as people and scripts need it.</summary>
internal sealed partial record ServiceError
{
    public required int ExitCode { get; init; }

    /// <summary>The gRPC code, such as <c>FAILED_PRECONDITION</c>; empty for what liwan itself refuses.</summary>
    public string Status { get; init; } = "";

    /// <summary>The reason of the error catalogue, such as <c>REPORT_LOCKED</c>; may be empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>A Chinese sentence where the service gives one.</summary>
    public required string Message { get; init; }

    public IReadOnlyList<FieldError> Fields { get; init; } = [];
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads the error of a call to <paramref name="service"/>.</summary>
    public static ServiceError From(RpcException exception, ServiceAddress service)
    {
        var status = exception.GetRpcStatus();
        var info = status?.GetDetail<ErrorInfo>();
        var localized = status?.GetDetail<LocalizedMessage>()?.Message;
        var metadata = info?.Metadata.ToDictionary() ?? [];
        var message = string.IsNullOrEmpty(localized) ? Fallback(exception, service) : localized;
        return new ServiceError
        {
            ExitCode = CodeOf(exception.StatusCode),
            Status = UpperSnake(exception.StatusCode),
            Reason = info?.Reason ?? "",
            Message = AccessAdvice.For(exception.StatusCode, metadata) is { } advice ? $"{message.TrimEnd('。')}；{advice}" : message,
            Fields = [.. FieldErrors(status)],
            Metadata = metadata,
        };
    }

    private static IEnumerable<FieldError> FieldErrors(Google.Rpc.Status? status)
    {
        foreach (var violation in status?.GetDetail<BadRequest>()?.FieldViolations ?? [])
        {
            var message = violation.LocalizedMessage?.Message;
            yield return new FieldError(violation.Field, string.IsNullOrEmpty(message) ? violation.Description : message);
        }

        foreach (var violation in status?.GetDetail<PreconditionFailure>()?.Violations ?? [])
        {
            yield return new FieldError(violation.Subject, violation.Description);
        }
    }

    private static int CodeOf(StatusCode code) => code switch
    {
        StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.OutOfRange => Services.ExitCode.Refused,
        StatusCode.PermissionDenied or StatusCode.Unauthenticated => Services.ExitCode.NotAllowed,
        StatusCode.Unavailable or StatusCode.DeadlineExceeded => Services.ExitCode.Unreachable,
        StatusCode.NotFound => Services.ExitCode.NotFound,
        StatusCode.Aborted or StatusCode.AlreadyExists => Services.ExitCode.Conflict,
        StatusCode.Cancelled => Services.ExitCode.Cancelled,
        _ => Services.ExitCode.Internal,
    };

    private static string Fallback(RpcException exception, ServiceAddress service) => exception.StatusCode switch
    {
        StatusCode.Unavailable => $"连不上服务 {service}，请确认系统已经启动，或用 --endpoint 指定地址（{exception.Status.Detail}）",
        StatusCode.DeadlineExceeded => $"服务 {service} 没有在限定时间内答复，可用 --timeout 放宽",
        _ => $"服务 {service} 答复 {UpperSnake(exception.StatusCode)}：{exception.Status.Detail}",
    };

    private static string UpperSnake(StatusCode code) => WordStart().Replace(code.ToString(), "_").ToUpperInvariant();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();
}

/// <summary>What is wrong with one field, or which condition is not met.</summary>
/// <param name="Field">A field path of the contracts, or a JSON path of the form file.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record FieldError(string Field, string Message);

/// <summary>A call that did not succeed.</summary>
internal sealed class ServiceException(ServiceError error, Exception? cause = null) : Exception(error.Message, cause)
{
    public ServiceError Error { get; } = error;
}

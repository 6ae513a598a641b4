using Grpc.Core;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.ApiDocs.Contracts;

/// <summary>The HTTP status of a JSON answer, as the transcoding of ASP.NET Core and our middleware give it.</summary>
internal static class HttpStatuses
{
    public static int Of(ErrorDefinition entry) => entry == ErrorCatalogue.RequestTooLarge ? 413 : Of(entry.Status);

    private static int Of(StatusCode status) => status switch
    {
        StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.OutOfRange => 400,
        StatusCode.Unauthenticated => 401,
        StatusCode.PermissionDenied => 403,
        StatusCode.NotFound => 404,
        StatusCode.Cancelled => 408,
        StatusCode.AlreadyExists or StatusCode.Aborted => 409,
        StatusCode.ResourceExhausted => 429,
        StatusCode.Unimplemented => 501,
        StatusCode.Unavailable => 503,
        StatusCode.DeadlineExceeded => 504,
        _ => 500,
    };

    /// <summary>As the contracts write it: <c>INVALID_ARGUMENT</c>.</summary>
    public static string Print(StatusCode status) =>
        string.Concat(status.ToString().Select((letter, i) => i > 0 && char.IsAsciiLetterUpper(letter) ? $"_{letter}" : $"{char.ToUpperInvariant(letter)}"));
}

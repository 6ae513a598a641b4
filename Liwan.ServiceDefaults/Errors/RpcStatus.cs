using Google.Protobuf.WellKnownTypes;
using Google.Rpc;

namespace Liwan.ServiceDefaults.Errors;

/// <summary>Errors of the catalogue as they go on the wire.</summary>
public static class RpcStatus
{
    private const string Domain = "liwan.gov";

    /// <summary>
    /// Returns an error with all its details, as a call ends with it, or as it is reported of one item of a bulk call.
    /// </summary>
    /// <param name="error">The error.</param>
    public static Status Of(ServiceException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var info = new ErrorInfo { Reason = error.Definition.Reason, Domain = Domain };
        foreach (var (name, value) in error.Values)
        {
            info.Metadata[name] = value;
        }

        var status = new Status { Code = (int)error.Definition.Status, Message = error.Message };
        status.Details.Add(Any.Pack(info));
        status.Details.Add(Any.Pack(Chinese(error.Chinese)));
        if (error.Fields.Count > 0)
        {
            var bad = new BadRequest();
            bad.FieldViolations.AddRange(error.Fields.Select(field => new BadRequest.Types.FieldViolation
            {
                Field = field.Field,
                Description = field.English,
                Reason = field.Definition.Reason,
                LocalizedMessage = Chinese(field.Chinese),
            }));
            status.Details.Add(Any.Pack(bad));
        }

        if (error.Preconditions.Count > 0)
        {
            var failure = new PreconditionFailure();
            failure.Violations.AddRange(error.Preconditions.Select(unmet => new PreconditionFailure.Types.Violation
            {
                Type = unmet.Type,
                Subject = unmet.Subject,
                Description = unmet.Description,
            }));
            status.Details.Add(Any.Pack(failure));
        }

        if (error.RetryDelay is { } delay)
        {
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) }));
        }

        return status;
    }

    private static LocalizedMessage Chinese(string message) => new() { Locale = "zh-CN", Message = message };
}

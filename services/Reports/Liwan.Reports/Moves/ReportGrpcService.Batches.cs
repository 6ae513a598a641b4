using System.Globalization;
using Grpc.Core;
using Liwan.Reports.V1;
using Liwan.ServiceDefaults.Access;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.Reports;

internal sealed partial class ReportGrpcService
{
    private const int MostInBatch = 100;

    public override async Task<BatchReturnReportsResponse> BatchReturnReports(BatchReturnReportsRequest request, ServerCallContext context)
    {
        RequireBatch([.. request.Requests.Select(item => item.Name)]);
        var answer = new BatchReturnReportsResponse();
        foreach (var item in request.Requests)
        {
            answer.Outcomes.Add(await OutcomeAsync(item.Name, () => ReturnReport(item, context)));
        }

        return answer;
    }

    public override async Task<BatchAcceptReportsResponse> BatchAcceptReports(BatchAcceptReportsRequest request, ServerCallContext context)
    {
        RequireBatch([.. request.Requests.Select(item => item.Name)]);
        var answer = new BatchAcceptReportsResponse();
        foreach (var item in request.Requests)
        {
            answer.Outcomes.Add(await OutcomeAsync(item.Name, () => AcceptReport(item, context)));
        }

        return answer;
    }

    private static void RequireBatch(IReadOnlyList<string> names)
    {
        var violations = new Violations();
        if (names.Count == 0)
        {
            violations.Add("requests", ErrorCatalogue.FieldRequired);
        }
        else if (names.Count > MostInBatch)
        {
            violations.Add(
                "requests", ErrorCatalogue.TooManyItems, ("value", names.Count.ToString(CultureInfo.InvariantCulture)), ("limit", MostInBatch.ToString(CultureInfo.InvariantCulture)));
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i].Length > 0 && !seen.Add(names[i]))
            {
                violations.Add($"requests[{i}].name", ErrorCatalogue.ValueNotAccepted, ("value", names[i]), ("expected", "a form that the batch does not name yet"));
            }
        }

        violations.ThrowIfAny();
    }

    // What one form is refused keeps none of the others, and is in the audit trail as if it had been asked for by itself.
    private async Task<BatchReportOutcome> OutcomeAsync(string name, Func<Task<V1.Report>> move)
    {
        try
        {
            return new BatchReportOutcome { Name = name, Report = await move() };
        }
        catch (ServiceException e)
        {
            if (e.Definition.Status is StatusCode.FailedPrecondition or StatusCode.Aborted && CurrentCall.Value is { } call)
            {
                await audit.RefusedAsync(call, name, e.Definition.Reason);
            }

            return new BatchReportOutcome { Name = name, Error = RpcStatus.Of(e) };
        }
    }
}

using Grpc.Core;
using Liwan.Reports.V1;

namespace Liwan.Reports;

internal sealed partial class ReportGrpcService
{
    public override async Task<CheckReportResponse> CheckReport(CheckReportRequest request, ServerCallContext context)
    {
        var key = ReadName("name", request.Name);
        using var activity = ReportsTelemetry.Start("check", key);
        var report = await RequireReportAsync(key, context.CancellationToken);
        var form = await composer.ComposeAsync(report, context.CancellationToken);
        var answer = new CheckReportResponse { Etag = form.Etag.ToString() };
        answer.Findings.AddRange(checks.Run(form.Content).Select(finding => finding.ToProto()));
        return answer;
    }
}

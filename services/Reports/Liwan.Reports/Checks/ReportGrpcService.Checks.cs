using Grpc.Core;
using Liwan.Reports.Composition;
using Liwan.Reports.Submission;
using Liwan.Reports.V1;
using Liwan.ServiceDefaults.Requests;
using Finding = Liwan.Reports.Checks.Finding;

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
        answer.Findings.AddRange((await RunChecksAsync(key, form, context.CancellationToken)).Select(finding => finding.ToProto()));
        return answer;
    }

    private async Task<IReadOnlyList<Finding>> RunChecksAsync(DepartmentYear key, ComposedForm form, CancellationToken cancellationToken)
    {
        var before = await database.ReadAsync(
            session => RevisionRepository.FindLastSnapshotAsync(session, key with { Year = key.Year - 1 }), cancellationToken);
        return checks.Run(form.Content, form.Judgements, before is null ? null : Snapshot.Read(before.Snapshot, before.FormatVersion));
    }
}

using Liwan.Messaging;
using Liwan.Reports.Checks;
using Liwan.Reports.Composition;
using Liwan.Reports.Drafts;
using Liwan.Reports.Rendering;
using Liwan.Reports.Rendering.Appendices;
using Liwan.Reports.Submission;
using Liwan.ServiceDefaults.Clients;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Audit;
using Liwan.Storage.Ledger;
using Liwan.Storage.Paging;

namespace Liwan.Reports;

/// <summary>
/// The contract of the reports service. Its methods lie in the folders of their use cases: Drafts, Checks, Submission,
/// Moves, History, Comparison, Rendering, RoundDocuments.
/// </summary>
internal sealed partial class ReportGrpcService(
    Database database,
    RequestLedger ledger,
    PageTokens pageTokens,
    DepartmentRegister departments,
    FormComposer composer,
    RoundGate roundGate,
    FormChecks checks,
    DocumentRenderer renderer,
    AppendixSource appendices,
    FormFonts fonts,
    Outbox outbox,
    AuditTrail audit,
    TimeProvider time) : V1.ReportService.ReportServiceBase
{
    private const string Collection = "reports";

    private static DepartmentYear ReadName(string field, string name)
    {
        var violations = new Violations();
        var key = ResourceNames.DepartmentYear(violations, field, name, Collection);
        violations.ThrowIfAny();
        return key;
    }

    private Task<Report> RequireReportAsync(DepartmentYear key, CancellationToken cancellationToken) =>
        database.ReadAsync(session => RequireReportAsync(session, key), cancellationToken);

    private static async Task<Report> RequireReportAsync(DbSession session, DepartmentYear key) =>
        await ReportRepository.FindAsync(session, key) ?? throw new ServiceException(ErrorCatalogue.NotFound, ("name", key.In(Collection)));

    private static ServiceException Changed(string name, IEnumerable<string> what, string currentEtag) =>
        new(ErrorCatalogue.EtagMismatch, ("name", name), ("changed", string.Join(", ", what)), ("etag", currentEtag));

    /// <summary>Compares the report's part of an etag; an empty etag overwrites other changes.</summary>
    private static void RequireUnchanged(Report report, string etag)
    {
        if (etag.Length > 0 && FormEtag.ReportPart(etag) != report.Etag)
        {
            throw Changed(report.Name, ["report"], report.Etag);
        }
    }

    /// <summary>Writes a report over the one of the etag, and counts its events.</summary>
    private static async Task<Report> ReplaceAsync(DbSession session, Report report, string etag, int events) =>
        await ReportRepository.ReplaceAsync(session, report, etag, events)
        ?? throw Changed(report.Name, ["report"], (await RequireReportAsync(session, report.Key)).Etag);
}

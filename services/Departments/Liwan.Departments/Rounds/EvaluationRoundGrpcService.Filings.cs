using Google.Api;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Liwan.Departments.V1;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Paging;

namespace Liwan.Departments.Rounds;

/// <summary>The board of a round: its filings, how many are where, and who is missing.</summary>
internal sealed partial class EvaluationRoundGrpcService
{
    private const string ProgressSuffix = "/progress";

    public override async Task<V1.Filing> GetFiling(GetFilingRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var (year, department) = ReadFilingName(violations, request.Name);
        violations.ThrowIfAny();
        var (filing, round) = await filings.FindAsync(year, department, context.CancellationToken);
        return Write(filing ?? throw new ServiceException(ErrorCatalogue.NotFound, ("name", request.Name)), round, time.Present());
    }

    public override async Task<ListFilingsResponse> ListFilings(ListFilingsRequest request, ServerCallContext context)
    {
        var year = ReadName("parent", request.Parent);
        var list = new ListRequest(context.Method, request.Parent, request.Filter, request.OrderBy, request.PageSize, request.PageToken);
        var query = await FilingList.Method.ReadAsync(tokens, list, FilingList.Scope(year), context.CancellationToken);

        var now = time.Present();
        var (page, total, round) = await filings.ListAsync(query, year, now, context.CancellationToken);
        return new ListFilingsResponse
        {
            Filings = { page.Rows.Select(filing => Write(filing, round, now)) },
            NextPageToken = await tokens.NextAsync(query, page, context.CancellationToken),
            TotalSize = total,
        };
    }

    public override async Task<V1.RoundProgress> GetRoundProgress(GetRoundProgressRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        if (request.Name.Split('/') is not ["rounds", _, "progress"])
        {
            ResourceNames.Malformed(violations, "name", request.Name, NamePattern + ProgressSuffix);
            violations.ThrowIfAny();
        }

        var year = ReadName("name", request.Name[..^ProgressSuffix.Length]);
        var progress = await filings.CountAsync(year, time.Present(), context.CancellationToken) ?? throw NotFound(year);
        return new V1.RoundProgress
        {
            Name = request.Name,
            Owed = progress.Owed,
            NotStarted = progress.NotStarted,
            Draft = progress.Draft,
            Submitted = progress.Submitted,
            Returned = progress.Returned,
            Accepted = progress.Accepted,
            Published = progress.Published,
            Overdue = progress.Overdue,
            Late = progress.Late,
            Exempt = progress.Exempt,
        };
    }

    public override async Task<HttpBody> ExportLateFilings(ExportLateFilingsRequest request, ServerCallContext context)
    {
        var year = ReadName("parent", request.Parent);
        var (missing, round) = await filings.ListMissingAsync(year, context.CancellationToken);
        var sheet = MissingFilingsSheet.Write(round ?? throw NotFound(year), missing, LiwanDays.Of(time.GetUtcNow()));
        return new HttpBody { ContentType = MissingFilingsSheet.ContentType, Data = UnsafeByteOperations.UnsafeWrap(sheet) };
    }

    private static (int Year, string Department) ReadFilingName(Violations violations, string name)
    {
        if (name.Split('/') is ["rounds", var year, "filings", var department])
        {
            return (ResourceNames.Year(violations, "name", year), ResourceNames.DepartmentId(violations, "name", department));
        }

        ResourceNames.Malformed(violations, "name", name, "rounds/{year}/filings/{department}");
        return default;
    }

    private static V1.Filing Write(Filing filing, Round? round, DateTimeOffset now) => new()
    {
        Name = filing.Name,
        Department = $"departments/{filing.Department}",
        Report = new DepartmentYear(filing.Department, filing.Year).In("reports"),
        State = (V1.Filing.Types.State)filing.State,
        Filed = filing.IsFiled,
        Revision = filing.Revision,
        SubmitTime = filing.LastSubmitTime is { } submitted ? Timestamp.FromDateTimeOffset(submitted) : null,
        Archived = filing.IsArchived,
        Sequence = filing.Sequence,
        UpdateTime = Timestamp.FromDateTimeOffset(filing.UpdateTime),
        Owed = filing.Standing == FilingStanding.Owed,
        ExemptionReason = filing.ExemptionReason ?? string.Empty,
        Overdue = filing.IsOverdue(round, now),
        Late = filing.IsLate(round),
        DepartmentName = filing.DepartmentName ?? string.Empty,
    };
}

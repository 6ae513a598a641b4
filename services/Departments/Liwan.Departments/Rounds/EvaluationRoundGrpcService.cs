using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Liwan.Departments.V1;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage.Paging;

namespace Liwan.Departments.Rounds;

/// <summary>The methods of <c>liwan.departments.v1.EvaluationRoundService</c>.</summary>
internal sealed class EvaluationRoundGrpcService(FilingRepository filings, PageTokens tokens)
    : EvaluationRoundService.EvaluationRoundServiceBase
{
    public override async Task<V1.Filing> GetFiling(GetFilingRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var (year, department) = ReadName(violations, request.Name);
        violations.ThrowIfAny();
        return Write(await filings.FindAsync(year, department, context.CancellationToken)
            ?? throw new ServiceException(ErrorCatalogue.NotFound, ("name", request.Name)));
    }

    public override async Task<ListFilingsResponse> ListFilings(ListFilingsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var year = ReadParent(violations, request.Parent);
        violations.ThrowIfAny();
        var list = new ListRequest(context.Method, request.Parent, request.Filter, request.OrderBy, request.PageSize, request.PageToken);
        var query = await FilingList.Method.ReadAsync(tokens, list, FilingList.Scope(year), context.CancellationToken);

        var (page, total) = await filings.ListAsync(query, context.CancellationToken);
        return new ListFilingsResponse
        {
            Filings = { page.Rows.Select(Write) },
            NextPageToken = await tokens.NextAsync(query, page, context.CancellationToken),
            TotalSize = total,
        };
    }

    private static (int Year, string Department) ReadName(Violations violations, string name)
    {
        if (name.Split('/') is ["rounds", var year, "filings", var department])
        {
            return (ResourceNames.Year(violations, "name", year), ResourceNames.DepartmentId(violations, "name", department));
        }

        ResourceNames.Malformed(violations, "name", name, "rounds/{year}/filings/{department}");
        return default;
    }

    private static int ReadParent(Violations violations, string parent)
    {
        if (parent.Split('/') is ["rounds", var year])
        {
            return ResourceNames.Year(violations, "parent", year);
        }

        ResourceNames.Malformed(violations, "parent", parent, "rounds/{year}");
        return default;
    }

    private static V1.Filing Write(Filing filing) => new()
    {
        Name = filing.Name,
        Department = $"departments/{filing.Department}",
        Report = new DepartmentYear(filing.Department, filing.Year).In("reports"),
        State = (V1.Filing.Types.State)filing.State,
        Filed = filing.IsFiled,
        Revision = filing.Revision,
        SubmitTime = filing.SubmitTime is { } time && filing.SubmittedRevision == filing.Revision ? Timestamp.FromDateTimeOffset(time) : null,
        Archived = filing.IsArchived,
        Sequence = filing.Sequence,
        UpdateTime = Timestamp.FromDateTimeOffset(filing.UpdateTime),
    };
}

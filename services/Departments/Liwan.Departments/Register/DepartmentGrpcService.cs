using Grpc.Core;
using Liwan.Departments.Rounds;
using Liwan.Departments.V1;
using Liwan.ServiceDefaults.Clients;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Bulk;
using Liwan.Storage.Ledger;
using Liwan.Storage.Paging;

namespace Liwan.Departments.Register;

/// <summary>The methods of <c>liwan.departments.v1.DepartmentService</c>.</summary>
internal sealed partial class DepartmentGrpcService(
    DepartmentRepository departments, RequestLedger ledger, ImportRunner imports, PageTokens tokens, TimeProvider time)
    : DepartmentService.DepartmentServiceBase
{
    public override async Task<V1.Department> GetDepartment(GetDepartmentRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var id = ResourceNames.Department(violations, "name", request.Name);
        violations.ThrowIfAny();
        return Write(await departments.FindAsync(id, context.CancellationToken) ?? throw NotFound(id));
    }

    public override async Task<ListDepartmentsResponse> ListDepartments(ListDepartmentsRequest request, ServerCallContext context)
    {
        var list = new ListRequest(context.Method, string.Empty, request.Filter, request.OrderBy, request.PageSize, request.PageToken);
        var query = await DepartmentList.Method.ReadAsync(tokens, list, [], context.CancellationToken);

        var page = await departments.ListAsync(query, context.CancellationToken);
        return new ListDepartmentsResponse
        {
            Departments = { page.Rows.Select(Write) },
            NextPageToken = await tokens.NextAsync(query, page, context.CancellationToken),
        };
    }

    public override Task<V1.Department> CreateDepartment(CreateDepartmentRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var id = ResourceNames.DepartmentId(violations, "department_id", request.DepartmentId);
        if (request.Department is null)
        {
            violations.Add("department", ErrorCatalogue.FieldRequired);
            violations.ThrowIfAny();
        }

        var now = time.Present();
        var department = DepartmentMapping.Read(violations, id, request.Department!, now, now);
        violations.ThrowIfAny();
        return ledger.ExecuteAsync(
            LedgerCall.Of(context, request, request.RequestId),
            async session =>
            {
                await DepartmentLinks.RequireSoundAsync(session, department);
                var created = DepartmentMapping.WithEtag(department);
                var answer = Write(created);
                await DepartmentRepository.InsertAsync(session, created, answer.CalculateSize());
                await Board.SettleAsync(session, [id], now);
                return answer;
            },
            context.CancellationToken);
    }

    public override Task<V1.Department> UpdateDepartment(UpdateDepartmentRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var id = ResourceNames.Department(violations, "department.name", request.Department?.Name ?? string.Empty);
        violations.ThrowIfAny();
        return ledger.ExecuteAsync(
            LedgerCall.Of(context, request, request.RequestId),
            session => UpdateAsync(session, id, request),
            context.CancellationToken);
    }

    private async Task<V1.Department> UpdateAsync(DbSession session, string id, UpdateDepartmentRequest request)
    {
        var current = await DepartmentRepository.FindAsync(session, id) ?? throw NotFound(id);
        if (request.Department.Etag.Length > 0 && request.Department.Etag != current.Etag)
        {
            throw Changed(current);
        }

        var violations = new Violations();
        var merged = UpdateMasks.Apply(request.UpdateMask, request.Department, Write(current));
        var changed = DepartmentMapping.Read(violations, id, merged, current.CreateTime, time.PresentAfter(current.UpdateTime));
        violations.ThrowIfAny();

        await DepartmentLinks.RequireSoundAsync(session, changed);
        changed = DepartmentMapping.WithEtag(changed);
        var answer = Write(changed);
        if (!await DepartmentRepository.TryUpdateAsync(session, changed, current.Etag, answer.CalculateSize()))
        {
            throw Changed(current);
        }

        await Board.SettleAsync(session, [id], changed.UpdateTime);
        return answer;
    }

    private V1.Department Write(Department department) => DepartmentMapping.Write(department, time.TodayInLiwan());

    private static ServiceException NotFound(string id) => new(ErrorCatalogue.NotFound, ("name", DepartmentMapping.NameOf(id)));

    internal static ServiceException Changed(Department current) =>
        new(ErrorCatalogue.EtagMismatch, ("name", DepartmentMapping.NameOf(current.Id)), ("changed", "部门"), ("etag", current.Etag));
}

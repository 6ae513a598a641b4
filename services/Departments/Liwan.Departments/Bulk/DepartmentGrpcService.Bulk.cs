using System.Globalization;
using Grpc.Core;
using Liwan.Bulk.V1;
using Liwan.Departments.Bulk;
using Liwan.Departments.V1;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage.Bulk;
using Liwan.Storage.Paging;

namespace Liwan.Departments.Register;

/// <summary>Many departments at once: batch get, import and export.</summary>
internal sealed partial class DepartmentGrpcService
{
    private const int MostInBatchGet = 250;
    private const int ExportBatch = 500;

    public override async Task<BatchGetDepartmentsResponse> BatchGetDepartments(BatchGetDepartmentsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        if (request.Names.Count is 0)
        {
            violations.Add("names", ErrorCatalogue.FieldRequired);
        }
        else if (request.Names.Count > MostInBatchGet)
        {
            violations.Add("names", ErrorCatalogue.TooManyItems, ("value", Print(request.Names.Count)), ("limit", Print(MostInBatchGet)));
        }

        violations.ThrowIfAny();
        var ids = request.Names.Select((name, i) => ResourceNames.Department(violations, $"names[{i}]", name)).ToList();
        violations.ThrowIfAny();
        var found = await departments.FindManyAsync(ids, context.CancellationToken);
        if (!request.AllowMissing)
        {
            for (var i = 0; i < ids.Count; i++)
            {
                if (!found.ContainsKey(ids[i]))
                {
                    violations.Add($"names[{i}]", ErrorCatalogue.NotFound, ("name", request.Names[i]));
                }
            }

            violations.ThrowIfAny();
        }

        return new BatchGetDepartmentsResponse { Departments = { ids.Where(found.ContainsKey).Select(id => Write(found[id])) } };
    }

    public override Task ImportDepartments(
        IAsyncStreamReader<ImportDepartmentsRequest> requestStream, IServerStreamWriter<ImportProgress> responseStream, ServerCallContext context) =>
        imports.RunAsync(
            settings => new DepartmentImport(time, settings.ValidateOnly),
            requestStream,
            request => new ImportRequest<V1.Department>(request.Settings, [.. request.Items.Select(item => (item.Index, (V1.Department?)item.Department))]),
            responseStream,
            context);

    public override async Task ExportDepartments(
        ExportDepartmentsRequest request, IServerStreamWriter<ExportDepartmentsResponse> responseStream, ServerCallContext context)
    {
        var violations = new Violations();
        var after = request.StartAfter.Length == 0 ? null : ResourceNames.Department(violations, "start_after", request.StartAfter);
        violations.ThrowIfAny();

        // A page at a time, each in a transaction of its own: a slow reader holds up nobody.
        Page<Department> page;
        do
        {
            page = await departments.ListAsync(DepartmentList.Method.Whole([], after is null ? null : [after], ExportBatch), context.CancellationToken);
            if (page.Rows.Count > 0)
            {
                after = page.Rows[^1].Id;
                await responseStream.WriteAsync(new ExportDepartmentsResponse { Departments = { page.Rows.Select(Write) } }, context.CancellationToken);
            }
        }
        while (page.HasMore);
    }

    private static string Print(int value) => value.ToString(CultureInfo.InvariantCulture);
}

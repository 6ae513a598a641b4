using Grpc.Core;
using Liwan.Departments.V1;
using Liwan.ServiceDefaults.Errors;
using Microsoft.Extensions.DependencyInjection;

namespace Liwan.ServiceDefaults.Clients;

/// <summary>The register of departments, as the services above it ask it.</summary>
/// <param name="client">The client of the departments service.</param>
public sealed class DepartmentRegister(DepartmentService.DepartmentServiceClient client)
{
    private const string Service = "departments";
    private const int MostNames = 250;

    /// <summary>Returns a department that a request names.</summary>
    /// <param name="field">Field path of the name in the caller's request, such as <c>parent</c>.</param>
    /// <param name="departmentName"><c>departments/{department}</c>, well-formed.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <exception cref="ServiceException">NOT_FOUND: the register does not hold it. SERVICE_UNAVAILABLE: the departments
    /// service did not answer in time.</exception>
    public async Task<Department> RequireAsync(string field, string departmentName, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetDepartmentAsync(new GetDepartmentRequest { Name = departmentName }, cancellationToken: cancellationToken);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound)
        {
            throw new ServiceException(new Violations().Add(field, ErrorCatalogue.NotFound, ("name", departmentName)));
        }
        catch (RpcException e) when (e.IsOutage())
        {
            throw new ServiceException(ErrorCatalogue.ServiceUnavailable, e, ("service", Service));
        }
    }

    /// <summary>Returns which of many departments the register holds, asked in few calls.</summary>
    /// <param name="departmentNames"><c>departments/{department}</c> each, well-formed.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <exception cref="ServiceException">SERVICE_UNAVAILABLE: the departments service did not answer in time.</exception>
    public async Task<IReadOnlySet<string>> FindAsync(IEnumerable<string> departmentNames, CancellationToken cancellationToken)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var names in departmentNames.Distinct(StringComparer.Ordinal).Chunk(MostNames))
            {
                var request = new BatchGetDepartmentsRequest { Names = { names }, AllowMissing = true };
                var answer = await client.BatchGetDepartmentsAsync(request, cancellationToken: cancellationToken);
                found.UnionWith(answer.Departments.Select(department => department.Name));
            }
        }
        catch (RpcException e) when (e.IsOutage())
        {
            throw new ServiceException(ErrorCatalogue.ServiceUnavailable, e, ("service", Service));
        }

        return found;
    }
}

/// <summary>Switches the register of departments on in a service above it.</summary>
public static class DepartmentRegisterRegistration
{
    /// <summary>Adds <see cref="DepartmentRegister"/> and its client, found by service discovery as <c>departments</c>.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddDepartmentRegister(this IServiceCollection services)
    {
        services.AddDownwardClient<DepartmentService.DepartmentServiceClient>("departments");
        return services.AddSingleton<DepartmentRegister>();
    }
}

using Grpc.Core;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Services;
using Liwan.Departments.V1;

namespace Liwan.Cli.Commands.Registration;

/// <summary>Enters the department of a form in the register, where it is missing; one that is there stays as it is.</summary>
internal sealed class DepartmentRegistration(ServiceClients clients)
{
    /// <summary>Enters the department.</summary>
    /// <returns>The department, and whether it was entered just now.</returns>
    /// <exception cref="ServiceException">The service refuses, or does not let the caller in.</exception>
    public async Task<(Department Department, bool Created)> EnsureAsync(Form form, CancellationToken cancellationToken)
    {
        try
        {
            return (await ReadAsync(form, cancellationToken), false);
        }
        catch (ServiceException e) when (e.Error.ExitCode == ExitCode.NotFound)
        {
            return await CreateAsync(form, cancellationToken);
        }
    }

    /// <summary>Enters a department that was missing a moment ago.</summary>
    /// <returns>The department, and whether it was entered just now.</returns>
    /// <exception cref="ServiceException">The service refuses, or does not let the caller in.</exception>
    public async Task<(Department Department, bool Created)> CreateAsync(Form form, CancellationToken cancellationToken)
    {
        var request = new CreateDepartmentRequest
        {
            DepartmentId = form.DepartmentId,
            Department = FormMessages.ToDepartment(form),
            RequestId = ServiceClients.NewRequestId(),
        };
        try
        {
            return (await clients.DepartmentsAsync((c, o) => c.CreateDepartmentAsync(request, o), cancellationToken), true);
        }
        catch (ServiceException e) when (e.InnerException is RpcException { StatusCode: StatusCode.AlreadyExists })
        {
            // Another form of the same department, in this run or another, came first.
            return (await ReadAsync(form, cancellationToken), false);
        }
        catch (ServiceException e) when (e.InnerException is RpcException { StatusCode: StatusCode.PermissionDenied })
        {
            throw new ServiceException(
                e.Error with { Message = $"部门 {form.DepartmentId} 尚未登记，须先由区财政局登记：liwan login --as reviewer，再 liwan register 表格文件" }, e);
        }
    }

    private Task<Department> ReadAsync(Form form, CancellationToken cancellationToken) =>
        clients.DepartmentsAsync((c, o) => c.GetDepartmentAsync(new() { Name = form.Name.DepartmentResource }, o), cancellationToken);
}

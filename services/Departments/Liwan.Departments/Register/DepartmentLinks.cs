using Liwan.ServiceDefaults.Errors;
using Liwan.Storage;

namespace Liwan.Departments.Register;

/// <summary>What links one department to another.</summary>
internal enum DepartmentLinkKind
{
    /// <summary>The department above.</summary>
    Parent,

    /// <summary>The department that took over.</summary>
    Successor,
}

/// <summary>Where a department's link leads; null for nowhere.</summary>
internal sealed record DepartmentLink
{
    public string? Target { get; init; }
}

/// <summary>The rules of parents and successors: they exist, and following them never leads back.</summary>
internal static class DepartmentLinks
{
    /// <summary>Checks the links of a department that is about to be written.</summary>
    /// <exception cref="ServiceException">NOT_FOUND, or VALUE_NOT_ACCEPTED for a link that leads back.</exception>
    public static async Task RequireSoundAsync(DbSession session, Department department)
    {
        await RequireSoundAsync(session, DepartmentLinkKind.Parent, DepartmentMapping.ParentField, department.Id, department.Parent);
        await RequireSoundAsync(session, DepartmentLinkKind.Successor, DepartmentMapping.SuccessorField, department.Id, department.Successor);
    }

    private static async Task RequireSoundAsync(DbSession session, DepartmentLinkKind kind, string field, string id, string? target)
    {
        for (var next = target; next is not null;)
        {
            if (next == id)
            {
                throw LeadsBack(field, target!);
            }

            var link = await DepartmentRepository.HoldLinkAsync(session, kind, next)
                ?? throw Missing(field, next);
            next = link.Target;
        }
    }

    internal static ServiceException LeadsBack(string field, string target) => new(new Violations().Add(
        field, ErrorCatalogue.ValueNotAccepted, ("value", DepartmentMapping.NameOf(target)), ("expected", "不是本部门，也不经其上级或承接部门回到本部门的部门")));

    internal static ServiceException Missing(string field, string id) =>
        new(new Violations().Add(field, ErrorCatalogue.NotFound, ("name", DepartmentMapping.NameOf(id))));
}

using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;

namespace Liwan.Storage.Bulk;

/// <summary>What an export of resources under departments and years covers.</summary>
/// <param name="Department">The department's id; null for all departments.</param>
/// <param name="After">Only what follows this one; null for all.</param>
public readonly record struct ExportRange(string? Department, DepartmentYear? After)
{
    /// <summary>Reads the range of a request.</summary>
    /// <param name="parent"><c>departments/{department}</c> or <c>departments/-</c>.</param>
    /// <param name="startAfter">A resource name, or empty.</param>
    /// <param name="collection">The collection's segment, such as <c>budgets</c>.</param>
    /// <exception cref="ServiceException">A name is malformed, or the start lies under another parent.</exception>
    public static ExportRange Read(string parent, string startAfter, string collection)
    {
        ArgumentNullException.ThrowIfNull(startAfter);
        const string startField = "start_after";
        var violations = new Violations();
        var department = ResourceNames.DepartmentOrAll(violations, "parent", parent);
        if (startAfter.Length == 0)
        {
            violations.ThrowIfAny();
            return new ExportRange(department, null);
        }

        var after = ResourceNames.DepartmentYear(violations, startField, startAfter, collection);
        violations.ThrowIfAny();
        return department is null || department == after.Department
            ? new ExportRange(department, after)
            : throw new ServiceException(violations.Add(
                startField, ErrorCatalogue.ValueNotAccepted, ("value", startAfter), ("expected", $"{parent}/{collection}/{{year}}")));
    }
}

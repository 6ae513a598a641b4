using System.Buffers;
using System.Globalization;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.ServiceDefaults.Requests;

/// <summary>The department and year that a resource of a year lives under.</summary>
/// <param name="Department">The department's id, <c>[a-z][a-z0-9-]{1,62}</c>.</param>
/// <param name="Year">2000 to 2099.</param>
public readonly record struct DepartmentYear(string Department, int Year)
{
    /// <summary><c>departments/{department}</c>.</summary>
    public string DepartmentName => $"departments/{Department}";

    /// <summary>The resource name in a collection such as <c>budgets</c>.</summary>
    /// <param name="collection">The collection's segment.</param>
    public string In(string collection) => string.Create(CultureInfo.InvariantCulture, $"departments/{Department}/{collection}/{Year}");
}

/// <summary>Reads resource names (AIP-122); each method adds what is wrong to the violations and then returns default.</summary>
public static class ResourceNames
{
    /// <summary>What a department's id looks like.</summary>
    public const string DepartmentIdPattern = "[a-z][a-z0-9-]{1,62}";

    /// <summary>The parent that stands for all departments (AIP-159).</summary>
    public const string AllDepartments = "departments/-";

    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private const int FirstYear = 2000;
    private const int LastYear = 2099;

    /// <summary>Reads <c>departments/{department}</c>.</summary>
    /// <param name="violations">Takes what is wrong.</param>
    /// <param name="field">Field path of the name.</param>
    /// <param name="name">The name.</param>
    public static string Department(Violations violations, string field, string name)
    {
        ArgumentNullException.ThrowIfNull(violations);
        ArgumentNullException.ThrowIfNull(name);
        var parts = name.Split('/');
        if (parts is ["departments", var id] && IsDepartmentId(id))
        {
            return id;
        }

        Malformed(violations, field, name, "departments/{department}");
        return string.Empty;
    }

    /// <summary>Reads the id of a department that is about to be created.</summary>
    /// <param name="violations">Takes what is wrong.</param>
    /// <param name="field">Field path of the id.</param>
    /// <param name="id">The id.</param>
    public static string DepartmentId(Violations violations, string field, string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!IsDepartmentId(id))
        {
            Malformed(violations, field, id, DepartmentIdPattern);
        }

        return id;
    }

    /// <summary>Reads <c>departments/{department}</c> or <c>departments/-</c>; null stands for all departments.</summary>
    /// <param name="violations">Takes what is wrong.</param>
    /// <param name="field">Field path of the name.</param>
    /// <param name="name">The name.</param>
    public static string? DepartmentOrAll(Violations violations, string field, string name) =>
        name == AllDepartments ? null : Department(violations, field, name);

    /// <summary>Reads <c>departments/{department}/{collection}/{year}</c>.</summary>
    /// <param name="violations">Takes what is wrong.</param>
    /// <param name="field">Field path of the name.</param>
    /// <param name="name">The name.</param>
    /// <param name="collection">The collection's segment, such as <c>budgets</c>.</param>
    public static DepartmentYear DepartmentYear(Violations violations, string field, string name, string collection)
    {
        ArgumentNullException.ThrowIfNull(name);
        var parts = name.Split('/');
        if (parts is not ["departments", var id, var segment, var year] || segment != collection || !IsDepartmentId(id))
        {
            Malformed(violations, field, name, $"departments/{{department}}/{collection}/{{year}}");
            return default;
        }

        return new DepartmentYear(id, Year(violations, field, year));
    }

    /// <summary>Reads a year, 2000 to 2099, four digits.</summary>
    /// <param name="violations">Takes what is wrong.</param>
    /// <param name="field">Field path of the year.</param>
    /// <param name="year">The year.</param>
    public static int Year(Violations violations, string field, string year)
    {
        ArgumentNullException.ThrowIfNull(violations);
        if (year is { Length: 4 }
            && int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value is >= FirstYear and <= LastYear)
        {
            return value;
        }

        violations.Add(field, ErrorCatalogue.YearOutOfRange, ("value", year ?? string.Empty));
        return 0;
    }

    private static bool IsDepartmentId(string id)
    {
        if (id.Length is < 2 or > 63 || !char.IsAsciiLetterLower(id[0]))
        {
            return false;
        }

        return !id.AsSpan(1).ContainsAnyExcept(IdCharacters);
    }

    /// <summary>Adds that a name is empty or does not have its form.</summary>
    /// <param name="violations">Takes the violation.</param>
    /// <param name="field">Field path of the name.</param>
    /// <param name="name">The name.</param>
    /// <param name="pattern">The form that it must have.</param>
    public static void Malformed(Violations violations, string field, string name, string pattern)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(violations);
        if (name.Length == 0)
        {
            violations.Add(field, ErrorCatalogue.FieldRequired);
        }
        else
        {
            violations.Add(field, ErrorCatalogue.NameMalformed, ("value", name), ("pattern", pattern));
        }
    }
}

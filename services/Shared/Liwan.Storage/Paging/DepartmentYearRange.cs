using Liwan.ServiceDefaults.Requests;

namespace Liwan.Storage.Paging;

/// <summary>
/// The stretch of keys that a page covers, as parameters of <see cref="Condition"/>: one query fetches the parts of all
/// rows of the page.
/// </summary>
/// <param name="First">Department and year of the first row.</param>
/// <param name="Last">Department and year of the last row.</param>
public sealed record DepartmentYearRange(DepartmentYear First, DepartmentYear Last)
{
    /// <summary>SQL over the columns <c>department</c> and <c>year</c>.</summary>
    public const string Condition =
        $"""
        department >= @{nameof(FirstDepartment)} AND department <= @{nameof(LastDepartment)}
        AND (department > @{nameof(FirstDepartment)} OR year >= @{nameof(FirstYear)})
        AND (department < @{nameof(LastDepartment)} OR year <= @{nameof(LastYear)})
        """;

    /// <summary>The department of the first row.</summary>
    public string FirstDepartment => First.Department;

    /// <summary>The year of the first row.</summary>
    public int FirstYear => First.Year;

    /// <summary>The department of the last row.</summary>
    public string LastDepartment => Last.Department;

    /// <summary>The year of the last row.</summary>
    public int LastYear => Last.Year;
}

using System.Globalization;
using Liwan.ServiceDefaults.Requests;

namespace Liwan.Storage.Paging;

/// <summary>
/// The window of a list that is ordered by department and year, as parameters of <see cref="Condition"/>: of one
/// department or of all, after the last row of the page before.
/// </summary>
public sealed record DepartmentYearWindow
{
    /// <summary>SQL over the columns <c>department</c> and <c>year</c>, written so that a key of the two is sought, not scanned.</summary>
    public const string Condition =
        $"""
        department >= @{nameof(AfterDepartment)} AND department <= @{nameof(LastDepartment)}
        AND (department > @{nameof(AfterDepartment)} OR year > @{nameof(AfterYear)})
        """;

    // Sorts after every id, which hold a-z, 0-9 and - only.
    private const string AfterAllIds = "~";

    /// <summary>Makes the window of a page.</summary>
    /// <param name="department">The department's id; null for all departments.</param>
    /// <param name="after">What <see cref="KeyOf"/> gave for the last row of the page before; null for the first page.</param>
    /// <param name="size">How many rows the page may hold.</param>
    public DepartmentYearWindow(string? department, IReadOnlyList<string>? after, int size)
    {
        AfterDepartment = after?[0] ?? department ?? string.Empty;
        AfterYear = after is null ? 0 : int.Parse(after[1], CultureInfo.InvariantCulture);
        LastDepartment = department ?? AfterAllIds;
        Size = size;
    }

    /// <summary>The department of the last row of the page before.</summary>
    public string AfterDepartment { get; }

    /// <summary>The year of the last row of the page before.</summary>
    public int AfterYear { get; }

    /// <summary>The last department of the list.</summary>
    public string LastDepartment { get; }

    /// <summary>How many rows the page may hold.</summary>
    public int Size { get; }

    /// <summary>How many rows to fetch: one more than the page may hold shows whether a further page follows.</summary>
    public int Take => Size + 1;

    /// <summary>The key of a row, as a page token carries it.</summary>
    /// <param name="key">Department and year of the row.</param>
    public static IReadOnlyList<string> KeyOf(DepartmentYear key) => [key.Department, key.Year.ToString(CultureInfo.InvariantCulture)];
}

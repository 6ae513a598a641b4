using System.Globalization;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage.Filtering;

namespace Liwan.Storage.Paging;

/// <summary>
/// What all lists of a department's years have in common. Their tables have the columns <c>department</c>, <c>year</c>,
/// <c>create_time</c> and <c>update_time</c>, the first two the key, and the indexes of
/// <see cref="Migrations.DepartmentYearIndexes"/>.
/// </summary>
public static class DepartmentYearLists
{
    /// <summary>What all of them can be filtered by.</summary>
    public static IReadOnlyList<FilterField> Fields { get; } =
    [
        FilterField.Department("department", "department"),
        FilterField.Number("year", "year"),
        FilterField.Time("create_time", "create_time"),
        FilterField.Time("update_time", "update_time"),
    ];

    /// <summary>What all of them can be ordered by.</summary>
    /// <typeparam name="TRow">What the list is of.</typeparam>
    /// <param name="key">The key of a row.</param>
    /// <param name="updated">When a row was last changed.</param>
    public static IReadOnlyList<ListOrder<TRow>> Orders<TRow>(Func<TRow, DepartmentYear> key, Func<TRow, DateTimeOffset> updated)
    {
        var department = OrderColumn.Text<TRow>("department", "department", row => key(row).Department);
        var year = OrderColumn.Number<TRow>("year", "year", row => key(row).Year);
        var updateTime = OrderColumn.Time("update_time", "update_time", updated);
        return
        [
            new(department.Up(), year.Up()),
            new(year.Up(), department.Up()),
            new(year.Down(), department.Up()),
            new(updateTime.Up(), department.Up(), year.Up()),
        ];
    }

    /// <summary>The key of a row in the first of <see cref="Orders"/>, see <see cref="ListQuery{TRow}.KeyOf"/>.</summary>
    /// <param name="key">Department and year of the row.</param>
    public static IReadOnlyList<string> KeyOf(DepartmentYear key) => [key.Department, key.Year.ToString(CultureInfo.InvariantCulture)];

    /// <summary>What the parent of a list fixes.</summary>
    /// <param name="department">The department's id; null for all departments.</param>
    public static IReadOnlyList<ListScope> Scope(string? department) => department is null ? [] : [new ListScope("department", department)];
}

using Google.Type;
using Liwan.Departments.V1;

namespace Liwan.Reports.Composition;

/// <summary>Official names by day.</summary>
internal static class OfficialNames
{
    /// <summary>The official name in force on a day; the department's display name if none was.</summary>
    public static string InForce(Department department, DateOnly day) =>
        department.OfficialNames.FirstOrDefault(name => Starts(name.StartDate) <= day && day <= Ends(name.EndDate))?.Text
        ?? department.DisplayName;

    private static DateOnly Starts(Date? date) => date is null ? DateOnly.MinValue : new DateOnly(date.Year, date.Month, date.Day);

    private static DateOnly Ends(Date? date) => date is null ? DateOnly.MaxValue : new DateOnly(date.Year, date.Month, date.Day);
}

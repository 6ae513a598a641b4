using Google.Type;
using Liwan.Departments.V1;
using Liwan.ServiceDefaults.Requests;

namespace Liwan.ServiceDefaults.Clients;

/// <summary>Which of a department's official names holds on a day.</summary>
public static class OfficialNames
{
    /// <summary>Today in Liwan, at fixed UTC+8.</summary>
    /// <param name="time">The clock.</param>
    public static DateOnly TodayInLiwan(this TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return LiwanDays.Of(time.GetUtcNow());
    }

    /// <summary>
    /// Returns the name in force on a day; on a day without one the last that was in force before, and before the first
    /// one the first. A report is given the name of 31 December of its year.
    /// </summary>
    /// <param name="department">The department; its names stand oldest first.</param>
    /// <param name="day">The day.</param>
    /// <returns>The name; empty if the department has none.</returns>
    public static string OfficialNameOn(this Department department, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(department);
        var names = department.OfficialNames;
        var name = names.LastOrDefault(name => IsOnOrBefore(name.StartDate, day)) ?? names.FirstOrDefault();
        return name?.Text ?? string.Empty;
    }

    private static bool IsOnOrBefore(Date? start, DateOnly day) =>
        start is null || (start.Year, start.Month, start.Day).CompareTo((day.Year, day.Month, day.Day)) <= 0;
}

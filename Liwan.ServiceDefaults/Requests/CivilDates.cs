using System.Globalization;
using Google.Type;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.ServiceDefaults.Requests;

/// <summary>Whole dates of requests: year, month and day.</summary>
public static class CivilDates
{
    /// <summary>Reads a date.</summary>
    /// <param name="violations">Takes DATES_INVALID where it is none of the calendar.</param>
    /// <param name="field">Field path of the date.</param>
    /// <param name="date">The date; may be null.</param>
    /// <returns>Null if it is unset or no date.</returns>
    public static DateOnly? Read(Violations violations, string field, Date? date)
    {
        ArgumentNullException.ThrowIfNull(violations);
        if (date is null)
        {
            return null;
        }

        if (date is { Year: >= 1 and <= 9999, Month: >= 1 and <= 12, Day: >= 1 } && date.Day <= System.DateTime.DaysInMonth(date.Year, date.Month))
        {
            return new DateOnly(date.Year, date.Month, date.Day);
        }

        violations.Add(field, ErrorCatalogue.DatesInvalid, ("value", Print(date)));
        return null;
    }

    /// <summary>The date on the wire.</summary>
    /// <param name="day">The day; may be null.</param>
    public static Date? Write(DateOnly? day) => day is { } date ? new Date { Year = date.Year, Month = date.Month, Day = date.Day } : null;

    /// <summary>The date as an error shows it, such as <c>2021-12-31</c>.</summary>
    /// <param name="date">The date; may be null.</param>
    public static string Print(Date? date) =>
        date is null ? "—" : string.Create(CultureInfo.InvariantCulture, $"{date.Year:0000}-{date.Month:00}-{date.Day:00}");
}

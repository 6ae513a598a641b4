using System.Globalization;

namespace Liwan.ServiceDefaults.Requests;

/// <summary>Days in Liwan, at fixed UTC+8.</summary>
public static class LiwanDays
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The day that a moment is on.</summary>
    /// <param name="moment">The moment.</param>
    public static DateOnly Of(DateTimeOffset moment) => DateOnly.FromDateTime(moment.ToOffset(Offset).DateTime);

    /// <summary>A moment to the minute as Liwan's clocks show it, such as 2022-03-31 09:12.</summary>
    /// <param name="moment">The moment.</param>
    public static string Minute(DateTimeOffset moment) => moment.ToOffset(Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>24:00 of a day, the first moment that is no longer on it.</summary>
    /// <param name="day">The day, before the last that there is.</param>
    public static DateTimeOffset EndOf(DateOnly day) => new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), Offset).ToUniversalTime();

    /// <summary>The day that ends at a moment, see <see cref="EndOf"/>.</summary>
    /// <param name="end">Its 24:00.</param>
    public static DateOnly EndingAt(DateTimeOffset end) => Of(end).AddDays(-1);
}

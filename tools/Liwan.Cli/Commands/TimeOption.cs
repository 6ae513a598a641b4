using System.CommandLine;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace Liwan.Cli.Commands;

/// <summary>An option that is a time: a date of Liwan's clock, or RFC 3339.</summary>
internal static class TimeOption
{
    public static Option<string?> Create(string name, string description, bool required = false)
    {
        var option = new Option<string?>(name) { Description = $"{description} A date of Liwan's clock, or RFC 3339.", HelpName = "TIME", Required = required };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Parse(token.Value) is null)
            {
                result.AddError($"{name} '{token.Value}': expected a date such as 2022-03-01 or a time such as 2022-03-01T08:00:00+08:00.");
            }
        });
        return option;
    }

    public static Timestamp? Read(string? text) => text is null ? null : Timestamp.FromDateTimeOffset(Parse(text)!.Value);

    private static DateTimeOffset? Parse(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            // Before the first day of the calendar in Liwan it is still no day in UTC.
            return date == DateOnly.MinValue ? null : new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8));
        }

        string[] forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK"];
        return (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10)
            && DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
    }
}

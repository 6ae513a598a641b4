using System.Globalization;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;

namespace Liwan.Departments.Rounds;

/// <summary>Between rounds on the wire and inside; what comes in is checked on the way.</summary>
internal static class RoundMapping
{
    public const string Template = "liwan-2021";

    private const string DeadlineField = "round.deadline";
    private const string ExemptionsField = "round.exemptions";
    private const int MostExemptions = 5000;
    private const int ReasonLimit = 500;
    private const int FirstDeadlineYear = 2000;
    private const int LastDeadlineYear = 2199;

    /// <summary>The round with what a request says of it.</summary>
    /// <param name="violations">Takes what is wrong.</param>
    /// <param name="message">What it is to be.</param>
    /// <param name="current">What it is, or what a new one starts from.</param>
    public static Round Read(Violations violations, V1.Round message, Round current) => current with
    {
        DeadlineEnd = ReadDeadline(violations, message.Deadline),
        LatePolicy = ReadPolicy(violations, message.LatePolicy),
        Exemptions = ReadExemptions(violations, message.Exemptions),
    };

    /// <summary>Refuses a template that there is not, or that is not the one a round was opened with.</summary>
    /// <param name="violations">Takes what is wrong.</param>
    /// <param name="template">What a request says; empty: nothing.</param>
    /// <param name="error">VALUE_NOT_ACCEPTED or FIELD_IMMUTABLE.</param>
    public static void RequireTemplate(Violations violations, string template, ErrorDefinition error)
    {
        if (template.Length > 0 && template != Template)
        {
            violations.Add("round.template", error, ("value", template), ("expected", Template));
        }
    }

    /// <summary>The round on the wire.</summary>
    /// <param name="round">The round.</param>
    /// <param name="now">Decides whether the deadline has passed.</param>
    public static V1.Round Write(Round round, DateTimeOffset now)
    {
        var message = WriteContent(round);
        message.DeadlinePassed = round.IsPast(now);
        message.Etag = round.Etag;
        return message;
    }

    /// <summary>Returns the round with the etag of its content and times; whether the deadline has passed is no content.</summary>
    public static Round WithEtag(Round round) => round with { Etag = Etags.Of(WriteContent(round)) };

    private static V1.Round WriteContent(Round round) => new()
    {
        Name = round.Name,
        State = (V1.Round.Types.State)round.State,
        Deadline = CivilDates.Write(round.Deadline),
        LatePolicy = (V1.Round.Types.LatePolicy)round.LatePolicy,
        Exemptions =
        {
            round.Exemptions.Select(exemption => new V1.Round.Types.Exemption { Department = $"departments/{exemption.Department}", Reason = exemption.Reason }),
        },
        Template = round.Template,
        CreateTime = Timestamp.FromDateTimeOffset(round.CreateTime),
        UpdateTime = Timestamp.FromDateTimeOffset(round.UpdateTime),
        CloseTime = round.CloseTime is { } closed ? Timestamp.FromDateTimeOffset(closed) : null,
    };

    private static DateTimeOffset ReadDeadline(Violations violations, Date? date)
    {
        if (date is null)
        {
            violations.Add(DeadlineField, ErrorCatalogue.FieldRequired);
        }
        else if (CivilDates.Read(violations, DeadlineField, date) is { } day)
        {
            if (day.Year is >= FirstDeadlineYear and <= LastDeadlineYear)
            {
                return LiwanDays.EndOf(day);
            }

            violations.Add(
                DeadlineField, ErrorCatalogue.ValueNotAccepted, ("value", CivilDates.Print(date)), ("expected", "2000-01-01 至 2199-12-31 之间的日期"));
        }

        return default;
    }

    private static LatePolicy ReadPolicy(Violations violations, V1.Round.Types.LatePolicy policy)
    {
        switch (policy)
        {
            case V1.Round.Types.LatePolicy.Unspecified or V1.Round.Types.LatePolicy.Allowed:
                return LatePolicy.Allowed;
            case V1.Round.Types.LatePolicy.Refused:
                return LatePolicy.Refused;
            default:
                violations.Add("round.late_policy", ErrorCatalogue.ValueNotAccepted, ("value", Print((int)policy)), ("expected", "ALLOWED, REFUSED"));
                return default;
        }
    }

    private static List<RoundExemption> ReadExemptions(Violations violations, RepeatedField<V1.Round.Types.Exemption> exemptions)
    {
        if (exemptions.Count > MostExemptions)
        {
            violations.Add(ExemptionsField, ErrorCatalogue.TooManyItems, ("value", Print(exemptions.Count)), ("limit", Print(MostExemptions)));
            return [];
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var read = new List<RoundExemption>(exemptions.Count);
        for (var i = 0; i < exemptions.Count; i++)
        {
            var path = PathOf(i);
            var department = ResourceNames.Department(violations, $"{path}.department", exemptions[i].Department);
            if (department.Length > 0 && !seen.Add(department))
            {
                violations.Add(
                    $"{path}.department", ErrorCatalogue.ValueNotAccepted, ("value", exemptions[i].Department), ("expected", "每个部门至多列一次"));
            }

            read.Add(new RoundExemption(department, FormText.Read(violations, $"{path}.reason", exemptions[i].Reason, ReasonLimit, required: true)));
        }

        return [.. read.OrderBy(exemption => exemption.Department, StringComparer.Ordinal)];
    }

    /// <summary>Field path of an exemption, as the request numbers them.</summary>
    public static string PathOf(int index) => $"{ExemptionsField}[{Print(index)}]";

    private static string Print(int value) => value.ToString(CultureInfo.InvariantCulture);
}

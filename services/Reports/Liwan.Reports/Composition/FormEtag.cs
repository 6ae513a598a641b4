using Liwan.ServiceDefaults.Errors;

namespace Liwan.Reports.Composition;

/// <summary>The etag of a form: that of the report and those of the resources it is composed from.</summary>
/// <param name="Report">The report's own part.</param>
/// <param name="Department">The department's etag.</param>
/// <param name="Budget">The budget's etag; <see cref="Absent"/> if the year has none.</param>
/// <param name="TaskPlan">The task plan's etag; <see cref="Absent"/> if the year has none.</param>
internal sealed record FormEtag(string Report, string Department, string Budget, string TaskPlan)
{
    public const string Absent = "-";
    private const char Separator = '.';

    /// <summary>Reads the etag of GetReport or CheckReport.</summary>
    /// <exception cref="ServiceException">FIELD_REQUIRED or ETAG_MALFORMED.</exception>
    public static FormEtag Parse(string etag)
    {
        if (etag.Length == 0)
        {
            throw new ServiceException(new Violations().Add("etag", ErrorCatalogue.FieldRequired));
        }

        return etag.Split(Separator) is [{ Length: > 0 } report, { Length: > 0 } department, { Length: > 0 } budget, { Length: > 0 } plan]
            ? new FormEtag(report, department, budget, plan)
            : throw new ServiceException(new Violations().Add("etag", ErrorCatalogue.EtagMalformed));
    }

    /// <summary>The report's part of an etag of any method; empty if there is none.</summary>
    public static string ReportPart(string etag) => etag.Split(Separator)[0];

    /// <summary>What differs, in the words of the contract.</summary>
    public IReadOnlyList<string> Differences(FormEtag other)
    {
        (string Part, string Ours, string Theirs)[] parts =
        [
            ("report", Report, other.Report), ("department", Department, other.Department),
            ("budget", Budget, other.Budget), ("task_plan", TaskPlan, other.TaskPlan),
        ];
        return [.. parts.Where(part => part.Ours != part.Theirs).Select(part => part.Part)];
    }

    public override string ToString() => string.Join(Separator, Report, Department, Budget, TaskPlan);
}

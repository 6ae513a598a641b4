using System.Diagnostics;
using Liwan.ServiceDefaults.Requests;
using Liwan.ServiceDefaults.Telemetry;

namespace Liwan.Reports;

/// <summary>The business spans of a form.</summary>
internal static class ReportsTelemetry
{
    private static readonly ActivitySource Source = new(TelemetryNames.ReportsSource);

    /// <summary>Starts a span within the one that says which form it is about.</summary>
    /// <param name="step">check, submit, render or archive.</param>
    public static Activity? Start(string step) => Source.StartActivity(step);

    /// <summary>Starts a span about a form.</summary>
    /// <param name="step">check, submit, render or archive.</param>
    /// <param name="key">Whose form.</param>
    /// <param name="parent">The span it belongs to; the current one if null.</param>
    public static Activity? Start(string step, DepartmentYear key, string? parent = null)
    {
        var activity = parent is null
            ? Source.StartActivity(step)
            : Source.StartActivity(step, ActivityKind.Internal, parent);
        activity?.SetTag(TelemetryNames.Department, key.Department);
        activity?.SetTag(TelemetryNames.Year, key.Year);
        return activity;
    }
}

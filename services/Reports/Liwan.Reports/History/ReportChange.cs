using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Liwan.Messaging;
using Liwan.Reports.Drafts;
using Liwan.ServiceDefaults.Access;

namespace Liwan.Reports.History;

/// <summary>One entry of a report's history; written with the change and never altered.</summary>
internal sealed record ReportChange
{
    public required string Department { get; init; }

    public required int Year { get; init; }

    /// <summary>Counts the changes of the report from 1; given by the database.</summary>
    public int Number { get; init; }

    /// <summary>The name of a <see cref="ReportMove"/>, or <c>start</c>, <c>edit</c>, <c>archive</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The state before; null for <c>start</c>.</summary>
    public ReportState? FromState { get; init; }

    public required ReportState ToState { get; init; }

    public required string Caller { get; init; }

    public string Reason { get; init; } = string.Empty;

    public required int Revision { get; init; }

    /// <summary>Field paths of the texts that an edit changed, with commas between.</summary>
    public string ChangedFields { get; init; } = string.Empty;

    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>What the caller of this moment did to a report.</summary>
    /// <param name="after">The report after the change.</param>
    /// <param name="action">What was done.</param>
    /// <param name="from">The state before; null if there was none.</param>
    /// <param name="moment">When.</param>
    public static ReportChange Of(Report after, string action, ReportState? from, DateTimeOffset moment) => new()
    {
        Department = after.Department,
        Year = after.Year,
        Action = action,
        FromState = from,
        ToState = after.State,
        Caller = CurrentCall.Value?.Caller.Subject ?? string.Empty,
        Revision = after.Revision,
        CreateTime = moment,
    };

    public V1.ReportChange ToProto() => new()
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"departments/{Department}/reports/{Year}/changes/{Number}"),
        Action = Action,
        FromState = (V1.Report.Types.State)(FromState ?? 0),
        ToState = (V1.Report.Types.State)ToState,
        Caller = Caller,
        Reason = Reason,
        Revision = Revision,
        ChangedFields = { ChangedFields.Split(',', StringSplitOptions.RemoveEmptyEntries) },
        CreateTime = Timestamp.FromDateTimeOffset(CreateTime),
    };
}

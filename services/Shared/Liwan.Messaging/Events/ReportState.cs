using System.Text.Json.Serialization;

namespace Liwan.Messaging;

/// <summary>The state of a report after an event, as <c>liwan.events.v1.ReportState</c> names it.</summary>
[JsonConverter(typeof(ReportStateConverter))]
public enum ReportState
{
    /// <summary>Being filled in (填报中).</summary>
    Draft = 1,

    /// <summary>Submitted (已提交).</summary>
    Submitted = 2,

    /// <summary>Returned (已退回).</summary>
    Returned = 3,

    /// <summary>Accepted (已通过).</summary>
    Accepted = 4,

    /// <summary>Public (已公开).</summary>
    Published = 5,
}

namespace Liwan.Reports.Checks;

/// <summary>How an indicator came out, as far as the rules ask. What the task plan says of it is no part of the form.</summary>
internal sealed record IndicatorJudgement
{
    /// <summary>Whether a reviewer said so, and not the reader of the texts.</summary>
    public required bool IsOverridden { get; init; }

    /// <summary>Whether the target was missed.</summary>
    public required bool IsNotMet { get; init; }

    /// <summary>Actual divided by target where the target was exceeded; null where it was not, or where that makes no sense, as with a cap.</summary>
    public required decimal? ExceededRatio { get; init; }

    /// <summary>Whether the name of a measure stands where its value belongs.</summary>
    public required bool IsLabel { get; init; }

    /// <summary>Whether target and actual are in units that cannot be compared.</summary>
    public required bool AreUnitsDifferent { get; init; }

    /// <summary>The reader's reason, one Chinese sentence without its full stop.</summary>
    public required string Reason { get; init; }
}

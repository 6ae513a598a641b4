namespace Liwan.Messaging;

/// <summary>An event on its way out.</summary>
internal sealed record OutboxRow
{
    public required long Id { get; init; }

    public required long Position { get; init; }

    public required string MessageId { get; init; }

    public required string EventType { get; init; }

    public required string Report { get; init; }

    public required long Sequence { get; init; }

    public required string Payload { get; init; }

    public string? Traceparent { get; init; }

    public string? Tracestate { get; init; }

    public required int Attempts { get; init; }

    /// <summary>When it was made, or asked for again; microseconds since 1970 UTC.</summary>
    public long WaitingSince { get; init; }
}

/// <summary>A row that could not be delivered while others could.</summary>
/// <param name="Row">The row.</param>
/// <param name="Error">What was answered.</param>
/// <param name="MayPark">Whether trying again is in vain after a while, because the reason lies in the row itself.</param>
internal sealed record RowFailure(OutboxRow Row, string Error, bool MayPark = true);

using Google.Protobuf.WellKnownTypes;
using Liwan.Events.V1;
using Liwan.Storage;

namespace Liwan.Messaging;

/// <summary>A row of the outbox as an operator sees it: everything but its content.</summary>
internal sealed record OutboxRecord
{
    public long Id { get; init; }

    public long? Position { get; init; }

    public string MessageId { get; init; } = string.Empty;

    public string EventType { get; init; } = string.Empty;

    public string Report { get; init; } = string.Empty;

    public long Sequence { get; init; }

    public long CreateTime { get; init; }

    public long? SendTime { get; init; }

    public int Attempts { get; init; }

    public long RetryTime { get; init; }

    public long? ParkTime { get; init; }

    public string? Error { get; init; }

    /// <summary>The consumers that have it without the broker, in the order of their names.</summary>
    public IReadOnlyList<string> AppliedSinks { get; init; } = [];

    public OutboxEvent.Types.State State => this switch
    {
        { SendTime: not null } => OutboxEvent.Types.State.Sent,
        { ParkTime: not null } => OutboxEvent.Types.State.Parked,
        { Attempts: > 0 } => OutboxEvent.Types.State.Failing,
        _ => OutboxEvent.Types.State.Pending,
    };

    public OutboxEvent ToMessage() => new()
    {
        Name = OutboxNames.Event(MessageId),
        EventType = EventType,
        Report = Report,
        Sequence = Sequence,
        Position = Position ?? 0,
        State = State,
        Attempts = Attempts,
        Error = Error ?? string.Empty,
        CreateTime = Time(CreateTime),
        RetryTime = State == OutboxEvent.Types.State.Failing ? Time(RetryTime) : null,
        ParkTime = State == OutboxEvent.Types.State.Parked ? Time(ParkTime) : null,
        SendTime = Time(SendTime),
        AppliedSinks = { AppliedSinks },
    };

    private static Timestamp? Time(long? microseconds) =>
        microseconds is { } time ? Timestamp.FromDateTimeOffset(UnixMicroseconds.ToDateTimeOffset(time)) : null;
}

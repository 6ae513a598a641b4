using System.Diagnostics.CodeAnalysis;

namespace Liwan.Messaging;

/// <summary>One kind of event: its record, its name on the wire, and what it means to those who follow states.</summary>
public sealed class EventContract
{
    private const string Package = "liwan.events.v1";

    /// <summary>Every event that the suite knows.</summary>
    public static readonly IReadOnlyList<EventContract> All =
    [
        new(typeof(ReportStarted), movesState: true),
        new(typeof(ReportSubmitted), movesState: true),
        new(typeof(ReportReturned), movesState: true),
        new(typeof(ReportRecalled), movesState: true),
        new(typeof(ReportAccepted), movesState: true),
        new(typeof(ReportPublished), movesState: true),
        new(typeof(ReportUnpublished), movesState: true),
        new(typeof(ReportArchived), movesState: false),
    ];

    private static readonly Dictionary<string, EventContract> ByName = All.ToDictionary(contract => contract.Name, StringComparer.Ordinal);
    private static readonly Dictionary<Type, EventContract> ByType = All.ToDictionary(contract => contract.Type);

    private EventContract(Type type, bool movesState)
    {
        Type = type;
        MovesState = movesState;
        Name = $"{Package}.{type.Name}";
        MessageUrn = $"urn:message:{Package}:{type.Name}";
    }

    /// <summary>The record.</summary>
    public Type Type { get; }

    /// <summary>The full name of the proto message, which is also the name of the exchange.</summary>
    public string Name { get; }

    /// <summary>The name in MassTransit's header <c>MT-MessageType</c>.</summary>
    public string MessageUrn { get; }

    /// <summary>Whether the event moves the state of the report.</summary>
    public bool MovesState { get; }

    /// <summary>The contract of an event.</summary>
    /// <param name="reportEvent">The event.</param>
    public static EventContract Of(ReportEvent reportEvent)
    {
        ArgumentNullException.ThrowIfNull(reportEvent);
        return ByType[reportEvent.GetType()];
    }

    /// <summary>Finds a contract by <see cref="Name"/>.</summary>
    /// <param name="name">The full name of the proto message.</param>
    /// <param name="contract">The contract, if the build knows it.</param>
    public static bool TryFind(string? name, [NotNullWhen(true)] out EventContract? contract)
    {
        contract = null;
        return name is not null && ByName.TryGetValue(name, out contract);
    }
}

namespace Liwan.OperatorPage.Cluster;

/// <summary>A process of the cluster at one moment.</summary>
/// <param name="Name">Its name, unique in the cluster.</param>
/// <param name="Service">The service it is a replica of, as telemetry names it.</param>
/// <param name="Kind"><c>Project</c> or <c>Executable</c>.</param>
/// <param name="State">What it is doing, in the orchestrator's word.</param>
/// <param name="Health">What that means for an operator.</param>
/// <param name="Message">Why it is not ready for work; null if it is.</param>
/// <param name="Addresses">Where it listens.</param>
/// <param name="Pid">Its process id, while it runs.</param>
/// <param name="StartedAt">Since when it runs; null while it does not.</param>
/// <param name="Restarts">How often it was started again after it had ended by itself.</param>
/// <param name="Commands">What can be done to it now.</param>
public sealed record ResourceSnapshot(
    string Name,
    string Service,
    string Kind,
    string State,
    ResourceHealth Health,
    string? Message,
    IReadOnlyList<ResourceAddress> Addresses,
    int? Pid,
    DateTimeOffset? StartedAt,
    int Restarts,
    ResourceCommands Commands);

/// <summary>An address that a process listens on.</summary>
/// <param name="Name">What it is called, such as <c>grpc</c>.</param>
/// <param name="Url">The address.</param>
public sealed record ResourceAddress(string Name, string Url);

/// <summary>A line that a process wrote to its output.</summary>
/// <param name="Number">Its place among all lines of the process, from 1.</param>
/// <param name="Text">The line; colours of terminals are among it.</param>
public readonly record struct ConsoleLine(long Number, string Text);

/// <summary>What the state of a process means for an operator.</summary>
public enum ResourceHealth
{
    /// <summary>It is on its way.</summary>
    Pending,

    /// <summary>It works.</summary>
    Healthy,

    /// <summary>It does not work, and should.</summary>
    Unhealthy,

    /// <summary>It does not run, and need not: it has finished or was stopped.</summary>
    Idle,
}

/// <summary>What can be done to a process.</summary>
[Flags]
public enum ResourceCommands
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Start it.</summary>
    Start = 1,

    /// <summary>Stop it.</summary>
    Stop = 2,

    /// <summary>Stop it and start it again.</summary>
    Restart = 4,
}

namespace Liwan.OperatorPage.Cluster;

/// <summary>What the page sees of the cluster, and what it can do to it. All members can be called at the same time.</summary>
public interface IClusterView
{
    /// <summary>All processes, in the order they are to be listed.</summary>
    IReadOnlyList<ResourceSnapshot> Resources { get; }

    /// <summary>Raised after any of <see cref="Resources"/> has changed, on whichever thread changed it.</summary>
    event Action? Changed;

    /// <summary>What a process wrote, oldest first.</summary>
    /// <param name="resource">Its name.</param>
    /// <param name="after">The number of the last line that is known already; 0 for none.</param>
    /// <returns>The lines that are still held; null if there is no such process.</returns>
    IReadOnlyList<ConsoleLine>? ReadConsole(string resource, long after);

    /// <summary>Starts a process that was stopped.</summary>
    /// <param name="resource">Its name, of <see cref="Resources"/>.</param>
    /// <param name="cancellationToken">Gives up waiting; what has begun goes on.</param>
    Task<CommandOutcome> StartAsync(string resource, CancellationToken cancellationToken);

    /// <summary>Ends a process until it is started again.</summary>
    /// <inheritdoc cref="StartAsync" path="/param"/>
    Task<CommandOutcome> StopAsync(string resource, CancellationToken cancellationToken);

    /// <summary>Ends a process and starts it again.</summary>
    /// <inheritdoc cref="StartAsync" path="/param"/>
    Task<CommandOutcome> RestartAsync(string resource, CancellationToken cancellationToken);
}

/// <summary>What became of a command.</summary>
public enum CommandOutcome
{
    /// <summary>It was done, or is being done.</summary>
    Accepted,

    /// <summary>This orchestrator cannot do that.</summary>
    NotSupported,

    /// <summary>The process is not in a state for it; a step that has finished, say.</summary>
    NotPossible,
}

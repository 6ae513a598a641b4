namespace Liwan.AppHost.Local;

/// <summary>What a resource is doing.</summary>
internal enum ResourceState
{
    /// <summary>Waits for what it depends on.</summary>
    Waiting,

    /// <summary>Started, not ready for work yet.</summary>
    Starting,

    /// <summary>Ready for work.</summary>
    Running,

    /// <summary>Was ready for work and is not any more.</summary>
    Unhealthy,

    /// <summary>Ended by itself; is started again after a while.</summary>
    Restarting,

    /// <summary>Ended by itself several times in a row; is still started again, ever more seldom.</summary>
    CrashLoop,

    /// <summary>Did its work and ended.</summary>
    Finished,

    /// <summary>Was asked to end.</summary>
    Stopping,

    /// <summary>Ended because the cluster ends, or an operator wants it so.</summary>
    Stopped,
}

/// <summary>One process of a resource, and what became of it.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Replica">Which of its processes: 1 is the one with the fixed ports.</param>
/// <param name="Addresses">Where it listens.</param>
/// <param name="IsStep">Whether it is meant to do something and end.</param>
internal sealed record ResourceInstance(Resource Resource, int Replica, IReadOnlyList<Address> Addresses, bool IsStep)
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _updating = new();
    private ResourceStatus _status = new(ResourceState.Waiting);

    public string Name { get; } = Replica == 1 ? Resource.Name : $"{Resource.Name}-{Replica}";

    /// <summary>Ends when the process is ready for work for the first time.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Ends when a step is done.</summary>
    public Task Finished => _finished.Task;

    /// <summary>Raised after each change, with the status before it.</summary>
    public event Action<ResourceInstance, ResourceStatus>? Changed;

    public ResourceStatus Status => Volatile.Read(ref _status);

    /// <summary>Changes the status as a whole: the process, its health and a stop change it at the same time.</summary>
    /// <param name="change">The status that follows from the one it is given.</param>
    public void Update(Func<ResourceStatus, ResourceStatus> change)
    {
        ResourceStatus before;
        ResourceStatus after;
        lock (_updating)
        {
            before = _status;
            after = change(before);
            Volatile.Write(ref _status, after);
        }

        if (after == before)
        {
            return;
        }

        Changed?.Invoke(this, before);
        if (after.IsUp)
        {
            _ready.TrySetResult();
        }

        if (after.State == ResourceState.Finished)
        {
            _finished.TrySetResult();
        }
    }
}

/// <summary>The state of a process at one moment.</summary>
/// <param name="State">What it is doing.</param>
/// <param name="Pid">Its process id, while it has one.</param>
/// <param name="ExitCode">How it ended the last time it did.</param>
/// <param name="Restarts">How often it was started again after it had ended by itself.</param>
/// <param name="Message">Why it is not ready for work, in words.</param>
internal sealed record ResourceStatus(ResourceState State, int? Pid = null, int? ExitCode = null, int Restarts = 0, string? Message = null)
{
    /// <summary>Whether nothing is left to be waited for.</summary>
    public bool IsUp => State is ResourceState.Running or ResourceState.Finished;
}

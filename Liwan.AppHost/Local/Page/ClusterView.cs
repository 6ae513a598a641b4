using Liwan.OperatorPage.Cluster;

namespace Liwan.AppHost.Local;

/// <summary>The cluster as the operator page sees it.</summary>
internal sealed class ClusterView : IClusterView
{
    private readonly IReadOnlyList<ResourceRunner> _runners;
    private readonly Dictionary<string, (int Pid, DateTimeOffset Since)> _started = [];
    private readonly Lock _access = new();

    public ClusterView(IReadOnlyList<ResourceRunner> runners)
    {
        _runners = runners;
        foreach (var runner in runners)
        {
            runner.Instance.Changed += OnChanged;
        }
    }

    public event Action? Changed;

    public IReadOnlyList<ResourceSnapshot> Resources => [.. _runners.Select(runner => Describe(runner.Instance))];

    public IReadOnlyList<ConsoleLine>? ReadConsole(string resource, long after) => Find(resource)?.Lines.After(after);

    public Task<CommandOutcome> StartAsync(string resource, CancellationToken cancellationToken) => Task.FromResult(Outcome(Find(resource)?.Resume()));

    public Task<CommandOutcome> StopAsync(string resource, CancellationToken cancellationToken) => Task.FromResult(Outcome(Find(resource)?.Halt()));

    public Task<CommandOutcome> RestartAsync(string resource, CancellationToken cancellationToken) => Task.FromResult(Outcome(Find(resource)?.Restart()));

    private static CommandOutcome Outcome(bool? isDone) => isDone == true ? CommandOutcome.Accepted : CommandOutcome.NotPossible;

    private ResourceRunner? Find(string resource) => _runners.FirstOrDefault(runner => runner.Instance.Name == resource);

    private void OnChanged(ResourceInstance instance, ResourceStatus before)
    {
        if (instance.Status.Pid is { } pid && pid != before.Pid)
        {
            lock (_access)
            {
                _started[instance.Name] = (pid, TimeProvider.System.GetUtcNow());
            }
        }

        Changed?.Invoke();
    }

    private ResourceSnapshot Describe(ResourceInstance instance)
    {
        var status = instance.Status;
        return new ResourceSnapshot(
            instance.Name,
            instance.Resource.Name,
            instance.Resource is ProjectResource ? "Project" : "Executable",
            status.State.ToString(),
            Health(status.State),
            status.Message,
            instance.IsStep ? [] : [.. instance.Addresses.Select(address => new ResourceAddress(address.Name, address.Url))],
            status.Pid,
            StartedAt(instance.Name, status.Pid),
            status.Restarts,
            Commands(status.State));
    }

    private DateTimeOffset? StartedAt(string name, int? pid)
    {
        lock (_access)
        {
            return _started.TryGetValue(name, out var started) && started.Pid == pid ? started.Since : null;
        }
    }

    private static ResourceCommands Commands(ResourceState state) => state switch
    {
        ResourceState.Starting or ResourceState.Running or ResourceState.Unhealthy or ResourceState.Restarting or ResourceState.CrashLoop =>
            ResourceCommands.Stop | ResourceCommands.Restart,
        ResourceState.Stopped => ResourceCommands.Start,
        _ => ResourceCommands.None,
    };

    private static ResourceHealth Health(ResourceState state) => state switch
    {
        ResourceState.Running => ResourceHealth.Healthy,
        ResourceState.Waiting or ResourceState.Starting or ResourceState.Stopping => ResourceHealth.Pending,
        ResourceState.Finished or ResourceState.Stopped => ResourceHealth.Idle,
        _ => ResourceHealth.Unhealthy,
    };
}

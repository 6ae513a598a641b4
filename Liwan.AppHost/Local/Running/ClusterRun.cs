using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Liwan.AppHost.Local;

/// <summary>One run of a cluster, from the first process to the last.</summary>
internal sealed class ClusterRun : IDisposable
{
    // A stop takes ten seconds at most: what is left over when the services have ended is the broker's.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(9.5);
    private static readonly TimeSpan ServiceStopLimit = TimeSpan.FromSeconds(2.5);

    private readonly ClusterModel _model;
    private readonly List<ResourceInstance> _instances;
    private readonly List<ResourceRunner> _runners;
    private readonly ClusterConsole _console;
    private readonly ClusterFile _file;
    private readonly SocketsHttpHandler _handler = new() { UseProxy = false, AllowAutoRedirect = false };
    private readonly HttpMessageInvoker _client;
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly long _started = Stopwatch.GetTimestamp();
    private string _state = "Starting";

    private ClusterRun(ClusterModel model)
    {
        _model = model;
        _instances = [.. model.Processes.SelectMany(Instances)];
        _console = ClusterConsole.Create(_instances.Select(instance => instance.Name));
        _client = new HttpMessageInvoker(_handler);
        var health = new HealthProbe(_client);
        _runners = [.. _instances.Select(instance => new ResourceRunner(instance, _instances, model, health, _console))];
        _file = new ClusterFile(model.Settings.DataFolder, model, TimeProvider.System.GetUtcNow());
        foreach (var instance in _instances)
        {
            instance.Changed += OnChanged;
        }
    }

    /// <inheritdoc cref="Aspire.Hosting.DistributedApplication.Run"/>
    public static async Task RunAsync(ClusterModel model, CancellationToken cancellationToken)
    {
        using var run = new ClusterRun(model);
        run.ThrowIfItCannotStart();
        await run.RunUntilStoppedAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _runners.ForEach(runner => runner.Dispose());
        _client.Dispose();
        _handler.Dispose();
        _changed.Dispose();
    }

    private IEnumerable<ResourceInstance> Instances(Resource resource) =>
        Enumerable.Range(1, resource.Definition.Replicas).Select(replica => new ResourceInstance(
            resource,
            replica,
            [.. resource.Definition.Endpoints.Select(endpoint => Address.Allocate(endpoint, replica, _model.Settings.DynamicPorts))],
            _model.IsStep(resource)));

    private void ThrowIfItCannotStart()
    {
        var reasons = new List<string>();
        foreach (var instance in _instances)
        {
            try
            {
                ResourceRunner.ThrowIfPortTaken(instance);
                _ = ResourceRunner.CommandLine(instance.Resource);
            }
            catch (DistributedApplicationException refusal)
            {
                reasons.Add(refusal.Message);
            }
        }

        if (ClusterPage.WhyNot(_model) is { } reason)
        {
            reasons.Add(reason);
        }

        if (reasons.Count > 0)
        {
            throw new DistributedApplicationException(string.Join(
                Environment.NewLine, [.. reasons, "Nothing was started. Free ports are found with --Cluster:Ports=dynamic."]));
        }
    }

    private async Task RunUntilStoppedAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var hurry = new CancellationTokenSource();
        using var interrupt = OnSignal(PosixSignal.SIGINT, stop, hurry);
        using var terminate = OnSignal(PosixSignal.SIGTERM, stop, hurry);
        using var hangUp = OnSignal(PosixSignal.SIGHUP, stop, hurry);
        var parentGone = ParentWatch.ParentGoneAsync(stop.Token);

        Directory.CreateDirectory(_model.Settings.DataFolder);
        _console.WriteNote($"starting {_instances.Count} processes; data in {_model.Settings.DataFolder}; Ctrl-C stops them");
        await using var control = ControlSocket.Open(_model.Settings.DataFolder, Command);
        await using var page = await ClusterPage.StartAsync(_model, _runners, _console);
        _file.Page = page;
        WriteFile();
        _runners.ForEach(runner => runner.Start());
        var failure = FirstFailureAsync();

        using var ended = new CancellationTokenSource();
        var reporting = ReportAsync(ended.Token);
        await Task.WhenAny(parentGone, failure, Task.Delay(Timeout.Infinite, stop.Token));
        await stop.CancelAsync();

        _state = "Stopping";
        var stopping = Stopwatch.GetTimestamp();
        _console.WriteNote("stopping; Ctrl-C again kills what has not ended yet");
        await StopAllAsync(hurry.Token);
        await ended.CancelAsync();
        await reporting;
        _state = "Stopped";
        WriteFile();
        _console.WriteNote($"stopped after {Stopwatch.GetElapsedTime(stopping).TotalSeconds:0.0} s");
        if (failure.IsFaulted)
        {
            await failure;
        }
    }

    /// <summary>Does what an operator asks of one process.</summary>
    private string Command(string verb, string name)
    {
        if (_runners.Find(runner => runner.Instance.Name == name) is not { } runner)
        {
            return $"There is no process called '{name}'; there are {string.Join(", ", _instances.Select(instance => instance.Name))}.";
        }

        var isDone = verb switch
        {
            ClusterCommand.Stop => runner.Halt(),
            ClusterCommand.Start => runner.Resume(),
            ClusterCommand.Restart => runner.Restart(),
            _ => false,
        };
        return isDone ? ControlSocket.Done : $"{name} is {runner.Instance.Status.State}: {verb} means nothing to it now.";
    }

    private async Task FirstFailureAsync()
    {
        await foreach (var ended in Task.WhenEach(_runners.Select(runner => runner.Running)))
        {
            await ended;
        }

        // That all have finished is no reason to stop: the operator reads their output.
        await Task.Delay(Timeout.Infinite);
    }

    private void WriteFile()
    {
        try
        {
            _file.Write(_state, _instances);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A full disk is no reason to take the services down.
            _console.WriteNote($"cluster.json cannot be written: {error.Message}");
        }
    }

    private static PosixSignalRegistration OnSignal(PosixSignal signal, CancellationTokenSource stop, CancellationTokenSource hurry) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            (stop.IsCancellationRequested ? hurry : stop).Cancel();
        });

    private void OnChanged(ResourceInstance instance, ResourceStatus before)
    {
        var now = instance.Status;
        if (now.State == ResourceState.Unhealthy && before.State != ResourceState.Unhealthy)
        {
            _console.WriteProblem(instance.Name, $"is unhealthy: {now.Message}");
        }
        else if (now.State == ResourceState.Running && before.State != ResourceState.Running && !instance.IsStep)
        {
            _console.WriteNote($"{instance.Name} is {(before.State == ResourceState.Unhealthy ? "healthy again" : "up")}");
        }

        try
        {
            _changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // A report is due already; it will show this change too.
        }
    }

    /// <summary>Keeps <c>cluster.json</c> up to date, and shows the table each time all are up that were not before.</summary>
    private async Task ReportAsync(CancellationToken ended)
    {
        var shownUp = false;
        var shownLoops = 0;
        try
        {
            while (true)
            {
                await _changed.WaitAsync(ended);
                var allUp = _instances.TrueForAll(instance => instance.Status.IsUp);
                var loops = _instances.Count(instance => instance.Status.State == ResourceState.CrashLoop);
                if (_state != "Stopping")
                {
                    _state = allUp ? "Running" : _state == "Starting" ? "Starting" : "Degraded";
                    if (allUp != shownUp && allUp || loops > shownLoops)
                    {
                        ShowTable(allUp);
                    }
                }

                shownUp = allUp;
                shownLoops = loops;
                WriteFile();
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
        }
    }

    private void ShowTable(bool allUp)
    {
        _console.WriteNote(allUp ? $"all up {Stopwatch.GetElapsedTime(_started).TotalSeconds:0.0} s after the start" : "not all are up:");
        _console.WriteTable(_instances);
        if (_file.Page is { } page)
        {
            _console.WriteNote($"operator page: {page.PageAddress}");
        }
    }

    /// <summary>
    /// Projects before the programs of the machine they may be using, and each before what it has waited for.
    /// </summary>
    private async Task StopAllAsync(CancellationToken hurry)
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var kind in _runners.GroupBy(runner => runner.Instance.Resource is ProjectResource).OrderByDescending(kind => kind.Key))
        {
            var left = kind.ToList();
            while (left.Count > 0)
            {
                var free = left.Where(runner => !left.Exists(other => WaitsFor(other, runner))).ToList();
                var rest = StopLimit - Stopwatch.GetElapsedTime(began);
                var limit = kind.Key && rest > ServiceStopLimit ? ServiceStopLimit : rest;
                await Task.WhenAll(free.Select(runner => runner.StopAsync(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, hurry)));
                left.RemoveAll(free.Contains);
            }
        }
    }

    private static bool WaitsFor(ResourceRunner one, ResourceRunner other) =>
        one.Instance.Resource.Definition.Waits.Exists(wait => wait.On == other.Instance.Resource);
}

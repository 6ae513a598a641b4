using System.Diagnostics;

namespace Liwan.AppHost.Local;

/// <summary>Keeps one process of a resource running, from the moment what it waits for is there until it is stopped.</summary>
internal sealed class ResourceRunner : IDisposable
{
    private const int FailuresBeforeUnhealthy = 2;
    private static readonly TimeSpan AskWhileStarting = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AskWhileRunning = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan HaltLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstReminder = TimeSpan.FromSeconds(30);

    private readonly ResourceInstance _instance;
    private readonly IReadOnlyList<ResourceInstance> _all;
    private readonly ClusterModel _model;
    private readonly HealthProbe _health;
    private readonly ClusterConsole _console;
    private readonly LastLines _lastLines = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();
    private readonly Lock _commanding = new();
    private CancellationTokenSource? _halt;
    private TaskCompletionSource? _resumed;

    public ResourceRunner(
        ResourceInstance instance, IReadOnlyList<ResourceInstance> all, ClusterModel model, HealthProbe health, ClusterConsole console)
    {
        _instance = instance;
        _all = all;
        _model = model;
        _health = health;
        _console = console;
    }

    public ResourceInstance Instance => _instance;

    /// <summary>What its process wrote last.</summary>
    public LastLines Lines => _lastLines;

    /// <summary>Ends when the resource is stopped or finished; fails only through an error of the AppHost itself.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    public void Start() => Running = RunAsync();

    /// <summary>Ends the process until <see cref="Resume"/>, at an operator's word.</summary>
    /// <returns>False if there is nothing to end.</returns>
    public bool Halt()
    {
        CancellationTokenSource? halt;
        lock (_commanding)
        {
            if (_halt is null || _resumed is not null)
            {
                return false;
            }

            _resumed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            halt = _halt;
        }

        _ = halt.CancelAsync();
        return true;
    }

    /// <summary>Starts a process again that was halted.</summary>
    /// <returns>False if it was not.</returns>
    public bool Resume()
    {
        lock (_commanding)
        {
            if (_resumed is null || _instance.Status.State != ResourceState.Stopped)
            {
                return false;
            }

            _resumed.TrySetResult();
            return true;
        }
    }

    /// <summary>Ends the process and starts it again; one that was halted is only started.</summary>
    /// <returns>False if there is neither.</returns>
    public bool Restart()
    {
        CancellationTokenSource? halt;
        lock (_commanding)
        {
            if (_resumed is not null)
            {
                return Resume();
            }

            halt = _halt;
        }

        _ = halt?.CancelAsync();
        return halt is not null;
    }

    /// <summary>Asks the process to end and kills it if it has not ended within the limit, or once it is told to hurry.</summary>
    public async Task StopAsync(TimeSpan limit, CancellationToken hurry)
    {
        await _stop.CancelAsync();
        if (await Task.WhenAny(Running, Task.Delay(limit, hurry)) != Running)
        {
            _console.WriteProblem(_instance.Name, hurry.IsCancellationRequested ? "killed" : $"did not end within {limit.TotalSeconds:0.#} s: killed");
            await _kill.CancelAsync();
            await Task.WhenAny(Running);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        _kill.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await WaitForDependenciesAsync();
            while (!await RunUntilHaltedAsync())
            {
                _stop.Token.ThrowIfCancellationRequested();
                await WaitForResumeAsync();
            }

            return;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }

        _instance.Update(status => status with { State = ResourceState.Stopped, Pid = null, Message = null });
    }

    /// <summary>Keeps the process running until an operator halts it.</summary>
    /// <returns>Whether it was a step, and is done.</returns>
    private async Task<bool> RunUntilHaltedAsync()
    {
        using var halt = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        lock (_commanding)
        {
            _halt = halt;
        }

        try
        {
            var endsInARow = 0;
            while (!halt.IsCancellationRequested)
            {
                var started = Stopwatch.GetTimestamp();
                var exitCode = await RunOnceAsync(halt.Token);
                if (halt.IsCancellationRequested)
                {
                    break;
                }

                if (_instance.IsStep && exitCode == 0)
                {
                    _instance.Update(status => status with { State = ResourceState.Finished, Pid = null, ExitCode = 0, Message = null });
                    return true;
                }

                endsInARow = Stopwatch.GetElapsedTime(started) >= _model.Pace.Stable ? 1 : endsInARow + 1;
                await WaitBeforeRestartAsync(exitCode, endsInARow, Stopwatch.GetElapsedTime(started), halt.Token);
            }
        }
        catch (OperationCanceledException) when (halt.IsCancellationRequested)
        {
        }
        finally
        {
            lock (_commanding)
            {
                _halt = null;
            }
        }

        return false;
    }

    private async Task WaitForResumeAsync()
    {
        Task? resumed;
        lock (_commanding)
        {
            resumed = _resumed?.Task;
        }

        if (resumed is not null)
        {
            _console.WriteNote($"{_instance.Name} was stopped by an operator");
            _instance.Update(status => status with { State = ResourceState.Stopped, Pid = null, Message = "stopped by an operator" });
            await resumed.WaitAsync(_stop.Token);
            lock (_commanding)
            {
                _resumed = null;
            }
        }

        _instance.Update(status => status with { State = ResourceState.Restarting, Pid = null, Message = null });
    }

    private async Task WaitForDependenciesAsync()
    {
        var waits = _instance.Resource.Definition.Waits
            .SelectMany(wait => _all.Where(other => other.Resource == wait.On)
                .Select(other => (other.Name, Task: wait.ExitCode is null ? other.Ready : other.Finished)))
            .ToList();
        // Looked at once a round: what ends between two looks would leave nothing to wait for.
        while (waits.RemoveAll(wait => wait.Task.IsCompleted) >= 0 && waits.Count > 0)
        {
            _instance.Update(status => status with { Message = "waits for " + string.Join(", ", waits.Select(wait => wait.Name)) });
            await Task.WhenAny(waits.Select(wait => wait.Task)).WaitAsync(_stop.Token);
        }
    }

    /// <returns>The exit code; null when the process could not be started.</returns>
    private async Task<int?> RunOnceAsync(CancellationToken halt)
    {
        ChildProcess child;
        try
        {
            child = StartProcess();
        }
        catch (DistributedApplicationException refusal)
        {
            _instance.Update(status => status with { Message = refusal.Message, ExitCode = null });
            return null;
        }

        using (child)
        using (var late = new CancellationTokenSource())
        using (halt.Register(child.Terminate))
        using (late.Token.Register(child.Kill))
        using (_kill.Token.Register(child.Kill))
        using (halt.Register(() => late.CancelAfter(HaltLimit)))
        using (halt.Register(() => _instance.Update(status => status with { State = ResourceState.Stopping, Message = null })))
        using (var ended = new CancellationTokenSource())
        {
            var watching = WatchHealthAsync(ended.Token);
            var exitCode = await child.Exited;
            await ended.CancelAsync();
            await watching;
            return exitCode;
        }
    }

    private ChildProcess StartProcess()
    {
        ThrowIfPortTaken(_instance);
        var environment = ResourceEnvironment.Build(_instance, _all, _model);
        var (command, arguments, folder) = CommandLine(_instance.Resource);
        var child = ChildProcess.Start(command, arguments, folder, environment, OnLine);
        _instance.Update(status => status with { State = _instance.IsStep ? ResourceState.Running : ResourceState.Starting, Pid = child.Id, Message = null });
        return child;
    }

    /// <exception cref="DistributedApplicationException">Another process listens where this one is to listen.</exception>
    public static void ThrowIfPortTaken(ResourceInstance instance)
    {
        if (instance.IsStep)
        {
            return;
        }

        var taken = instance.Addresses.Where(address => !address.IsFree()).Select(address =>
            $"{instance.Name} cannot listen on {address.Url} ({address.Name}): port {address.Port} is taken{(PortHolder.Find(address.Port) is { } holder ? $" by {holder}" : "")}.").ToList();
        if (taken.Count > 0)
        {
            throw new DistributedApplicationException(string.Join(Environment.NewLine, taken));
        }
    }

    /// <exception cref="DistributedApplicationException">The project has not been built.</exception>
    public static (string Command, IEnumerable<string> Arguments, string Folder) CommandLine(Resource resource)
    {
        var arguments = resource.Definition.Arguments;
        if (resource is ExecutableResource executable)
        {
            return (executable.Command, arguments, executable.WorkingDirectory);
        }

        var project = resource.Definition.Project!;
        if (!File.Exists(project.TargetPath))
        {
            throw new DistributedApplicationException($"{resource.Name} has not been built: there is no {project.TargetPath}. Build {project.ProjectPath}.");
        }

        var source = Path.GetDirectoryName(project.ProjectPath)!;
        var folder = Directory.Exists(source) ? source : Path.GetDirectoryName(project.TargetPath)!;
        return (DotnetHost.Path, [project.TargetPath, .. arguments], folder);
    }

    private void OnLine(string line)
    {
        _lastLines.Add(line);
        _console.WriteOutput(_instance.Name, line);
    }

    private async Task WatchHealthAsync(CancellationToken ended)
    {
        var started = Stopwatch.GetTimestamp();
        var reminder = FirstReminder;
        var failuresInARow = 0;
        try
        {
            while (!_instance.IsStep)
            {
                var reason = await _health.AskAsync(_instance, ended);
                ended.ThrowIfCancellationRequested();
                failuresInARow = reason is null ? 0 : failuresInARow + 1;
                _instance.Update(status => status.State switch
                {
                    ResourceState.Starting or ResourceState.Unhealthy when reason is null => status with { State = ResourceState.Running, Message = null },
                    ResourceState.Running when failuresInARow >= FailuresBeforeUnhealthy => status with { State = ResourceState.Unhealthy, Message = reason },
                    ResourceState.Starting or ResourceState.Unhealthy => status with { Message = reason },
                    _ => status,
                });
                if (_instance.Status.State == ResourceState.Starting && Stopwatch.GetElapsedTime(started) > reminder)
                {
                    _console.WriteProblem(_instance.Name, $"not ready after {reminder.TotalSeconds:0} s: {reason}");
                    reminder *= 2;
                }

                if (reason is null && !HealthProbe.IsRepeated(_instance))
                {
                    return;
                }

                await Task.Delay(_instance.Status.State == ResourceState.Starting ? AskWhileStarting : AskWhileRunning, ended);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
        }
    }

    private async Task WaitBeforeRestartAsync(int? exitCode, int endsInARow, TimeSpan ran, CancellationToken halt)
    {
        var delay = _model.Pace.After(endsInARow);
        var isLoop = endsInARow >= RestartPace.CrashLoop;
        var ending = exitCode is { } code ? $"{ExitReason.Describe(code)} after {ran.TotalSeconds:0.0} s" : _instance.Status.Message;
        _instance.Update(status => status with
        {
            State = isLoop ? ResourceState.CrashLoop : ResourceState.Restarting,
            Pid = null,
            ExitCode = exitCode,
            Message = ending,
        });
        _console.WriteProblem(
            _instance.Name,
            isLoop
                ? $"crash loop: ended {endsInARow} times in a row, now {ending}; next start in {delay.TotalSeconds:0.##} s. Its last lines:"
                : $"{ending}; next start in {delay.TotalSeconds:0.##} s");
        if (isLoop)
        {
            _console.WriteLastLines(_instance.Name, _lastLines.Excerpt());
        }

        await Task.Delay(delay, halt);
        _instance.Update(status => status with { Restarts = status.Restarts + 1 });
    }
}

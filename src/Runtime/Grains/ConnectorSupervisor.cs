using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Connectors;

namespace OrleansConnect.Runtime.Grains;

/// <summary>Keeps a connector's plugin as its target state and configuration want it. For use on its grain's scheduler only.</summary>
/// <param name="name">The connector's name.</param>
/// <param name="memory">What is kept of it.</param>
/// <param name="start">Starts the plugin with the configuration that is kept; what that instance asks for later comes with its number.</param>
/// <param name="workerId">The worker.</param>
/// <param name="logger">The log.</param>
internal sealed partial class ConnectorSupervisor(
    string name, ConnectorMemory memory, Func<long, CancellationToken, Task<StartedConnector>> start, string workerId, ILogger logger)
{
    private StartedConnector? _started;
    private long _startedVersion;
    private long _instance;
    private CancellationTokenSource? _attempt;
    private TaskCompletionSource<bool>? _restart;
    private string? _raised;
    private long _madeTaskConfigs;

    public InstanceStatus Status { get; private set; } = new(InstanceState.Unassigned, workerId, null, null);

    /// <summary>How often task configurations were asked for: at each start of the plugin, and by itself.</summary>
    public long TaskConfigsRequests { get; private set; }

    /// <summary>Whether they were asked for since those that are in use were made.</summary>
    public bool NeedsTaskConfigs => TaskConfigsRequests != _madeTaskConfigs;

    /// <summary>How often a restart was asked for.</summary>
    public long RestartRequests { get; private set; }

    // Its configuration was changed since it started.
    private bool IsOutdated => _startedVersion != memory.ConfigVersion;

    /// <summary>The settings that the plugin runs with, without variables; null while it does not run with the present ones.</summary>
    public IReadOnlyDictionary<string, string?>? Resolved => IsOutdated ? null : _started?.Resolved;

    public ConnectorKind Kind => _started?.Kind ?? ConnectorKind.Unknown;

    /// <summary>Whether a call or event of that instance is still of interest.</summary>
    public bool IsCurrent(long instance) => _started is not null && instance == _instance;

    /// <summary>Asks for a restart, whatever state the plugin is in; the result is whether it started.</summary>
    public Task<bool> RequestRestart()
    {
        RestartRequests++;
        _restart ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        Status = Status with { State = InstanceState.Restarting, Trace = null };
        Interrupt();
        return _restart.Task;
    }

    public void RequestTaskConfigs() => TaskConfigsRequests++;

    /// <summary>The task configurations that were made at that request are in use.</summary>
    public void SetTaskConfigsMade(long request) => _madeTaskConfigs = request;

    /// <summary>Gives up a start that is under way, because something else is wanted now.</summary>
    public void Interrupt() => _attempt?.Cancel();

    /// <summary>Starts, restarts or stops the plugin, as wanted. A failure to start is not thrown: it becomes the status.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (!memory.Exists || memory.Target == TargetState.Stopped)
        {
            await StopAsync();
            await memory.SaveConnectorFailureAsync(null);
            Status = new(InstanceState.Stopped, workerId, null, null);
            EndRestart(true);
            return;
        }

        if (_restart is null && memory.ConnectorFailure is { } failure)
        {
            Status = failure;
            return;
        }

        if (_restart is not null || _started is null || IsOutdated)
        {
            await StopAsync();
            await StartAsync(cancellationToken);
        }

        ShowTarget();
    }

    /// <summary>Shows a plugin that runs as its target wants it.</summary>
    public void ShowTarget()
    {
        if (_started is { } running && Status.State != InstanceState.Failed)
        {
            var state = memory.Target == TargetState.Paused ? InstanceState.Paused : InstanceState.Running;
            Status = new(state, workerId, null, running.Version);
        }
    }

    /// <summary>The task configurations, within the connector's limit.</summary>
    public async Task<List<Dictionary<string, string>>?> MakeTaskConfigsAsync(CancellationToken cancellationToken)
    {
        if (_started is not { } started)
        {
            return null;
        }

        var request = TaskConfigsRequests;
        var settings = ConnectorSettings.Of(started.Resolved);
        if (await AskForTaskConfigsAsync(started, settings.TasksMax, cancellationToken) is not { } configs)
        {
            return null;
        }

        // What an earlier configuration makes is of no interest, whatever it is.
        if (configs.Count <= settings.TasksMax || IsOutdated)
        {
            return configs;
        }

        if (settings.EnforceTasksMax)
        {
            SetTaskConfigsMade(request);
            await FailAsync(new ConnectException(ConnectorSettings.TooManyTasks(name, configs.Count, settings.TasksMax)).ToString());
            return null;
        }

        LogTooManyTasks(name, configs.Count, settings.TasksMax);
        return configs;
    }

    /// <summary>
    /// The plugin says that it cannot go on; false when that is of no interest, or not yet: what it says while it starts counts when it has started. One of an earlier configuration is about
    /// to be replaced.
    /// </summary>
    public async Task<bool> OnErrorAsync(long instance, string trace)
    {
        if (instance != _instance)
        {
            return false;
        }

        if (_started is null)
        {
            _raised = trace;
            return false;
        }

        if (IsOutdated)
        {
            return false;
        }

        await FailAsync(trace);
        return true;
    }

    /// <summary>Stops the plugin, because the grain goes; whoever waits for a restart is told that there was none.</summary>
    public async Task GiveUpAsync()
    {
        EndRestart(false);
        await StopAsync();
    }

    /// <summary>Makes the connector failed, for its users to see and to mend.</summary>
    public async Task FailAsync(string trace)
    {
        Status = new(InstanceState.Failed, workerId, trace, _started?.Version);
        await memory.SaveConnectorFailureAsync(Status);
    }

    /// <summary>Stops the plugin, for nobody may run it, and says why.</summary>
    public async Task UnassignAsync(string? reason)
    {
        await StopAsync();
        EndRestart(false);
        Status = new(InstanceState.Unassigned, workerId, reason, null);
    }

    /// <summary>Stops the plugin, within its limit.</summary>
    public async Task StopAsync()
    {
        if (_started is { } started)
        {
            _started = null;
            await started.Instance.DisposeAsync();
        }
    }

    // Null when something else is wanted before the plugin has answered.
    private async Task<List<Dictionary<string, string>>?> AskForTaskConfigsAsync(StartedConnector started, int tasksMax, CancellationToken cancellationToken)
    {
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _attempt = attempt;
        try
        {
            return await started.TaskConfigsAsync(tasksMax, attempt.Token).WaitAsync(attempt.Token);
        }
        catch (OperationCanceledException) when (attempt.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
        finally
        {
            _attempt = null;
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _attempt = attempt;
        var version = memory.ConfigVersion;
        try
        {
            _raised = null;
            _started = await start(++_instance, attempt.Token);
            _startedVersion = version;
            RequestTaskConfigs();
            Status = Status with { State = InstanceState.Running, Trace = null };
            await memory.SaveConnectorFailureAsync(null);
            EndRestart(true);
            if (_raised is { } trace && !IsOutdated)
            {
                await FailAsync(trace);
            }
        }
        catch (OperationCanceledException) when (attempt.IsCancellationRequested)
        {
            // Something else is wanted now; the next run of the pump looks at it.
            cancellationToken.ThrowIfCancellationRequested();
        }
        catch (Exception) when (version != memory.ConfigVersion)
        {
            // The configuration that came meanwhile is next, and a restart that was asked for ends with it.
        }
        catch (Exception error)
        {
            await FailAsync(error.ToString());
            EndRestart(false);
        }
        finally
        {
            _attempt = null;
        }
    }

    private void EndRestart(bool succeeded)
    {
        _restart?.TrySetResult(succeeded);
        _restart = null;
    }

    [LoggerMessage(LogLevel.Warning, "Connector {Connector} has made {Count} tasks, more than the {Limit} that 'tasks.max' allows. They run, because 'tasks.max.enforce' is false; report it to who wrote the connector.")]
    private partial void LogTooManyTasks(string connector, int count, int limit);
}

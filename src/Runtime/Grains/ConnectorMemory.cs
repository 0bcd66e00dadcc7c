using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// What is kept of a connector, and the rule that nothing is taken for granted before it is stored: a write that fails leaves memory as it was, and one whose outcome nobody knows is
/// settled before anything else is done. For use on the connector grain's scheduler only.
/// </summary>
internal sealed class ConnectorMemory
{
    private readonly StateCell<StoredConnector> _connector;
    private readonly StateCell<StoredTasks> _tasks;
    private readonly StateCell<StoredFailures> _failures;
    private readonly GroupCommit _failureWrites;
    private bool _areFailuresStored = true;

    /// <param name="connector">What its users want.</param>
    /// <param name="tasks">What the connector made of it.</param>
    /// <param name="failures">What has failed.</param>
    /// <param name="offsets">What was changed of its offsets from outside.</param>
    /// <param name="onStale">Called when somebody else has written: all of this is out of date.</param>
    public ConnectorMemory(
        IPersistentState<StoredConnector> connector,
        IPersistentState<StoredTasks> tasks,
        IPersistentState<StoredFailures> failures,
        IPersistentState<StoredOffsets> offsets,
        Action onStale)
    {
        _connector = new(connector, onStale);
        _tasks = new(tasks, onStale);
        _failures = new(failures, onStale);
        Offsets = new(offsets, onStale);
        _failureWrites = new(WriteFailuresAsync);
    }

    public bool Exists => _connector.State.Config is not null;

    /// <summary>The configuration; empty when there is no connector.</summary>
    public IReadOnlyDictionary<string, string?> Config => _connector.State.Config ?? [];

    public TargetState Target => _connector.State.Target;

    public long ConfigVersion => _connector.State.ConfigVersion;

    public StoredTasks Tasks => _tasks.State;

    /// <summary>Whether its tasks are those of an earlier configuration, and about to be replaced. One that was created paused makes its tasks when it is resumed.</summary>
    public bool AreTasksOutdated => Target switch
    {
        _ when ConnectorFailure is not null || Tasks.ConfigVersion == ConfigVersion => false,
        TargetState.Stopped => false,
        TargetState.Paused => Tasks.Configs.Count > 0,
        _ => true,
    };

    /// <summary>The connector's own failure, with its present configuration; null when there is none.</summary>
    public InstanceStatus? ConnectorFailure => _failures.State.ConfigVersion == 0 || _failures.State.ConfigVersion == ConfigVersion ? _failures.State.Connector : null;

    /// <summary>The restarts of tasks; changes are stored with the next change of failures.</summary>
    public Dictionary<int, StoredRestart> Restarts => _failures.State.Restarts;

    /// <summary>What was changed of the connector's offsets from outside.</summary>
    public StateCell<StoredOffsets> Offsets { get; }

    /// <summary>A task's failure in its present generation; null when there is none.</summary>
    public InstanceStatus? FailureOf(int task) =>
        _failures.State.Tasks.TryGetValue(task, out var failure)
        && (!_failures.State.Generations.TryGetValue(task, out var generation) || generation == Tasks.Generations.ElementAtOrDefault(task))
            ? failure
            : null;

    /// <summary>Makes sure that this is what is stored, and not what was stored before somebody else's change.</summary>
    public Task ConfirmAsync() => _connector.ChangeAsync(state => state);

    /// <summary>Stores what could not be stored, and finds out about what may or may not have been.</summary>
    public async Task SettleAsync()
    {
        await _connector.SettleAsync();
        await _tasks.SettleAsync();
        await Offsets.SettleAsync();
        if (!_areFailuresStored)
        {
            await _failureWrites.SaveAsync();
        }
    }

    /// <summary>Stores that there is nothing to undo: what was changed of its offsets was changed of another connector of the name.</summary>
    public Task ForgetOffsetsChangeAsync() => Offsets.State.ChangedAt is null ? Task.CompletedTask : Offsets.ChangeAsync(_ => new());

    /// <summary>Stores a configuration and, unless that is to stay as it is, what state the connector is to be in.</summary>
    public Task SaveConfigAsync(IReadOnlyDictionary<string, string?> config, TargetState? target = null) => _connector.ChangeAsync(before => new()
    {
        Config = new(config),
        Target = target ?? before.Target,
        ConfigVersion = before.ConfigVersion + 1,
    });

    /// <summary>Stores what state the connector is to be in.</summary>
    public Task SaveTargetAsync(TargetState target) =>
        _connector.ChangeAsync(before => new() { Config = before.Config, Target = target, ConfigVersion = before.ConfigVersion });

    /// <summary>Forgets the connector. The version goes on counting, so that no later connector of the name takes old task configurations for its own.</summary>
    public Task ForgetAsync() => _connector.ChangeAsync(before => new() { ConfigVersion = before.ConfigVersion });

    /// <summary>Stores a change of task configurations and generations, made of what is stored when its turn comes.</summary>
    public Task ChangeTasksAsync(Func<StoredTasks, StoredTasks> change) => _tasks.ChangeAsync(change);

    /// <summary>
    /// A generation for assignments of partitions, higher than all before: it is stored before anybody hears it, and a grain that is not the right one any more cannot store. That it is a
    /// time at least makes it higher too when the stored state was lost, or never outlived the worker, while target systems still know generations from before.
    /// </summary>
    public async Task<long> NextAssignmentAsync(DateTimeOffset now)
    {
        var generation = 0L;
        await _tasks.ChangeAsync(before =>
        {
            generation = Math.Max(before.LastAssignment + 1, now.ToUnixTimeMilliseconds());
            return before with { LastAssignment = generation };
        });
        return generation;
    }

    /// <summary>Stores the connector's own failure, or that there is none any more.</summary>
    public Task SaveConnectorFailureAsync(InstanceStatus? failure)
    {
        if (Equals(_failures.State.Connector, failure) && (failure is null || _failures.State.ConfigVersion == ConfigVersion))
        {
            return Task.CompletedTask;
        }

        (_failures.State.Connector, _failures.State.ConfigVersion) = (failure, ConfigVersion);
        return SaveFailuresAsync();
    }

    /// <summary>Stores the failure of a task in that generation.</summary>
    public Task SaveTaskFailureAsync(int task, long generation, InstanceStatus failure)
    {
        (_failures.State.Tasks[task], _failures.State.Generations[task]) = (failure, generation);
        return SaveFailuresAsync();
    }

    /// <summary>Stores that these tasks have not failed, or not any more.</summary>
    public Task ForgetTaskFailuresAsync(IEnumerable<int> tasks)
    {
        var removed = tasks.Count(task => _failures.State.Tasks.Remove(task));
        return removed == 0 ? Task.CompletedTask : SaveFailuresAsync();
    }

    /// <summary>Stores that no task has failed, or was ever restarted: they are other tasks now.</summary>
    public Task ForgetTaskFailuresAsync()
    {
        if (_failures.State.Tasks.Count == 0 && Restarts.Count == 0)
        {
            return Task.CompletedTask;
        }

        _failures.State.Tasks.Clear();
        _failures.State.Generations.Clear();
        Restarts.Clear();
        return SaveFailuresAsync();
    }

    // Before the write, so that what fails to be stored is stored when the memory is settled.
    private Task SaveFailuresAsync()
    {
        _areFailuresStored = false;
        return _failureWrites.SaveAsync();
    }

    private async Task WriteFailuresAsync()
    {
        _areFailuresStored = true;
        try
        {
            await _failures.WriteAsync();
        }
        catch
        {
            _areFailuresStored = false;
            throw;
        }
    }
}

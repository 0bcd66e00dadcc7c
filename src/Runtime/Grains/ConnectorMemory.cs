using Orleans.Storage;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Grains;

/// <summary>What is kept of a connector, and the rule that nothing is taken for granted before it is stored: a write that fails leaves memory as it was.</summary>
internal sealed class ConnectorMemory
{
    private readonly IPersistentState<StoredConnector> _connector;
    private readonly IPersistentState<StoredTasks> _tasks;
    private readonly IPersistentState<StoredFailures> _failures;
    private readonly GroupCommit _failureWrites;

    public ConnectorMemory(IPersistentState<StoredConnector> connector, IPersistentState<StoredTasks> tasks, IPersistentState<StoredFailures> failures)
    {
        _connector = connector;
        _tasks = tasks;
        _failures = failures;
        _failureWrites = new(() => failures.WriteStateAsync());
    }

    public bool Exists => _connector.State.Config is not null;

    /// <summary>The configuration; empty when there is no connector.</summary>
    public IReadOnlyDictionary<string, string?> Config => _connector.State.Config ?? [];

    public TargetState Target => _connector.State.Target;

    public long ConfigVersion => _connector.State.ConfigVersion;

    public StoredTasks Tasks => _tasks.State;

    public InstanceStatus? ConnectorFailure => _failures.State.Connector;

    public IReadOnlyDictionary<int, InstanceStatus> TaskFailures => _failures.State.Tasks;

    /// <summary>The restarts of tasks; changes are stored with the next change of failures.</summary>
    public Dictionary<int, StoredRestart> Restarts => _failures.State.Restarts;

    /// <summary>Stores a configuration and what state the connector is to be in.</summary>
    public Task SaveConfigAsync(IReadOnlyDictionary<string, string?> config, TargetState target)
    {
        var before = _connector.State;
        return SaveAsync(_connector, before, new StoredConnector
        {
            Config = new(config),
            Target = target,
            ConfigVersion = before.ConfigVersion + 1,
        });
    }

    /// <summary>Stores what state the connector is to be in.</summary>
    public Task SaveTargetAsync(TargetState target)
    {
        var before = _connector.State;
        return SaveAsync(_connector, before, new StoredConnector { Config = before.Config, Target = target, ConfigVersion = before.ConfigVersion });
    }

    /// <summary>Forgets the connector. The version goes on counting, so that no later connector of the name takes old task configurations for its own.</summary>
    public Task ForgetAsync()
    {
        var before = _connector.State;
        return SaveAsync(_connector, before, new StoredConnector { ConfigVersion = before.ConfigVersion });
    }

    /// <summary>Stores task configurations and generations.</summary>
    public Task SaveTasksAsync(StoredTasks tasks) => SaveAsync(_tasks, _tasks.State, tasks);

    /// <summary>Stores the connector's own failure, or that there is none any more.</summary>
    public Task SaveConnectorFailureAsync(InstanceStatus? failure)
    {
        if (Equals(_failures.State.Connector, failure))
        {
            return Task.CompletedTask;
        }

        _failures.State.Connector = failure;
        return _failureWrites.SaveAsync();
    }

    /// <summary>Stores a task's failure.</summary>
    public Task SaveTaskFailureAsync(int task, InstanceStatus failure)
    {
        _failures.State.Tasks[task] = failure;
        return _failureWrites.SaveAsync();
    }

    /// <summary>Stores that these tasks have not failed, or not any more.</summary>
    public Task ForgetTaskFailuresAsync(IEnumerable<int> tasks)
    {
        var removed = tasks.Count(task => _failures.State.Tasks.Remove(task));
        return removed == 0 ? Task.CompletedTask : _failureWrites.SaveAsync();
    }

    private static async Task SaveAsync<T>(IPersistentState<T> facet, T before, T after)
    {
        facet.State = after;
        try
        {
            await facet.WriteStateAsync();
        }
        catch (Exception cause) when (cause is not InconsistentStateException)
        {
            facet.State = before;
            throw new ConnectRequestException(
                RequestErrorKind.Unavailable, $"The change could not be stored, nothing was changed: {cause.Message} Try again.", cause);
        }
    }
}

using OrleansConnect.Grains;

namespace OrleansConnect.Tests.Integration.Management.Fakes;

/// <summary>What the connector grain does, in the words of Kafka Connect.</summary>
internal sealed class FakeConnector(FakeCluster cluster, string name)
{
    public async Task<ConnectorInfo> Create(IReadOnlyDictionary<string, string?> config, TargetState? initialState, CancellationToken cancellationToken)
    {
        await cluster.Enter($"Create({name}, {initialState})", cancellationToken);
        var state = ConnectorState.Of(name, config, ConnectorKind.Source, 1) with { Target = initialState ?? TargetState.Running };
        return cluster.Connectors.TryAdd(name, state) ? state.Info : throw ConnectRequestException.Conflict($"Connector {name} already exists");
    }

    public async Task<PutResult> Put(IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken)
    {
        await cluster.Enter($"Put({name})", cancellationToken);
        var created = !cluster.Connectors.ContainsKey(name);
        var state = cluster.Connectors[name] = ConnectorState.Of(name, config, ConnectorKind.Source, 1);
        return new(state.Info, created);
    }

    public async Task<ConnectorInfo> Patch(IReadOnlyDictionary<string, string?> changes, CancellationToken cancellationToken)
    {
        await cluster.Enter($"Patch({name})", cancellationToken);
        var config = new Dictionary<string, string?>(Find($"Connector {name} not found").Info.Config);
        foreach (var (key, value) in changes)
        {
            _ = value is null ? config.Remove(key) : (config[key] = value) is not null;
        }

        return (cluster.Connectors[name] = ConnectorState.Of(name, config, ConnectorKind.Source, 1)).Info;
    }

    public async Task Delete(CancellationToken cancellationToken)
    {
        await cluster.Enter($"Delete({name})", cancellationToken);
        Find($"Connector {name} not found");
        cluster.Connectors.TryRemove(name, out _);
        await cluster.PublishDeleted(name);
    }

    public async Task<ConnectorInfo> GetInfo(CancellationToken cancellationToken)
    {
        await cluster.Enter($"GetInfo({name})", cancellationToken);
        return Find($"Connector {name} not found").Info;
    }

    public async Task<ConnectorStatus> GetStatus(CancellationToken cancellationToken)
    {
        await cluster.Enter($"GetStatus({name})", cancellationToken);
        return Find($"No status found for connector {name}").Status;
    }

    public async Task<IReadOnlyList<TaskConfig>> GetTaskConfigs(CancellationToken cancellationToken)
    {
        await cluster.Enter($"GetTaskConfigs({name})", cancellationToken);
        var tasks = Find($"Connector {name} not found").Info.Tasks;
        return [.. tasks.Select(task => new TaskConfig(task, new Dictionary<string, string> { ["file"] = $"/in/{task.Task}" }))];
    }

    public async Task SetTargetState(TargetState state, CancellationToken cancellationToken)
    {
        await cluster.Enter($"SetTargetState({name}, {state})", cancellationToken);
        cluster.Connectors[name] = Find($"Unknown connector {name}") with { Target = state };
    }

    public async Task<ConnectorStatus> Restart(bool includeTasks, bool onlyFailed, CancellationToken cancellationToken)
    {
        await cluster.Enter($"Restart({name}, {includeTasks}, {onlyFailed})", cancellationToken);
        var status = Find($"Unknown connector: {name}").Status;
        return status with { Connector = status.Connector with { State = InstanceState.Restarting } };
    }

    public async Task RestartTask(int task, CancellationToken cancellationToken)
    {
        await cluster.Enter($"RestartTask({name}, {task})", cancellationToken);
        if (task >= Find($"Unknown connector: {name}").Info.Tasks.Count)
        {
            throw ConnectRequestException.NotFound($"Unknown task: {name}-{task}");
        }
    }

    public async Task<ConnectorOffsets> GetOffsets(OffsetsQuery query, CancellationToken cancellationToken)
    {
        await cluster.Enter($"GetOffsets({name})", cancellationToken);
        return new(Find($"Connector {name} not found").Info.Kind, cluster.Offsets, null);
    }

    public async Task<string> AlterOffsets(IReadOnlyList<ConnectorOffset> offsets, CancellationToken cancellationToken)
    {
        await cluster.Enter($"AlterOffsets({name}, {string.Join(' ', offsets.Select(offset => $"{offset.Partition ?? "null"}={offset.Offset ?? "null"}"))})", cancellationToken);
        Find($"Connector {name} not found");
        return "altered";
    }

    public async Task<string> ResetOffsets(CancellationToken cancellationToken)
    {
        await cluster.Enter($"ResetOffsets({name})", cancellationToken);
        Find($"Connector {name} not found");
        return "reset";
    }

    private ConnectorState Find(string otherwise) =>
        cluster.Connectors.GetValueOrDefault(name) ?? throw ConnectRequestException.NotFound(otherwise);
}

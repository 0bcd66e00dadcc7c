using OrleansConnect.Grains;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Runtime.Grains;

/// <summary>The catalog and who does what, over the stored state. Changes are in memory at once; the grain stores them before it answers.</summary>
internal sealed class ClusterAssignment(IPersistentState<StoredCluster> stored)
{
    private readonly Dictionary<SiloAddress, string> _workerIds = [];
    private readonly HashSet<string> _moved = new(StringComparer.Ordinal);
    private HashSet<SiloAddress> _members = [];

    public IReadOnlyList<string> Connectors => [.. stored.State.Connectors.Keys.Order(StringComparer.Ordinal)];

    public int MemberCount => _members.Count;

    public SiloAddress? SiloOf(string connector) => stored.State.ConnectorSilos.GetValueOrDefault(connector);

    /// <summary>The silos of a connector's tasks, by task number; empty when there is nobody to take them.</summary>
    public IReadOnlyList<SiloAddress> SilosOfTasks(string connector)
    {
        var silos = new List<SiloAddress>();
        for (var task = 0; task < stored.State.Connectors.GetValueOrDefault(connector); task++)
        {
            if (stored.State.TaskSilos.TryGetValue(new TaskId(connector, task).GrainKey, out var silo))
            {
                silos.Add(silo);
            }
        }

        return silos;
    }

    /// <summary>Whether that changed who is there.</summary>
    public bool SetMembers(Member reporter, IReadOnlyList<SiloAddress> alive)
    {
        _workerIds[reporter.Silo] = reporter.WorkerId;
        if (_members.SetEquals(alive))
        {
            return false;
        }

        _members = [.. alive];
        Divide();
        return true;
    }

    public void Add(string connector, SiloAddress silo)
    {
        if (stored.State.Connectors.TryAdd(connector, 0))
        {
            stored.State.ConnectorSilos[connector] = silo;
            Divide();
        }
    }

    public void Remove(string connector)
    {
        if (stored.State.Connectors.Remove(connector))
        {
            Divide();
        }
    }

    /// <summary>Whether that changed anything.</summary>
    public bool SetTasks(string connector, int count)
    {
        if (!stored.State.Connectors.TryGetValue(connector, out var before) || before == count)
        {
            return false;
        }

        stored.State.Connectors[connector] = count;
        Divide();
        _moved.Remove(connector);
        return true;
    }

    /// <summary>The connectors with tasks that have moved since this was asked last.</summary>
    public IReadOnlyList<string> TakeMovedTasks()
    {
        string[] moved = [.. _moved.Where(stored.State.Connectors.ContainsKey)];
        _moved.Clear();
        return moved;
    }

    public IReadOnlyList<WorkerInfo> Workers()
    {
        var state = stored.State;
        var tasks = state.TaskSilos.ToLookup(entry => entry.Value, entry => TaskId.Parse(entry.Key));
        var connectors = state.ConnectorSilos.ToLookup(entry => entry.Value, entry => entry.Key);
        return [.. _members.Order().Select(silo => new WorkerInfo(
            _workerIds.GetValueOrDefault(silo, silo.Endpoint.ToString()),
            silo.ToParsableString(),
            [.. connectors[silo].Order(StringComparer.Ordinal)],
            [.. tasks[silo].OrderBy(task => task.Connector, StringComparer.Ordinal).ThenBy(task => task.Task)]))];
    }

    private void Divide()
    {
        var state = stored.State;
        if (_members.Count == 0)
        {
            return;
        }

        state.ConnectorSilos = BalancedAssignment.Compute(_members, state.Connectors.Keys, state.ConnectorSilos);
        var tasks = state.Connectors.SelectMany(entry => Enumerable.Range(0, entry.Value).Select(task => new TaskId(entry.Key, task).GrainKey));
        var before = state.TaskSilos;
        state.TaskSilos = BalancedAssignment.Compute(_members, tasks, before);
        foreach (var (task, silo) in state.TaskSilos)
        {
            if (!before.TryGetValue(task, out var old) || !old.Equals(silo))
            {
                _moved.Add(TaskId.Parse(task).Connector);
            }
        }
    }
}

using OrleansConnect.Grains;
using OrleansConnect.Runtime.Placement;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Runtime.Grains;

/// <summary>Keeps a connector's tasks running where the assignment says. For use on the connector grain's scheduler only.</summary>
internal sealed class TaskSupervisor
{
    // A grain that moves is on its way for some milliseconds, and is called again until it has arrived.
    private static readonly TimeSpan StartPause = TimeSpan.FromMilliseconds(5);
    private const int StartAttemptsMax = 40;

    /// <summary>After this time without a word a task that runs, and speaks every ten seconds, is looked for.</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(30);

    private readonly SortedDictionary<int, TaskSlot> _slots = [];
    private readonly HashSet<int> _surplus = [];
    private readonly string _connector;
    private readonly ConnectorMemory _memory;
    private readonly IGrainFactory _grains;
    private readonly IClusterMembershipService _membership;
    private readonly TimeProvider _time;
    private readonly PartitionHandover _handover;

    /// <param name="connector">The connector's name.</param>
    /// <param name="memory">What is kept of it.</param>
    /// <param name="grains">Where task grains are found.</param>
    /// <param name="membership">Which silos are alive.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onLate">Called when there is something to do again, because a task has answered that was not waited for.</param>
    public TaskSupervisor(
        string connector, ConnectorMemory memory, IGrainFactory grains, IClusterMembershipService membership, TimeProvider time, Action onLate)
    {
        (_connector, _memory, _grains, _membership, _time) = (connector, memory, grains, membership, time);
        _handover = new(
            () => memory.NextAssignmentAsync(time.GetUtcNow()),
            AssignAsync,
            onLate,
            time);
    }

    public string Connector => _connector;

    public IReadOnlyCollection<TaskSlot> Slots => _slots.Values;

    /// <summary>Whether no task of the connector is, or may still be, anywhere.</summary>
    public bool IsEmpty => _slots.Count == 0 && _surplus.Count == 0;

    /// <summary>Whether a task that is to run has said nothing for <see cref="SilenceMax"/>.</summary>
    public bool HasSilent => _slots.Values.Any(IsSilent);

    public TaskSlot? Find(int task) => _slots.GetValueOrDefault(task);

    /// <summary>Takes over what is stored, after the grain was activated.</summary>
    public void Load()
    {
        for (var task = 0; task < _memory.Tasks.Configs.Count; task++)
        {
            var slot = new TaskSlot(task, _memory.Tasks.Generations[task]) { IsFromBefore = true };
            if (_memory.FailureOf(task) is { } failure)
            {
                slot.Status = failure;
            }

            _slots[task] = slot;
        }
    }

    /// <summary>Stores new task configurations, each with a new generation, so that all tasks start anew.</summary>
    public async Task ReplaceAsync(List<Dictionary<string, string>> configs, long configVersion, ConnectorKind kind)
    {
        await _memory.ChangeTasksAsync(before => before with
        {
            Configs = configs,
            ConfigVersion = configVersion,
            Generations = [.. configs.Select((_, task) => before.LastGeneration + task + 1)],
            LastGeneration = before.LastGeneration + configs.Count,
            Kind = kind,
            Unfenced = Math.Max(before.Unfenced, before.Configs.Count),
        });
        foreach (var task in _slots.Keys.Where(task => task >= configs.Count).ToList())
        {
            _slots.Remove(task);
            _surplus.Add(task);
        }

        for (var task = 0; task < configs.Count; task++)
        {
            _surplus.Remove(task);
            SlotOf(task).Generation = _memory.Tasks.Generations[task];
            SlotOf(task).IsFromBefore = false;
            SlotOf(task).Status = SlotOf(task).Status with { State = InstanceState.Unassigned, Trace = null };
        }

        await _memory.ForgetTaskFailuresAsync();
    }

    /// <summary>Gives tasks a new generation, so that they start anew, failed or not.</summary>
    public async Task RenewAsync(IReadOnlyCollection<int> tasks)
    {
        if (tasks.Count == 0)
        {
            return;
        }

        await _memory.ChangeTasksAsync(before =>
        {
            var (generations, last) = (before.Generations.ToList(), before.LastGeneration);
            foreach (var task in tasks.Where(task => task < generations.Count))
            {
                generations[task] = ++last;
            }

            return before with { Generations = generations, LastGeneration = last };
        });
        foreach (var task in tasks.Where(task => task < _memory.Tasks.Generations.Count))
        {
            SlotOf(task).Generation = _memory.Tasks.Generations[task];
            SlotOf(task).Status = SlotOf(task).Status with { State = InstanceState.Restarting, Trace = null };
        }

        await _memory.ForgetTaskFailuresAsync(tasks);
    }

    /// <summary>Starts what is to run and does not, moves what is in the wrong place, stops what is left over.</summary>
    /// <param name="places">Where each task is to be, by number.</param>
    /// <param name="config">The connector's configuration.</param>
    /// <param name="isPaused">Whether tasks are to move no records.</param>
    public async Task EnsureAsync(IReadOnlyList<TaskPlace> places, IReadOnlyDictionary<string, string?> config, bool isPaused)
    {
        await StopSurplusAsync();
        foreach (var slot in _slots.Values)
        {
            slot.Place = places.ElementAtOrDefault(slot.Index);
        }

        await Task.WhenAll(_slots.Values.Where(slot => slot is { IsFromBefore: true, Silo: not null }).Select(FindAsync));
        await Task.WhenAll(_slots.Values.Where(IsSilent).Select(FindSilentAsync));
        await Task.WhenAll(_slots.Values.Where(slot => slot.IsMisplaced).Select(StopAsync));

        // A task that starts anew gets a new generation: wherever the old one may still be running, it is told from the new one.
        await RenewLostAsync([.. _slots.Values.Where(slot => slot is { IsLost: true, IsFailed: false }).Select(slot => slot.Index)]);
        await Task.WhenAll(_slots.Values.Where(slot => slot is { IsFailed: false, IsStarted: false, Silo: not null })
            .Select(slot => StartAsync(slot, config, isPaused)));
    }

    /// <summary>Stops what runs with earlier configurations, as far as it can be reached.</summary>
    public async Task StopOutdatedAsync()
    {
        await StopSurplusAsync();
        await Task.WhenAll(_slots.Values.Where(slot => slot.StartedOn is not null && slot.StartedGeneration != slot.Generation).Select(StopReachableAsync));
    }

    /// <summary>Stops or resumes every task.</summary>
    public Task SetPausedAsync(bool isPaused) => Task.WhenAll(_slots.Values.Where(slot => slot is { IsFailed: false, IsStarted: true })
        .Select(slot => CallAsync(slot, grain => grain.SetPaused(slot.Generation, isPaused))));

    /// <summary>Divides a sink's partitions over the tasks that run: first everybody gives up what is not theirs any more, as those do that have failed, then takes what is.</summary>
    public async Task AssignPartitionsAsync(IEnumerable<SinkPartition> partitions, bool isByRange)
    {
        TaskSlot[] running = [.. _slots.Values.Where(slot => slot is { IsFailed: false, IsStarted: true })];
        var shares = isByRange
            ? SinkAssignment.DivideByRange(partitions, running.Length)
            : SinkAssignment.Divide(partitions, running.Length, [.. running.Select(slot => slot.Partitions)]);
        for (var i = 0; i < running.Length; i++)
        {
            running[i].Partitions = shares[i];
        }

        await _handover.RunAsync(running, [.. _slots.Values.Except(running)]);
    }

    /// <summary>Stops every task and forgets them.</summary>
    public async Task StopAllAsync()
    {
        foreach (var task in _slots.Keys)
        {
            _surplus.Add(task);
        }

        await StopSurplusAsync();
        _slots.Clear();
    }

    private TaskSlot SlotOf(int task)
    {
        if (!_slots.TryGetValue(task, out var slot))
        {
            slot = new TaskSlot(task, 0);
            _slots[task] = slot;
        }

        return slot;
    }

    private async Task RenewLostAsync(List<int> lost)
    {
        await RenewAsync(lost);
        foreach (var task in lost)
        {
            var slot = SlotOf(task);
            slot.Renew();
            slot.Status = slot.Status with { State = InstanceState.Unassigned, Trace = slot.Place.Reason };
        }
    }

    private bool IsSilent(TaskSlot slot) => slot is { IsStarted: true, IsFailed: false, IsLost: false } && _time.GetElapsedTime(slot.HeardAt) > SilenceMax;

    private void Take(TaskSlot slot, TaskStarted started)
    {
        slot.TakeStarted(started);
        slot.HeardAt = _time.GetTimestamp();
    }

    // After the connector's own grain has moved or its silo died: what runs already goes on, and what has failed may still be closing.
    private Task FindAsync(TaskSlot slot) => CallAsync(slot, async grain =>
    {
        if (await grain.Find(slot.Generation) is not { } found)
        {
            slot.IsFromBefore = false;
            slot.Lose();
            return;
        }

        slot.IsFromBefore = false;
        Take(slot, found);
    });

    // Nobody else waits for a worker that stands still; when it is declared dead, its tasks start elsewhere anyway.
    private async Task FindSilentAsync(TaskSlot slot)
    {
        try
        {
            await FindAsync(slot);
        }
        catch (Exception cause) when (cause is OrleansException or TimeoutException)
        {
            slot.HeardAt = _time.GetTimestamp();
        }
    }

    private async Task StartAsync(TaskSlot slot, IReadOnlyDictionary<string, string?> config, bool isPaused)
    {
        var spec = new TaskSpec(new(_connector, slot.Index), _memory.Tasks.Kind, slot.Generation, config, _memory.Tasks.Configs[slot.Index]);
        var silo = slot.Silo ?? throw NoSilo(slot);
        for (var attempt = 0; attempt < StartAttemptsMax && !slot.IsStarted && slot.Generation == spec.Generation; attempt++)
        {
            await Task.Delay(StartPause * attempt, _time);
            await CallAsync(slot, async grain =>
            {
                if (await grain.Start(spec, isPaused, silo) is { } started)
                {
                    Take(slot, started);
                }
            });
        }

        // Whoever has it start anew meanwhile has all of this run again.
        if (!slot.IsStarted && slot.Generation == spec.Generation)
        {
            throw new InvalidOperationException($"Task {spec.Id} could not be moved to {silo}.");
        }
    }

    private async Task StopAsync(TaskSlot slot)
    {
        await StopReachableAsync(slot);
        slot.Lose();
    }

    // A dead silo has nothing to stop; a call would only raise the task somewhere else.
    private async Task StopReachableAsync(TaskSlot slot)
    {
        if (slot.StartedOn is { } silo && _membership.CurrentSnapshot.GetSiloStatus(silo) is not (SiloStatus.Dead or SiloStatus.None))
        {
            Task stopped;
            using (PlacementHint.To(silo))
            {
                stopped = GrainOf(slot.Index).Stop();
            }

            await stopped;
        }

        slot.StartedOn = null;
        slot.Release();
    }

    private async Task StopSurplusAsync()
    {
        await Task.WhenAll(_surplus.Select(task => GrainOf(task).Retire()));
        _surplus.Clear();
    }

    private async Task<bool> AssignAsync(TaskSlot slot, SinkPartitions assigned)
    {
        var isThere = false;
        await CallAsync(slot, async grain => isThere = await grain.Assign(slot.StartedGeneration, assigned));
        return isThere;
    }

    private async Task CallAsync(TaskSlot slot, Func<ITaskGrain, Task> call)
    {
        Task running;
        using (PlacementHint.To(slot.Silo ?? throw NoSilo(slot)))
        {
            running = call(GrainOf(slot.Index));
        }

        await running;
    }

    private InvalidOperationException NoSilo(TaskSlot slot) => new($"Task {_connector}/{slot.Index} has no silo.");

    private ITaskGrain GrainOf(int task) => _grains.GetGrain<ITaskGrain>(new TaskId(_connector, task).GrainKey);
}

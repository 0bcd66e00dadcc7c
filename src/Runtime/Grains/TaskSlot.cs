using OrleansConnect.Grains;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Runtime.Grains;

/// <summary>What a connector grain knows of one of its tasks.</summary>
internal sealed class TaskSlot(int index, long generation)
{
    private long _reportedGeneration;

    public int Index => index;

    /// <summary>The generation that is to run.</summary>
    public long Generation { get; set; } = generation;

    /// <summary>Where it is to run, or why nowhere.</summary>
    public TaskPlace Place { get; set; }

    /// <summary>Where it is to run; null until the cluster grain has said.</summary>
    public SiloAddress? Silo => Place.Silo;

    /// <summary>Whether it may have been running before the connector's grain was activated, and has not been looked for.</summary>
    public bool IsFromBefore { get; set; }

    /// <summary>Whether its runner is gone, so that it has to start anew.</summary>
    public bool IsLost { get; private set; }

    /// <summary>When it was last heard of, as a timestamp of the clock.</summary>
    public long HeardAt { get; set; }

    /// <summary>Where it was started last, with <see cref="StartedGeneration"/>.</summary>
    public SiloAddress? StartedOn { get; set; }

    public long StartedGeneration { get; set; }

    /// <summary>The partitions a sink task is to have; kept when it moves, so that it gets the same ones again.</summary>
    public IReadOnlyList<SinkPartition> Partitions { get; set; } = [];

    /// <summary>The partitions its runner may be reading: what it has confirmed, and what it was asked for since.</summary>
    public HashSet<SinkPartition> MayHold { get; private set; } = [];

    /// <summary>The partitions it was asked to read last; null when nobody knows.</summary>
    public IReadOnlyList<SinkPartition>? Asked { get; set; }

    /// <summary>Its answer to that.</summary>
    public Task Answer { get; set; } = Task.CompletedTask;

    public InstanceStatus Status { get; set; } = new(InstanceState.Unassigned, "", null, null);

    public TaskProgress? Progress { get; private set; }

    /// <summary>Whether it runs, or has failed, where it is not to be.</summary>
    public bool IsMisplaced => StartedOn is { } silo && !silo.Equals(Silo);

    public bool IsFailed => Status.State == InstanceState.Failed;

    /// <summary>Whether it runs as it should, as far as anybody has said.</summary>
    public bool IsStarted => StartedGeneration == Generation && Silo is not null && Silo.Equals(StartedOn);

    /// <summary>It reads these partitions and no others.</summary>
    public void Hold(IEnumerable<SinkPartition> partitions) => MayHold = [.. partitions];

    /// <summary>Its runner is gone, as far as anybody can tell: another reader of what it may hold has to wait until it has started anew.</summary>
    public void Lose() => IsLost = true;

    /// <summary>It is to start anew.</summary>
    public void Renew() => IsLost = false;

    /// <summary>It reads nothing.</summary>
    public void Release()
    {
        Hold([]);
        Asked = null;
    }

    public void TakeStarted(TaskStarted started)
    {
        StartedOn = started.Silo;
        StartedGeneration = started.Report.Generation;
        Hold(started.Partitions);
        Asked = null;
        Partitions = started.Partitions.Count > 0 ? started.Partitions : Partitions;

        // A failure counts when the runner reports it, again and again if need be: then it is stored too, and whatever else is due happens. What an older generation says of itself is not
        // its successor's state, and what the runner has reported is newer than the answer to its start.
        var isNews = StartedGeneration == Generation && _reportedGeneration != Generation && !IsFailed && started.Report.Instance.State != InstanceState.Failed;
        Status = isNews ? started.Report.Instance : Status;
    }

    /// <summary>Takes what the runner of its generation says.</summary>
    public void TakeReport(TaskReport report, int restartAttempts, long now)
    {
        Status = report.Instance with { RestartAttempts = restartAttempts };
        Progress = report.Progress;
        HeardAt = now;
        _reportedGeneration = report.Generation;
    }

    public OrleansConnect.Grains.TaskStatus ToStatus() =>
        new(index, Status is { State: InstanceState.Unassigned, Trace: null } && Place.Reason is { } reason ? Status with { Trace = reason } : Status, Progress);
}

using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Grains;

/// <summary>What a connector grain knows of one of its tasks.</summary>
internal sealed class TaskSlot(int index, long generation)
{
    public int Index => index;

    /// <summary>The generation that is to run.</summary>
    public long Generation { get; set; } = generation;

    /// <summary>Where it is to run; null until the cluster grain has said.</summary>
    public SiloAddress? Silo { get; set; }

    /// <summary>Where it was started last, with <see cref="StartedGeneration"/>.</summary>
    public SiloAddress? StartedOn { get; set; }

    public long StartedGeneration { get; set; }

    /// <summary>The partitions a sink task is to have; kept when it moves, so that it gets the same ones again.</summary>
    public IReadOnlyList<SinkPartition> Partitions { get; set; } = [];

    /// <summary>The partitions its runner has confirmed.</summary>
    public IReadOnlyList<SinkPartition> Confirmed { get; set; } = [];

    public InstanceStatus Status { get; set; } = new(InstanceState.Unassigned, "", null, null);

    public TaskProgress? Progress { get; set; }

    public bool IsFailed => Status.State == InstanceState.Failed;

    /// <summary>Whether it runs as it should, as far as anybody has said.</summary>
    public bool IsStarted => StartedGeneration == Generation && Silo is not null && Silo.Equals(StartedOn);

    public OrleansConnect.Grains.TaskStatus ToStatus() => new(index, Status, Progress);
}

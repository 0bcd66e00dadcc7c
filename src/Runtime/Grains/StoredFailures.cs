using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Grains;

/// <summary>What is kept of failures: a failed connector or task stays failed over every restart, until somebody restarts it.</summary>
[GenerateSerializer, Alias("connect.runtime.StoredFailures")]
internal sealed class StoredFailures
{
    /// <summary>The connector's own failure, or null.</summary>
    [Id(0)]
    public InstanceStatus? Connector { get; set; }

    /// <summary>The failures of its tasks, by number.</summary>
    [Id(1)]
    public Dictionary<int, InstanceStatus> Tasks { get; set; } = [];

    /// <summary>The restarts of its tasks, by number.</summary>
    [Id(2)]
    public Dictionary<int, StoredRestart> Restarts { get; set; } = [];

    /// <summary>Which configuration the connector's own failure is one of; 0 where that was not kept.</summary>
    [Id(3)]
    public long ConfigVersion { get; set; }

    /// <summary>Which generation of its task each failure is one of; none where that was not kept.</summary>
    [Id(4)]
    public Dictionary<int, long> Generations { get; set; } = [];
}

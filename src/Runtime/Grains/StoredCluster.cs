using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Grains;

/// <summary>What is kept of the cluster: the catalog and the assignment, in a form that stays small with thousands of tasks.</summary>
[GenerateSerializer, Alias("connect.runtime.StoredCluster")]
internal sealed class StoredCluster
{
    /// <summary>The silos that are there, or that something is still assigned to.</summary>
    [Id(0)]
    public List<StoredMember> Members { get; set; } = [];

    /// <summary>The connectors by name.</summary>
    [Id(1)]
    public Dictionary<string, StoredPlacement> Connectors { get; set; } = [];

    /// <summary>The latest movements, the oldest first.</summary>
    [Id(2)]
    public List<Movement> Movements { get; set; } = [];
}

namespace OrleansConnect.Runtime.Grains;

/// <summary>What is kept of the cluster: the catalog and the assignment.</summary>
[GenerateSerializer, Alias("connect.runtime.StoredCluster")]
internal sealed class StoredCluster
{
    /// <summary>The number of tasks of every connector.</summary>
    [Id(0)]
    public Dictionary<string, int> Connectors { get; set; } = [];

    /// <summary>The silo of every connector.</summary>
    [Id(1)]
    public Dictionary<string, SiloAddress> ConnectorSilos { get; set; } = [];

    /// <summary>The silo of every task, by its grain key.</summary>
    [Id(2)]
    public Dictionary<string, SiloAddress> TaskSilos { get; set; } = [];
}

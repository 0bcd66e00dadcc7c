using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Grains;

/// <summary>What is kept of a connector's tasks: what the connector made of its configuration.</summary>
[GenerateSerializer, Alias("connect.runtime.StoredTasks")]
internal sealed record StoredTasks
{
    /// <summary>The configurations, by task number, with variables unresolved.</summary>
    [Id(0)]
    public List<Dictionary<string, string>> Configs { get; set; } = [];

    /// <summary>The version of the connector's configuration they were made from; 0 when none were.</summary>
    [Id(1)]
    public long ConfigVersion { get; set; }

    /// <summary>The generation of each task.</summary>
    [Id(2)]
    public List<long> Generations { get; set; } = [];

    /// <summary>The last generation given to any task, so that none is given twice.</summary>
    [Id(3)]
    public long LastGeneration { get; set; }

    /// <summary>Which way they move records.</summary>
    [Id(4)]
    public ConnectorKind Kind { get; set; }

    /// <summary>How many tasks with other configurations may still be running somewhere, and have not been fenced.</summary>
    [Id(5)]
    public int Unfenced { get; set; }

    /// <summary>The generation of the last assignment of partitions; see <see cref="ConnectorMemory.NextAssignmentAsync"/>.</summary>
    [Id(6)]
    public long LastAssignment { get; set; }
}

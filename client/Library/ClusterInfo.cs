namespace OrleansConnect.Client;

/// <summary>A cluster and its workers.</summary>
/// <param name="Version">The version of the worker that answered.</param>
/// <param name="Commit">The commit it was built from.</param>
/// <param name="KafkaClusterId">The id of its Kafka cluster, or null while Kafka has not been reached.</param>
/// <param name="Workers">The workers.</param>
public sealed record ClusterInfo(string Version, string Commit, string? KafkaClusterId, IReadOnlyList<WorkerInfo> Workers)
{
    /// <summary>What no worker has, and why.</summary>
    public IReadOnlyList<UnassignedWork> Unassigned { get; init; } = [];

    /// <summary>What was moved lately and why, the oldest first.</summary>
    public IReadOnlyList<Movement> Movements { get; init; } = [];
}

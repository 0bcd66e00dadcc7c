namespace OrleansConnect.Kafka.Admin;

/// <summary>A topic as the cluster's metadata have it.</summary>
public sealed record TopicDescription(string Name, int Partitions, int ReplicationFactor);

namespace OrleansConnect.Grains;

/// <summary>Where a connector stands in one partition, in the JSON of Kafka Connect's REST interface.</summary>
/// <param name="Partition">A JSON object: a source's own, or a sink's <c>{"kafka_topic":"t","kafka_partition":0}</c>; null where a request has none.</param>
/// <param name="Offset">A JSON object: a source's own, or a sink's <c>{"kafka_offset":5}</c>; null for none, which in a request resets the partition.</param>
[GenerateSerializer, Immutable, Alias("connect.ConnectorOffset")]
public sealed record ConnectorOffset([property: Id(0)] string? Partition, [property: Id(1)] string? Offset)
{
    /// <summary>The partition of the topic, where it was asked for and the connector is a sink.</summary>
    [Id(2)]
    public PartitionLog? Log { get; init; }
}

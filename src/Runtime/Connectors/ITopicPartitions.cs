namespace OrleansConnect.Runtime.Connectors;

/// <summary>Knows the topics of the Kafka cluster that a sink connector reads from.</summary>
internal interface ITopicPartitions
{
    /// <summary>The number of partitions of each topic that the connector's <c>topics</c> or <c>topics.regex</c> names and that exists.</summary>
    Task<IReadOnlyDictionary<string, int>> CountAsync(IReadOnlyDictionary<string, string?> connectorConfig, CancellationToken cancellationToken);
}

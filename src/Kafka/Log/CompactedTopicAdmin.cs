using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace OrleansConnect.Kafka.Log;

/// <summary>What a tail asks the cluster about its topic. Every failure is a <see cref="KafkaException"/> with the topic's own error.</summary>
internal sealed class CompactedTopicAdmin(IAdminClient admin)
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The topic's id and partitions, or null when there is no such topic.</summary>
    public async Task<(string Id, int Partitions)?> FindAsync(string topic)
    {
        try
        {
            var described = await admin.DescribeTopicsAsync(
                TopicCollection.OfTopicNames([topic]), new DescribeTopicsOptions { RequestTimeout = RequestTimeout }).ConfigureAwait(false);
            return (described.TopicDescriptions[0].TopicId.ToString(), described.TopicDescriptions[0].Partitions.Count);
        }
        catch (DescribeTopicsException exception)
        {
            var error = exception.Results.TopicDescriptions[0].Error;
            return error.Code == ErrorCode.UnknownTopicOrPart ? null : throw new KafkaException(error, exception);
        }
    }

    public async Task CreateAsync(CompactedTopic topic)
    {
        var configs = new Dictionary<string, string>(topic.Configs) { ["cleanup.policy"] = "compact" };
        // Small segments, because the active one is never compacted and every start reads it whole.
        configs.TryAdd("segment.bytes", "52428800");
        if (topic.TombstoneRetention is { } retention)
        {
            configs.TryAdd("delete.retention.ms", ((long)retention.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        }

        var specification = new TopicSpecification
        {
            Name = topic.Name,
            NumPartitions = topic.Partitions,
            ReplicationFactor = topic.ReplicationFactor,
            Configs = configs,
        };
        try
        {
            await admin.CreateTopicsAsync([specification], new CreateTopicsOptions { RequestTimeout = RequestTimeout }).ConfigureAwait(false);
        }
        catch (CreateTopicsException exception)
        {
            throw new KafkaException(exception.Results[0].Error, exception);
        }
    }

    public async Task<IReadOnlyDictionary<string, string>> ReadConfigsAsync(string topic)
    {
        try
        {
            var resource = new ConfigResource { Type = ResourceType.Topic, Name = topic };
            var described = await admin.DescribeConfigsAsync([resource], new DescribeConfigsOptions { RequestTimeout = RequestTimeout }).ConfigureAwait(false);
            return described[0].Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Value);
        }
        catch (DescribeConfigsException exception)
        {
            throw new KafkaException(exception.Results[0].Error, exception);
        }
    }
}

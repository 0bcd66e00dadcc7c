using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace OrleansConnect.Kafka.Admin;

/// <summary>The requests about topics.</summary>
internal sealed class TopicAdmin(AdminRequests requests, ClusterMetadata metadata)
{
    public async Task<TopicCreation> CreateAsync(NewTopic topic, CancellationToken cancellationToken)
    {
        TopicNames.ThrowIfInvalid(topic.Name);
        var specification = new TopicSpecification
        {
            Name = topic.Name,
            NumPartitions = topic.Partitions ?? -1,
            ReplicationFactor = topic.ReplicationFactor ?? -1,
            Configs = new Dictionary<string, string>(topic.Configs),
        };
        try
        {
            await requests.AskAsync(
                $"create topic '{topic.Name}' with {topic.Partitions?.ToString() ?? "the default"} partitions and {topic.ReplicationFactor?.ToString() ?? "the default"} replicas",
                client => client.CreateTopicsAsync(
                    [specification], new CreateTopicsOptions { OperationTimeout = AdminRequests.Timeout, RequestTimeout = AdminRequests.Timeout }),
                cancellationToken).ConfigureAwait(false);
            return TopicCreation.Created;
        }
        catch (KafkaClientException e) when (e.Error.Code == KafkaErrorCode.TopicAlreadyExists)
        {
            return TopicCreation.Existed;
        }
        finally
        {
            metadata.Forget();
        }
    }

    public async Task<IReadOnlyDictionary<string, string?>> DescribeConfigAsync(string topic, CancellationToken cancellationToken)
    {
        var answers = await requests.AskAsync(
            $"describe the configuration of topic '{topic}'",
            client => client.DescribeConfigsAsync([ResourceOf(topic)], new DescribeConfigsOptions { RequestTimeout = AdminRequests.Timeout }),
            cancellationToken).ConfigureAwait(false);
        return answers.Single().Entries.ToDictionary(e => e.Key, e => (string?)e.Value.Value);
    }

    public async Task<IReadOnlyDictionary<TopicPartition, long>> ListOffsetsAsync(
        IReadOnlyCollection<TopicPartition> partitions, LogPosition position, CancellationToken cancellationToken)
    {
        if (partitions.Count == 0)
        {
            return new Dictionary<TopicPartition, long>();
        }

        var specifications = partitions.Select(p => new TopicPartitionOffsetSpec
        {
            TopicPartition = new Confluent.Kafka.TopicPartition(p.Topic, p.Partition),
            OffsetSpec = ToSpec(position),
        });
        var answer = await requests.AskAsync(
            $"list the offsets of {Quoted(partitions)}",
            client => client.ListOffsetsAsync(specifications, new ListOffsetsOptions { RequestTimeout = AdminRequests.Timeout }),
            cancellationToken).ConfigureAwait(false);
        var offsets = answer.ResultInfos
            .Select(info => info.TopicPartitionOffsetError)
            .ToDictionary(o => new TopicPartition(o.Topic, o.Partition.Value), o => o.Offset.Value);
        return position.TimestampMs >= 0 ? await EndWhereNoneAsync(offsets, cancellationToken).ConfigureAwait(false) : offsets;
    }

    /// <summary>Kafka answers a time behind the last record with -1.</summary>
    private async Task<IReadOnlyDictionary<TopicPartition, long>> EndWhereNoneAsync(
        Dictionary<TopicPartition, long> offsets, CancellationToken cancellationToken)
    {
        var without = offsets.Where(o => o.Value < 0).Select(o => o.Key).ToList();
        foreach (var (partition, end) in await ListOffsetsAsync(without, LogPosition.Latest, cancellationToken).ConfigureAwait(false))
        {
            offsets[partition] = end;
        }

        return offsets;
    }

    private static OffsetSpec ToSpec(LogPosition position) =>
        position == LogPosition.Earliest ? OffsetSpec.Earliest()
        : position == LogPosition.Latest ? OffsetSpec.Latest()
        : OffsetSpec.ForTimestamp(position.TimestampMs);

    private static ConfigResource ResourceOf(string topic) => new() { Type = ResourceType.Topic, Name = topic };

    private static string Quoted<T>(IEnumerable<T> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}

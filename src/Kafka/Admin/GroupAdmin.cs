using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace OrleansConnect.Kafka.Admin;

/// <summary>The requests about consumer groups.</summary>
internal sealed class GroupAdmin(AdminRequests requests)
{
    public async Task<IReadOnlyDictionary<TopicPartition, long>> ListOffsetsAsync(string group, CancellationToken cancellationToken)
    {
        var answers = await requests.AskAsync(
            $"list the offsets of group '{group}'",
            client => client.ListConsumerGroupOffsetsAsync(
                [new ConsumerGroupTopicPartitions(group, null)], new ListConsumerGroupOffsetsOptions { RequestTimeout = AdminRequests.AttemptTimeout }),
            cancellationToken).ConfigureAwait(false);
        return answers.Single().Partitions
            .Where(p => p.Offset.Value >= 0)
            .ToDictionary(p => new TopicPartition(p.Topic, p.Partition.Value), p => p.Offset.Value);
    }

    public async Task<GroupDescription> DescribeAsync(string group, CancellationToken cancellationToken)
    {
        try
        {
            var answers = await requests.AskAsync(
                $"describe group '{group}'",
                client => client.DescribeConsumerGroupsAsync(
                    [group], new DescribeConsumerGroupsOptions { RequestTimeout = AdminRequests.AttemptTimeout, IncludeAuthorizedOperations = true }),
                cancellationToken).ConfigureAwait(false);
            var found = answers.ConsumerGroupDescriptions.Single();
            return new(found.Members.Count > 0, found.AuthorizedOperations is { Count: > 0 } operations ? [.. operations.Select(operation => operation.ToString())] : null);
        }
        catch (KafkaClientException e) when (e.Error.Code == KafkaErrorCode.GroupIdNotFound)
        {
            return new(HasMembers: false, Operations: null);
        }
    }

    public Task AlterOffsetsAsync(string group, IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken)
    {
        if (offsets.Count == 0)
        {
            return Task.CompletedTask;
        }

        var positions = offsets
            .Select(o => new Confluent.Kafka.TopicPartitionOffset(o.Key.Topic, o.Key.Partition, o.Value)).ToList();
        return requests.AskAsync(
            $"set the offsets of group '{group}' for {positions.Count} partition(s)",
            client => client.AlterConsumerGroupOffsetsAsync(
                [new ConsumerGroupTopicPartitionOffsets(group, positions)],
                new AlterConsumerGroupOffsetsOptions { RequestTimeout = AdminRequests.AttemptTimeout }),
            cancellationToken);
    }

    public async Task DeleteOffsetsAsync(string group, IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        if (partitions.Count == 0)
        {
            return;
        }

        try
        {
            await requests.AskAsync(
                $"delete the offsets of group '{group}' for {partitions.Count} partition(s)",
                client => client.DeleteConsumerGroupOffsetsAsync(
                    group,
                    partitions.Select(p => new Confluent.Kafka.TopicPartition(p.Topic, p.Partition)),
                    new DeleteConsumerGroupOffsetsOptions { RequestTimeout = AdminRequests.AttemptTimeout }),
                cancellationToken).ConfigureAwait(false);
        }
        catch (KafkaClientException e) when (e.Error.Code == KafkaErrorCode.GroupIdNotFound)
        {
            // No group, no offsets: what was asked for is so.
        }
    }

    public async Task<bool> DeleteAsync(string group, CancellationToken cancellationToken)
    {
        try
        {
            await requests.AskAsync(
                $"delete group '{group}'",
                client => client.DeleteGroupsAsync([group], new DeleteGroupsOptions { RequestTimeout = AdminRequests.Timeout }),
                cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (KafkaClientException e) when (e.Error.Code == KafkaErrorCode.GroupIdNotFound)
        {
            return false;
        }
    }
}

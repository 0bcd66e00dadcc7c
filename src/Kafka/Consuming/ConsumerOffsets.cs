using OrleansConnect.Kafka.Clients;

namespace OrleansConnect.Kafka.Consuming;

/// <summary>A group's committed offsets and the ends of its partitions.</summary>
internal sealed class ConsumerOffsets(NativeClient client, EventLoop events, PendingCommits commits, string group)
{
    public async Task CommitAsync(IReadOnlyCollection<TopicPartitionOffset> positions, CancellationToken cancellationToken)
    {
        if (positions.Count == 0)
        {
            return;
        }

        using var lease = client.Use();
        var (number, outcome) = commits.Add();
        Start(positions, number);
        if (await outcome.WaitAsync(cancellationToken).ConfigureAwait(false) is { } failure)
        {
            throw CannotCommit(failure.Partition ?? string.Join(", ", positions), failure.Error);
        }
    }

    public Task<IReadOnlyList<TopicPartitionOffset>> CommittedAsync(
        IReadOnlyCollection<TopicPartition> partitions, TimeSpan timeout, CancellationToken cancellationToken) =>
        BlockingCall.RunAsync<IReadOnlyList<TopicPartitionOffset>>(
            client, handle => Committed(handle, partitions, (int)timeout.TotalMilliseconds), cancellationToken);

    public bool TryGetWatermarks(TopicPartition partition, out long low, out long high)
    {
        using var lease = client.Use();
        return LibrdkafkaConsumer.Watermarks(client.Handle, partition.Topic, partition.Partition, out low, out high) == 0 && high >= 0;
    }

    public Task<IReadOnlyList<TopicPartitionOffset>> EndsAsync(
        IReadOnlyCollection<TopicPartition> partitions, TimeSpan timeout, CancellationToken cancellationToken) =>
        BlockingCall.RunAsync<IReadOnlyList<TopicPartitionOffset>>(client, handle => Ends(handle, partitions, (int)timeout.TotalMilliseconds), cancellationToken);

    // To Kafka the end is a time like any other. A partition that it does not tell of has an error of its own, and the others their ends.
    private static unsafe List<TopicPartitionOffset> Ends(nint handle, IReadOnlyCollection<TopicPartition> partitions, int timeoutMs)
    {
        using var list = PartitionList.Of([.. partitions.Select(partition => new TopicPartitionOffset(partition.Topic, partition.Partition, TopicPartitionOffset.End))]);
        var code = LibrdkafkaConsumer.OffsetsForTimes(handle, list.Native, timeoutMs);
        return code == 0 ? list.ToPositions() : throw new KafkaClientException(
            $"The ends of {string.Join(", ", partitions)} cannot be read: {KafkaError.FromCode(code)}. Check that Kafka can be reached.", KafkaError.FromCode(code));
    }

    private unsafe List<TopicPartitionOffset> Committed(nint handle, IReadOnlyCollection<TopicPartition> partitions, int timeoutMs)
    {
        using var list = PartitionList.Of(partitions);
        var code = LibrdkafkaConsumer.Committed(handle, list.Native, timeoutMs);
        if (code != 0)
        {
            throw CannotRead(string.Join(", ", partitions), KafkaError.FromCode(code));
        }

        return PartitionList.FirstError(list.Native) is var (partition, error)
            ? throw CannotRead(partition.ToString(), error)
            : list.ToPositions();
    }

    private unsafe void Start(IReadOnlyCollection<TopicPartitionOffset> positions, nint number)
    {
        using var list = PartitionList.Of(positions);
        var code = LibrdkafkaConsumer.CommitQueue(client.Handle, list.Native, events.Queue, 0, number);
        if (code != 0)
        {
            commits.Remove(number);
            throw CannotCommit(string.Join(", ", positions), KafkaError.FromCode(code));
        }
    }

    private KafkaClientException CannotCommit(string what, KafkaError error) => new(
        $"Group '{group}' cannot commit {what}: {error}. The offsets may be committed again.", error);

    private KafkaClientException CannotRead(string what, KafkaError error) => new(
        $"The committed offsets of group '{group}' cannot be read for {what}: {error}. Check that Kafka can be reached and the group may be read.", error);
}

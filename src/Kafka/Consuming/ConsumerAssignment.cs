using OrleansConnect.Kafka.Clients;

namespace OrleansConnect.Kafka.Consuming;

/// <summary>Which partitions a consumer reads and from where.</summary>
internal sealed unsafe class ConsumerAssignment(NativeClient client, string group)
{
    private const int SeekTimeoutMs = 10_000;

    public void Assign(IReadOnlyCollection<TopicPartitionOffset> positions)
    {
        using var lease = client.Use();
        using var list = PartitionList.Of(positions);
        Check(LibrdkafkaConsumer.Assign(client.Handle, list.Native), list, "assign");
    }

    public void Add(IReadOnlyCollection<TopicPartitionOffset> positions)
    {
        using var lease = client.Use();
        using var list = PartitionList.Of(positions);
        Check(LibrdkafkaConsumer.IncrementalAssign(client.Handle, list.Native), "assign", string.Join(", ", positions));
    }

    public void Remove(IReadOnlyCollection<TopicPartition> partitions)
    {
        using var lease = client.Use();
        using var list = PartitionList.Of(partitions);
        Check(LibrdkafkaConsumer.IncrementalUnassign(client.Handle, list.Native), "unassign", string.Join(", ", partitions));
    }

    public void Pause(IReadOnlyCollection<TopicPartition> partitions)
    {
        using var lease = client.Use();
        using var list = PartitionList.Of(partitions);
        Check(LibrdkafkaConsumer.Pause(client.Handle, list.Native), list, "pause");
    }

    public void Resume(IReadOnlyCollection<TopicPartition> partitions)
    {
        using var lease = client.Use();
        using var list = PartitionList.Of(partitions);
        Check(LibrdkafkaConsumer.Resume(client.Handle, list.Native), list, "resume");
    }

    public Task SeekAsync(TopicPartitionOffset position, CancellationToken cancellationToken) => BlockingCall.RunAsync(
        client,
        handle =>
        {
            using var list = PartitionList.Of([position]);
            Check(LibrdkafkaConsumer.Seek(handle, list.Native, SeekTimeoutMs), "seek", position.ToString());
            Check(0, list, "seek");
            return true;
        },
        cancellationToken);

    private void Check(int code, PartitionList list, string verb)
    {
        if (PartitionList.FirstError(list.Native) is var (partition, error))
        {
            throw Failed(verb, partition.ToString(), error);
        }

        if (code != 0)
        {
            throw Failed(verb, "its partitions", KafkaError.FromCode(code));
        }
    }

    private void Check(nint error, string verb, string what)
    {
        if (error != 0)
        {
            throw Failed(verb, what, KafkaError.Take(error));
        }
    }

    private KafkaClientException Failed(string verb, string what, KafkaError error) => new(
        $"The consumer of group '{group}' cannot {verb} {what}: {error}. Check that the partition exists and is assigned to this consumer.", error);
}

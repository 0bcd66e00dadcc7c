using System.Runtime.InteropServices;

namespace OrleansConnect.Kafka.Clients;

/// <summary>Owns an <c>rd_kafka_topic_partition_list_t</c> that goes into a call of librdkafka and comes back with its results.</summary>
internal sealed unsafe class PartitionList : IDisposable
{
    private readonly NativePartitionList* _list;

    private PartitionList(int count) => _list = LibrdkafkaConsumer.ListNew(count);

    public NativePartitionList* Native => _list;

    public static PartitionList Of(IReadOnlyCollection<TopicPartition> partitions)
    {
        var list = new PartitionList(partitions.Count);
        foreach (var (topic, partition) in partitions)
        {
            LibrdkafkaConsumer.ListAdd(list._list, topic, partition);
        }

        return list;
    }

    public static PartitionList Of(IReadOnlyCollection<TopicPartitionOffset> positions)
    {
        var list = new PartitionList(positions.Count);
        foreach (var (topic, partition, offset) in positions)
        {
            LibrdkafkaConsumer.ListAdd(list._list, topic, partition)->Offset = offset;
        }

        return list;
    }

    /// <summary>The first partition that librdkafka could not do its work on.</summary>
    public static (TopicPartition Partition, KafkaError Error)? FirstError(NativePartitionList* list)
    {
        for (var i = 0; i < list->Count; i++)
        {
            ref var item = ref list->Items[i];
            if (item.Error != 0)
            {
                return (new TopicPartition(Marshal.PtrToStringUTF8(item.Topic) ?? "", item.Partition), KafkaError.FromCode(item.Error));
            }
        }

        return null;
    }

    public List<TopicPartitionOffset> ToPositions()
    {
        var positions = new List<TopicPartitionOffset>(_list->Count);
        for (var i = 0; i < _list->Count; i++)
        {
            ref var item = ref _list->Items[i];
            positions.Add(new TopicPartitionOffset(Marshal.PtrToStringUTF8(item.Topic) ?? "", item.Partition, item.Offset));
        }

        return positions;
    }

    public void Dispose() => LibrdkafkaConsumer.ListDestroy(_list);
}

using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Kafka;
using TopicPartition = OrleansConnect.Abstractions.Data.TopicPartition;

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>Records on their way into a sink task, and how far they reach in each partition; records that were skipped count there too.</summary>
/// <param name="countMax">How many records to make room for.</param>
internal sealed class SinkBatch(int countMax = 0)
{
    private TopicPartition _current;
    private PartitionSpan _span;

    /// <summary>The records in the order of each partition.</summary>
    public List<SinkRecord> Records { get; private set; } = new(countMax);

    /// <summary>Where the batch begins and ends in each partition.</summary>
    public Dictionary<TopicPartition, PartitionSpan> Spans { get; } = [];

    /// <summary>Partitions that were read to their end, up to which there is nothing more to come: behind the last record there may be markers of transactions.</summary>
    public Dictionary<TopicPartition, long> Ends { get; } = [];

    /// <summary>Topics of which a record could be read, whether or not transformations drop it.</summary>
    public HashSet<string> Topics { get; } = new(StringComparer.Ordinal);

    /// <summary>What Kafka's client found on the way and mends by itself; the last, if any.</summary>
    public KafkaClientException? Fault { get; set; }

    /// <summary>Records that were read, with those that were filtered or skipped.</summary>
    public int ReadCount { get; private set; }

    /// <summary>Bytes of keys and values.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Counts a record that was read, whatever becomes of it.</summary>
    public void AddRead(string topic, int partition, long offset, int sizeBytes)
    {
        ReadCount++;
        SizeBytes += sizeBytes;
        if (partition == _current.Partition && ReferenceEquals(topic, _current.Topic))
        {
            _span = _span with { Next = offset + 1 };
            return;
        }

        Complete();
        _current = new(topic, partition);
        _span = Spans.TryGetValue(_current, out var span) ? span with { Next = offset + 1 } : new(offset, offset + 1);
    }

    /// <summary>To be called after the last <see cref="AddRead"/>.</summary>
    public void Complete()
    {
        if (_current.Topic is not null)
        {
            Spans[_current] = _span;
        }
    }

    /// <summary>Lets go of the records, which the task has: a batch that a loop still holds would keep the collector busy with all of them.</summary>
    public void Release() => Records = [];

    /// <summary>Drops what belongs to partitions that went elsewhere.</summary>
    public void Remove(IReadOnlySet<TopicPartition> partitions)
    {
        ReadCount -= Records.RemoveAll(record => partitions.Contains(record.OriginalTopicPartition));
        foreach (var partition in partitions)
        {
            Spans.Remove(partition);
            Ends.Remove(partition);
        }
    }
}

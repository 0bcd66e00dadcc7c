using OrleansConnect.Grains;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Consuming;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>What is still to be read of a topic.</summary>
internal sealed class StretchesLeft
{
    private readonly Dictionary<int, Queue<Stretch>> _left = [];
    private readonly Dictionary<int, long> _short = [];
    private readonly string _topic;
    private readonly bool _isWhole;
    private Dictionary<int, long> _seeks = [];
    private List<ConsumedRecord> _records = [];

    public StretchesLeft(string topic, IReadOnlyDictionary<int, IReadOnlyList<Stretch>> stretches, bool isWhole)
    {
        (_topic, _isWhole) = (topic, isWhole);
        foreach (var (partition, all) in stretches)
        {
            if (all.Where(stretch => stretch.From < stretch.To).ToList() is { Count: > 0 } some)
            {
                _left[partition] = new(some);
            }
        }
    }

    public bool IsEmpty => _left.Count == 0;

    /// <summary>Where to begin.</summary>
    public IReadOnlyList<TopicPartitionOffset> Starts => [.. _left.Select(part => new TopicPartitionOffset(_topic, part.Key, part.Value.Peek().From))];

    /// <summary>A partition that ended before its last stretch did, and where; null for none.</summary>
    public (int Partition, long Offset)? EndsShort => _short.Count > 0 ? (_short.First().Key, _short.First().Value) : null;

    public void Take(ConsumedBatch batch)
    {
        for (var at = 0; at < batch.Count; at++)
        {
            var message = batch[at];
            if (!_left.TryGetValue(message.Partition, out var stretches) || _seeks.ContainsKey(message.Partition))
            {
                continue;
            }

            if (message.Error is { } fault)
            {
                Take(fault, message.Partition, message.Offset, stretches.Last().To);
                continue;
            }

            var stretch = stretches.Peek();
            if (message.Offset >= stretch.From && message.Offset < stretch.To)
            {
                _records.Add(ConsumedRecord.Of(message));
            }

            if (message.Offset >= stretch.To - 1)
            {
                EndStretch(message.Partition, stretches);
            }
        }
    }

    public IReadOnlyList<ConsumedRecord> TakeRecords()
    {
        var records = _records;
        _records = [];
        return records;
    }

    /// <summary>Where to go on, past what is not wanted.</summary>
    public IReadOnlyList<TopicPartitionOffset> TakeSeeks()
    {
        var seeks = _seeks;
        _seeks = [];
        return [.. seeks.Select(seek => new TopicPartitionOffset(_topic, seek.Key, seek.Value))];
    }

    private void Take(KafkaError fault, int partition, long offset, long to)
    {
        if (fault.Code != KafkaErrorCode.PartitionEof)
        {
            if (!fault.IsRetriable)
            {
                throw new ConnectRequestException(RequestErrorKind.Unavailable, $"Topic '{_topic}' partition {partition} cannot be read: {fault}. {fault.Advice}");
            }
        }
        else if (_isWhole && offset < to)
        {
            _short[partition] = offset;
        }
        else
        {
            End(partition);
        }
    }

    private void EndStretch(int partition, Queue<Stretch> stretches)
    {
        stretches.Dequeue();
        if (stretches.TryPeek(out var next))
        {
            _seeks[partition] = next.From;
        }
        else
        {
            End(partition);
        }
    }

    private void End(int partition)
    {
        _left.Remove(partition);
        _short.Remove(partition);
    }
}

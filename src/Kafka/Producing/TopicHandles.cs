using System.Collections.Concurrent;
using OrleansConnect.Kafka.Clients;

namespace OrleansConnect.Kafka.Producing;

/// <summary>One <c>rd_kafka_topic_t</c> for every topic a producer has sent to.</summary>
internal sealed class TopicHandles(NativeClient client)
{
    private readonly ConcurrentDictionary<string, nint> _handles = new(StringComparer.Ordinal);
    private readonly Lock _creating = new();

    /// <summary>How many topics there are.</summary>
    public int Count => _handles.Count;

    /// <summary>0 if librdkafka refuses the name; <paramref name="error"/> then says why.</summary>
    public nint Get(string topic, out KafkaErrorCode error)
    {
        error = KafkaErrorCode.None;
        return _handles.TryGetValue(topic, out var handle) ? handle : Create(topic, out error);
    }

    public void Destroy()
    {
        foreach (var handle in _handles.Values)
        {
            Librdkafka.TopicDestroy(handle);
        }

        _handles.Clear();
    }

    private nint Create(string topic, out KafkaErrorCode error)
    {
        lock (_creating)
        {
            error = KafkaErrorCode.None;
            if (_handles.TryGetValue(topic, out var handle))
            {
                return handle;
            }

            handle = Librdkafka.TopicNew(client.Handle, topic, 0);
            if (handle == 0)
            {
                error = KafkaErrorCode.InvalidTopic;
                return 0;
            }

            _handles[topic] = handle;
            return handle;
        }
    }
}

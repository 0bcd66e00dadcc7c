using System.Buffers;
using OrleansConnect.Kafka.Clients;

namespace OrleansConnect.Kafka.Consuming;

/// <summary>
/// Messages as librdkafka read them, in its own memory: what a <see cref="ConsumedMessage"/> shows is gone once the batch
/// is disposed. For one thread at a time.
/// </summary>
public sealed unsafe class ConsumedBatch : IDisposable
{
    private readonly NativeClient? _client;
    private readonly TopicNameCache _names;
    private nint[] _messages;
    private nint _lastTopic;
    private string _lastName = "";

    internal ConsumedBatch(NativeClient? client, TopicNameCache names, nint[] messages, int count)
    {
        _client = client;
        _names = names;
        _messages = messages;
        Count = count;
    }

    public int Count { get; private set; }

    /// <summary>How many of the messages are records, and not errors or ends of partitions, and the bytes of their keys and values.</summary>
    public (int Records, long Bytes) Size
    {
        get
        {
            var (records, bytes) = (0, 0L);
            foreach (var pointer in _messages.AsSpan(0, Count))
            {
                var message = (NativeMessage*)pointer;
                if (message->Error == 0)
                {
                    records++;
                    bytes += (long)(message->KeyLength + message->ValueLength);
                }
            }

            return (records, bytes);
        }
    }

    public ConsumedMessage this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return new ConsumedMessage((NativeMessage*)_messages[index], this);
        }
    }

    public void Dispose()
    {
        if (_messages.Length == 0)
        {
            return;
        }

        foreach (var message in _messages.AsSpan(0, Count))
        {
            LibrdkafkaConsumer.MessageDestroy((NativeMessage*)message);
        }

        ArrayPool<nint>.Shared.Return(_messages);
        _messages = [];
        Count = 0;
        _client?.Release();
    }

    // A topic's handle stays the same while a message of it lives, no longer: the last one is kept for this batch only.
    internal string NameOf(nint topic)
    {
        if (topic != _lastTopic)
        {
            _lastName = _names.Intern(Librdkafka.TopicName(topic));
            _lastTopic = topic;
        }

        return _lastName;
    }
}

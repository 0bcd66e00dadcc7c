using System.Runtime.InteropServices;
using OrleansConnect.Kafka.Clients;

namespace OrleansConnect.Kafka.Consuming;

/// <summary>A message of a <see cref="ConsumedBatch"/>, or an <see cref="Error"/> of its partition. Its bytes live as long as the batch.</summary>
public readonly unsafe ref struct ConsumedMessage
{
    private readonly NativeMessage* _message;
    private readonly ConsumedBatch _batch;

    internal ConsumedMessage(NativeMessage* message, ConsumedBatch batch)
    {
        _message = message;
        _batch = batch;
    }

    /// <summary>One string object for each topic of a consumer.</summary>
    public string Topic => _message->Topic == 0 ? "" : _batch.NameOf(_message->Topic);

    public int Partition => _message->Partition;

    public long Offset => _message->Offset;

    /// <summary>Milliseconds since 1970, or -1.</summary>
    public long TimestampMs => LibrdkafkaConsumer.MessageTimestamp(_message, null);

    public TimestampKind TimestampKind
    {
        get
        {
            int kind;
            _ = LibrdkafkaConsumer.MessageTimestamp(_message, &kind);
            return (TimestampKind)kind;
        }
    }

    public bool IsKeyNull => _message->Key is null;

    public bool IsValueNull => _message->Value is null || _message->Error != 0;

    /// <summary>Empty for a null key too.</summary>
    public ReadOnlySpan<byte> Key => new(_message->Key, (int)_message->KeyLength);

    /// <summary>Empty for a null value too, and for an error, whose text librdkafka keeps there.</summary>
    public ReadOnlySpan<byte> Value => IsValueNull ? default : new(_message->Value, (int)_message->ValueLength);

    public MessageHeaders Headers
    {
        get
        {
            if (LibrdkafkaConsumer.MessageHeaders(_message, out var headers) != 0)
            {
                headers = 0;
            }

            return new MessageHeaders(headers);
        }
    }

    /// <summary>Not null if this is no message but what is wrong with the partition.</summary>
    public KafkaError? Error => _message->Error == 0
        ? null
        : KafkaError.Create(_message->Error, Marshal.PtrToStringUTF8(LibrdkafkaConsumer.MessageErrorText(_message)));
}

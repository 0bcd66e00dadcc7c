using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace OrleansConnect.Kafka.Producing;

/// <summary>
/// Messages on their way to a producer, encoded into one buffer. To be filled by one thread and used again after
/// <see cref="Clear"/>. A message is written as <c>Begin, key, EndKey, value, EndValue, Commit</c>, with <c>(header, EndHeader)*</c> before the key or after the value.
/// </summary>
public sealed class MessageBatch : IDisposable
{
    private readonly BatchBuffer _buffer = new();
    private readonly List<HeaderSlot> _headers = [];
    private MessageSlot[] _slots = new MessageSlot[64];
    private Part _part = Part.None;
    private int _messageStart;
    private int _partStart;

    private enum Part
    {
        None,
        Key,
        Value,
        Whole,
    }

    public int Count { get; private set; }

    /// <summary>What the messages take in memory.</summary>
    public long SizeBytes => _buffer.Written;

    /// <summary>Where the part under construction is written.</summary>
    public IBufferWriter<byte> Output => _buffer;

    internal byte[] Bytes => _buffer.Bytes;

    internal ReadOnlySpan<MessageSlot> Messages => _slots.AsSpan(0, Count);

    internal ReadOnlySpan<HeaderSlot> Headers => CollectionsMarshal.AsSpan(_headers);

    /// <summary>Starts a message.</summary>
    /// <param name="topic">Where it goes.</param>
    /// <param name="partition">Null has the partitioner choose.</param>
    /// <param name="timestampMs">Milliseconds since 1970; null is the time of sending.</param>
    /// <param name="sequence">Comes back in the message's delivery report.</param>
    public void Begin(string topic, int? partition, long? timestampMs, long sequence)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        Expect(Part.None);
        if (Count == _slots.Length)
        {
            Array.Resize(ref _slots, 2 * _slots.Length);
        }

        ref var slot = ref _slots[Count];
        slot.Topic = topic;
        slot.Partition = partition ?? MessageSlot.AnyPartition;
        slot.TimestampMs = timestampMs;
        slot.Sequence = sequence;
        slot.HeaderStart = _headers.Count;
        slot.HeaderCount = 0;
        _messageStart = _partStart = _buffer.Written;
        _part = Part.Key;
    }

    public void EndKey(bool isNull)
    {
        Expect(Part.Key);
        ref var slot = ref _slots[Count];
        (slot.KeyStart, slot.KeyLength) = EndPart(isNull);
        _part = Part.Value;
    }

    public void EndValue(bool isNull)
    {
        Expect(Part.Value);
        ref var slot = ref _slots[Count];
        (slot.ValueStart, slot.ValueLength) = EndPart(isNull);
        _part = Part.Whole;
    }

    /// <summary>Makes what was written since the last part a header's value.</summary>
    public void EndHeader(string name, bool isNull)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_part is not Part.Key)
        {
            Expect(Part.Whole);
        }

        if (name.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"Header '{name}' has a zero character in its name, which librdkafka cannot send.", nameof(name));
        }

        var (valueStart, valueLength) = EndPart(isNull);
        var nameStart = _buffer.Written;
        Encoding.UTF8.GetBytes(name, _buffer);
        _buffer.GetSpan(1)[0] = 0;
        _buffer.Advance(1);
        _partStart = _buffer.Written;
        _headers.Add(new HeaderSlot(nameStart, valueStart, valueLength));
        _slots[Count].HeaderCount++;
    }

    /// <summary>Keeps the message.</summary>
    public void Commit()
    {
        Expect(Part.Whole);
        _part = Part.None;
        Count++;
    }

    /// <summary>Takes back everything since <see cref="Begin"/>, at whatever point; does nothing between messages.</summary>
    public void Discard()
    {
        if (_part == Part.None)
        {
            return;
        }

        _buffer.Truncate(_messageStart);
        CollectionsMarshal.SetCount(_headers, _slots[Count].HeaderStart);
        _part = Part.None;
    }

    public void Clear()
    {
        _part = Part.None;
        _buffer.Truncate(0);
        _headers.Clear();
        Count = 0;
    }

    public void Dispose()
    {
        Clear();
        _buffer.Dispose();
    }

    /// <summary>How many messages from here on go to the same partition and need nothing that only single messages can have.</summary>
    internal int PlainRunFrom(int index, int countMax)
    {
        var messages = Messages[index..Math.Min(Count, index + countMax)];
        ref readonly var first = ref messages[0];
        for (var i = 0; i < messages.Length; i++)
        {
            ref readonly var next = ref messages[i];
            if (!next.IsPlain || next.Partition != first.Partition || !string.Equals(next.Topic, first.Topic, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return messages.Length;
    }

    private (int Start, int Length) EndPart(bool isNull)
    {
        if (isNull)
        {
            _buffer.Truncate(_partStart);
            return (_partStart, MessageSlot.NullLength);
        }

        var start = _partStart;
        _partStart = _buffer.Written;
        return (start, _partStart - start);
    }

    private void Expect(Part part)
    {
        if (_part != part)
        {
            ThrowOutOfOrder(part);
        }
    }

    private void ThrowOutOfOrder(Part expected) => throw new InvalidOperationException(
        $"A message batch was called out of order: it is at '{_part}', the call belongs to '{expected}'. Write Begin, EndKey, EndValue, Commit; EndHeader before EndKey or after EndValue.");
}

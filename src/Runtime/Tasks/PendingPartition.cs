using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// The records of one source partition that are on their way, in a ring. Slots from head to published belong to whoever holds the lock of
/// <see cref="PendingRecords"/>, those from published to tail to the runner's loop.
/// </summary>
internal sealed class PendingPartition(int number, SourcePartition? key)
{
    // In place of the bytes of a record that is done: a slot stays small.
    private const int Done = -1;

    private Slot[] _slots = new Slot[16];
    private SourceRecord?[]? _records;
    private long _head;
    private long _published;
    private long _tail;
    private SourceOffset? _offset;
    private long _offsetAt;
    private long _committedAt;

    public int Number => number;

    /// <summary>Null for records that keep no offset.</summary>
    public SourcePartition? Key => key;

    /// <summary>Reserved and not shown to acknowledgements yet.</summary>
    public long Unpublished => _tail - _published;

    public bool IsFull => _tail - _head == _slots.Length;

    /// <summary>Nothing is on its way and nothing is left to commit.</summary>
    public bool IsIdle => _head == _tail && _offsetAt == _committedAt;

    /// <summary>Doubles the ring. Under the lock.</summary>
    public void Grow()
    {
        var slots = new Slot[_slots.Length * 2];
        var records = _records is null ? null : new SourceRecord?[slots.Length];
        for (var index = _head; index < _tail; index++)
        {
            slots[index & (slots.Length - 1)] = _slots[index & (_slots.Length - 1)];
            if (records is not null)
            {
                records[index & (slots.Length - 1)] = _records![index & (_slots.Length - 1)];
            }
        }

        (_slots, _records) = (slots, records);
    }

    /// <summary>Takes the next slot. The record itself is kept only where somebody wants it back.</summary>
    public long Reserve(SourceRecord record, bool keepsRecord)
    {
        Debug.Assert(!IsFull, "The caller grows the ring first.");
        var index = (int)(_tail & (_slots.Length - 1));
        _slots[index] = new() { Offset = record.SourceOffset };
        if (keepsRecord)
        {
            _records ??= new SourceRecord?[_slots.Length];
            _records[index] = record;
        }

        return _tail++;
    }

    /// <summary>The slot reserved last is free again.</summary>
    public void TakeBack()
    {
        _tail--;
        var index = (int)(_tail & (_slots.Length - 1));
        _slots[index] = default;
        if (_records is not null)
        {
            _records[index] = null;
        }
    }

    /// <summary>The slot reserved last goes to Kafka.</summary>
    public void SetSent(int topic, int sizeBytes)
    {
        ref var slot = ref _slots[(_tail - 1) & (_slots.Length - 1)];
        (slot.Topic, slot.Bytes) = (topic, sizeBytes);
    }

    /// <summary>The slot reserved last is done with already.</summary>
    public void SetDone() => _slots[(_tail - 1) & (_slots.Length - 1)].Bytes = Done;

    /// <summary>Shows the reserved slots to acknowledgements; the number of slots that are free at once because their records were skipped. Under the lock.</summary>
    public int Publish()
    {
        _published = _tail;
        return Advance();
    }

    /// <summary>What the slot holds. Under the lock.</summary>
    public (int Topic, int Bytes, SourceRecord? Record) Look(long sequence)
    {
        var index = (int)(sequence & (_slots.Length - 1));
        ref readonly var slot = ref _slots[index];
        return (slot.Topic, slot.Bytes, _records?[index]);
    }

    /// <summary>Kafka has the record; the number of slots that became free, which is none while an older record is outstanding. Under the lock.</summary>
    public int Complete(long sequence)
    {
        var index = (int)(sequence & (_slots.Length - 1));
        Debug.Assert(!_slots[index].IsDone, "A record is acknowledged once.");
        _slots[index].Bytes = Done;
        return index == (int)(_head & (_slots.Length - 1)) ? Advance() : 0;
    }

    /// <summary>The offset of the last record before which all are done, if it was not committed yet, and a mark for <see cref="SetCommitted"/>. Under the lock.</summary>
    public bool TryGetCommittable([NotNullWhen(true)] out SourceOffset? offset, out long mark)
    {
        (offset, mark) = (_offset, _offsetAt);
        return offset is not null && _offsetAt != _committedAt;
    }

    public void SetCommitted(long mark) => _committedAt = mark;

    private int Advance()
    {
        var start = _head;
        while (_head < _published)
        {
            var index = (int)(_head & (_slots.Length - 1));
            ref var slot = ref _slots[index];
            if (!slot.IsDone)
            {
                break;
            }

            _head++;
            if (slot.Offset is { } offset)
            {
                (_offset, _offsetAt) = (offset, _head);
            }

            slot = default;
            if (_records is not null)
            {
                _records[index] = null;
            }
        }

        return (int)(_head - start);
    }

    private struct Slot
    {
        public SourceOffset? Offset;
        public int Bytes;
        public int Topic;

        public readonly bool IsDone => Bytes == Done;
    }
}

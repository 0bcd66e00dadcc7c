using System.Diagnostics.CodeAnalysis;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// The source partitions of a task by key and by number. Only the runner's loop adds, under the lock of <see cref="PendingRecords"/>; it finds without the lock.
/// </summary>
internal sealed class PendingPartitions
{
    // A source that names a partition for each file would keep them all: beyond this many, idle ones make room.
    private const int CountMax = 1024;

    private readonly Dictionary<SourcePartition, PendingPartition> _byKey = [];
    private readonly List<PendingPartition> _byNumber = [];
    private readonly Stack<int> _free = [];
    private int _sweepAt = CountMax;

    public PendingPartitions() => _byNumber.Add(WithoutKey);

    /// <summary>Holds the records that keep no offset.</summary>
    public PendingPartition WithoutKey { get; } = new(0, null);

    public PendingPartition this[int number] => _byNumber[number];

    public bool TryFind(SourcePartition? key, [MaybeNullWhen(false)] out PendingPartition partition)
    {
        partition = WithoutKey;
        return key is null || _byKey.TryGetValue(key, out partition);
    }

    public PendingPartition Add(SourcePartition? key)
    {
        if (key is null)
        {
            return WithoutKey;
        }

        if (_byKey.Count >= _sweepAt)
        {
            Sweep();
        }

        if (!_free.TryPop(out var number))
        {
            number = _byNumber.Count;
            _byNumber.Add(WithoutKey);
        }

        return _byKey[key] = _byNumber[number] = new(number, key);
    }

    public CommittableOffsets TakeCommittable()
    {
        var offsets = new CommittableOffsets();
        foreach (var partition in _byNumber)
        {
            offsets.AddFrom(partition);
        }

        return offsets;
    }

    // Costs as much as was added since the last sweep.
    private void Sweep()
    {
        foreach (var partition in _byKey.Values)
        {
            if (partition.IsIdle && partition.Key is { } key)
            {
                _byKey.Remove(key);
                _byNumber[partition.Number] = WithoutKey;
                _free.Push(partition.Number);
            }
        }

        _sweepAt = Math.Max(CountMax, _byKey.Count * 2);
    }
}

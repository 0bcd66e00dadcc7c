using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Offsets that may be committed, as they were at one moment.</summary>
internal sealed class CommittableOffsets
{
    private readonly List<(PendingPartition Partition, long Mark)> _marks = [];
    private readonly Dictionary<SourcePartition, SourceOffset?> _offsets = [];

    public IReadOnlyDictionary<SourcePartition, SourceOffset?> Offsets => _offsets;

    public void AddFrom(PendingPartition partition)
    {
        if (partition.Key is { } key && partition.TryGetCommittable(out var offset, out var mark))
        {
            _offsets[key] = offset;
            _marks.Add((partition, mark));
        }
    }

    public void MarkCommitted()
    {
        foreach (var (partition, mark) in _marks)
        {
            partition.SetCommitted(mark);
        }
    }
}

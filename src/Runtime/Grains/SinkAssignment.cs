namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// Divides a sink's topic partitions over its tasks: evenly, and sticky, so that a partition changes its task only when it must.
/// </summary>
internal static class SinkAssignment
{
    /// <summary>The partitions of each task, by task number, sorted.</summary>
    public static IReadOnlyList<IReadOnlyList<SinkPartition>> Divide(
        IEnumerable<SinkPartition> partitions, int tasks, IReadOnlyList<IReadOnlyList<SinkPartition>> current)
    {
        var owners = new Dictionary<Key, int>();
        for (var task = 0; task < current.Count; task++)
        {
            foreach (var partition in current[task])
            {
                owners[new(partition)] = task;
            }
        }

        var divided = Placement.BalancedAssignment.Compute(Enumerable.Range(0, tasks), partitions.Select(partition => new Key(partition)), owners);
        var shares = Enumerable.Range(0, tasks).Select(_ => new List<SinkPartition>()).ToArray();
        foreach (var (key, task) in divided.OrderBy(entry => entry.Key))
        {
            shares[task].Add(key.Partition);
        }

        return shares;
    }

    // Orders partitions by topic, then number.
    private readonly record struct Key(SinkPartition Partition) : IComparable<Key>
    {
        public int CompareTo(Key other)
        {
            var byTopic = string.CompareOrdinal(Partition.Topic, other.Partition.Topic);
            return byTopic != 0 ? byTopic : Partition.Partition.CompareTo(other.Partition.Partition);
        }
    }
}

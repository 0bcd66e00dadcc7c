using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// Divides a sink's topic partitions over its tasks: evenly over all topics, and sticky, so that a partition changes its task only when it must. Where
/// <c>partition.assignment.strategy</c> asks for ranges, partitions of the same number of all topics go to the same task instead, as with Kafka's range assignor.
/// </summary>
internal static class SinkAssignment
{
    private const string StrategyKey = "partition.assignment.strategy";

    /// <summary>Whether the connector, or else the worker, asks for ranges.</summary>
    public static bool IsByRange(IReadOnlyDictionary<string, string?> connector, IReadOnlyDictionary<string, string?> worker)
    {
        var strategy = connector.GetValueOrDefault($"consumer.override.{StrategyKey}") ?? worker.GetValueOrDefault($"consumer.{StrategyKey}") ?? "";
        var first = strategy.Split(',')[0].Trim();
        return first.EndsWith("RangeAssignor", StringComparison.Ordinal) || first.Equals("range", StringComparison.OrdinalIgnoreCase);
    }

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

        var divided = BalancedAssignment.Compute(Enumerable.Range(0, tasks), partitions.Select(partition => new Key(partition)), owners);
        return Shares(divided.Select(entry => (entry.Key, entry.Value)), tasks);
    }

    /// <summary>The same, with a range of every topic's partitions for each task.</summary>
    public static IReadOnlyList<IReadOnlyList<SinkPartition>> DivideByRange(IEnumerable<SinkPartition> partitions, int tasks) => tasks == 0
        ? []
        : Shares(
            partitions.GroupBy(partition => partition.Topic).SelectMany(topic =>
            {
                Key[] sorted = [.. topic.Select(partition => new Key(partition)).Order()];
                var (share, withOneMore) = Math.DivRem(sorted.Length, tasks);
                var ofLarger = withOneMore * (share + 1);
                return sorted.Select((key, i) => (key, i < ofLarger ? i / (share + 1) : withOneMore + ((i - ofLarger) / share)));
            }),
            tasks);

    private static List<SinkPartition>[] Shares(IEnumerable<(Key Key, int Task)> divided, int tasks)
    {
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

using OrleansConnect.Grains;
using OrleansConnect.Kafka.Admin;
using KafkaPartition = OrleansConnect.Kafka.TopicPartition;
using TopicPartition = OrleansConnect.Abstractions.Data.TopicPartition;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>The offsets of a sink, in its consumer group.</summary>
internal sealed class SinkOffsets(SinkGroup group, KafkaAdmin admin, Func<CancellationToken, Task<IReadOnlyDictionary<string, int>>> topics, PluginAlteration plugin)
    : IChangeableOffsets
{
    private readonly PartitionLogs _logs = new(admin);

    public ConnectorKind Kind => ConnectorKind.Sink;

    public string Place => group.Name;

    public async Task<IReadOnlyList<ConnectorOffset>> ReadAsync(OffsetsQuery query, CancellationToken cancellationToken)
    {
        var committed = await group.ReadAsync(cancellationToken);
        if (!query.WithLogs)
        {
            return [.. InOrder(committed.Keys).Select(partition => ToOffset(partition, committed[partition]))];
        }

        var counts = await SinkGroup.AskAsync(() => topics(cancellationToken));
        var partitions = counts.SelectMany(topic => Enumerable.Range(0, topic.Value).Select(partition => new KafkaPartition(topic.Key, partition))).Union(committed.Keys).ToList();
        var logs = await SinkGroup.AskAsync(() => _logs.FindAsync(partitions, query.AtTime, cancellationToken));
        return [.. InOrder(partitions).Select(partition =>
            ToOffset(partition, committed.TryGetValue(partition, out var offset) ? offset : null) with { Log = logs.GetValueOrDefault(partition) })];
    }

    public async Task<IPreparedChange> PrepareAsync(IReadOnlyList<ConnectorOffset>? offsets, CancellationToken cancellationToken)
    {
        var parsed = offsets is null ? null : SinkOffsetJson.Parse(offsets);
        var committed = await group.ReadAsync(cancellationToken);
        var stored = plugin.MayStore ? (await plugin.ReadAsync(cancellationToken))?.ToDictionary(offset => new KafkaPartition(offset.Key.Topic, offset.Key.Partition), offset => offset.Value) : null;
        if (parsed is null)
        {
            await RequireChangeableAsync(stored, "reset", ["Delete"], cancellationToken);
            return new Change(plugin, null, committed, stored, token => group.DeleteAsync(token));
        }

        var changes = parsed.ToDictionary(offset => new KafkaPartition(offset.Key.Topic, offset.Key.Partition), offset => offset.Value);
        var set = changes.Where(offset => offset.Value is not null).ToDictionary(offset => offset.Key, offset => offset.Value ?? 0);
        await SinkGroup.AskAsync(async () =>
        {
            await _logs.RequireReachableAsync(set, cancellationToken);
            return true;
        });
        await RequireChangeableAsync(stored, "alter", SinkGroup.Removed(changes, committed).Length > 0 ? ["Read", "Delete"] : ["Read"], cancellationToken);
        return new Change(plugin, changes, committed, stored, token => group.AlterAsync(changes, committed, token));
    }

    public ValueTask DisposeAsync()
    {
        admin.Dispose();
        return ValueTask.CompletedTask;
    }

    // Where the target system is changed first, what Kafka would refuse afterwards is refused before anything is changed.
    private Task RequireChangeableAsync(
        IReadOnlyDictionary<KafkaPartition, long>? stored, string action, IReadOnlyCollection<string> rights, CancellationToken cancellationToken) =>
        stored is null ? Task.CompletedTask : group.RequireChangeableAsync(action, rights, cancellationToken);

    private static IEnumerable<KafkaPartition> InOrder(IEnumerable<KafkaPartition> partitions) =>
        partitions.OrderBy(partition => partition.Topic, StringComparer.Ordinal).ThenBy(partition => partition.Partition);

    private static ConnectorOffset ToOffset(KafkaPartition partition, long? offset) => SinkOffsetJson.Of(new(partition.Topic, partition.Partition), offset);

    private sealed class Change(
        PluginAlteration plugin,
        Dictionary<KafkaPartition, long?>? wanted,
        IReadOnlyDictionary<KafkaPartition, long> committed,
        IReadOnlyDictionary<KafkaPartition, long>? stored,
        Func<CancellationToken, Task> write) : IPreparedChange
    {
        private readonly Dictionary<KafkaPartition, long?> _changes = wanted ?? committed.Keys.Union(stored?.Keys ?? []).ToDictionary(partition => partition, _ => (long?)null);

        // What the target system has counts, where it keeps offsets: the group may lag behind it, and forgets.
        public IReadOnlyList<ConnectorOffset> Before => [.. InOrder(_changes.Keys).Select(partition => ToOffset(partition, Current(partition)))];

        public bool IsDone => _changes.All(change => change.Value == Current(change.Key));

        public bool IsHalfDone { get; private set; }

        public Task<bool> AskPluginAsync(CancellationToken cancellationToken) => plugin.AskAsync(ForPlugin(_changes), cancellationToken);

        // A reset reaches what the target system has and the group has not: Kafka forgets a group's offsets after a while.
        public async Task<bool> StoreBesideDataAsync(Func<Task<long>> takeGeneration, CancellationToken cancellationToken) =>
            IsHalfDone = plugin.MayStore && await plugin.StoreAsync(wanted is null ? null : ForPlugin(wanted), await takeGeneration(), cancellationToken);

        public async Task WriteAsync(CancellationToken cancellationToken)
        {
            await write(cancellationToken);
            IsHalfDone = false;
        }

        private static Dictionary<TopicPartition, long?> ForPlugin(Dictionary<KafkaPartition, long?> offsets) =>
            offsets.ToDictionary(offset => new TopicPartition(offset.Key.Topic, offset.Key.Partition), offset => offset.Value);

        private long? Current(KafkaPartition partition) => (stored ?? committed).TryGetValue(partition, out var offset) ? offset : null;
    }
}

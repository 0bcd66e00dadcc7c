using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Admin;
using OrleansConnect.Runtime.Offsets;

namespace OrleansConnect.Tests.Unit.Runtime.Offsets;

/// <summary>A consumer group in memory that refuses what the test says.</summary>
internal sealed class FakeSinkGroupAdmin : ISinkGroupAdmin
{
    public Dictionary<TopicPartition, long> Offsets { get; } = [];

    /// <summary>The calls that changed something or were to.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>What becomes of a call; to throw is to refuse it. Offsets of <see cref="Taken"/> are changed nonetheless.</summary>
    public Action<string> OnCall { get; set; } = _ => { };

    public HashSet<TopicPartition> Taken { get; } = [];

    public Task<IReadOnlyDictionary<TopicPartition, long>> ListAsync(CancellationToken cancellationToken)
    {
        OnCall("list");
        return Task.FromResult<IReadOnlyDictionary<TopicPartition, long>>(new Dictionary<TopicPartition, long>(Offsets));
    }

    public Task<GroupDescription> DescribeAsync(CancellationToken cancellationToken) => Task.FromResult(new GroupDescription(false, null));

    public Task SetAsync(IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken) =>
        ChangeAsync($"set {Text(offsets)}", offsets.Keys, partition => Offsets[partition] = offsets[partition]);

    public Task RemoveAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken) =>
        ChangeAsync($"remove {string.Join(' ', partitions.Select(partition => partition.Partition).Order())}", partitions, partition => Offsets.Remove(partition));

    public Task<bool> DeleteAsync(CancellationToken cancellationToken)
    {
        OnCall("delete");
        return Task.FromResult(true);
    }

    public static string Text(IReadOnlyDictionary<TopicPartition, long> offsets) =>
        string.Join(' ', offsets.OrderBy(offset => offset.Key.Partition).Select(offset => $"{offset.Key.Partition}={offset.Value}"));

    private Task ChangeAsync(string call, IEnumerable<TopicPartition> partitions, Action<TopicPartition> change)
    {
        Calls.Add(call);
        try
        {
            OnCall(call);
        }
        catch (KafkaClientException)
        {
            Apply(partitions.Where(Taken.Contains), change);
            throw;
        }

        Apply(partitions, change);
        return Task.CompletedTask;
    }

    private static void Apply(IEnumerable<TopicPartition> partitions, Action<TopicPartition> change)
    {
        foreach (var partition in partitions)
        {
            change(partition);
        }
    }
}

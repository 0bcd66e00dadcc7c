using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Tests.Plugins;

/// <summary>
/// Makes a transaction of each partition's part of a batch. As with a database whose connection breaks, it hears of every seventh neither success nor failure; and it fails when there is a
/// file <c>fail-TASK</c> in its folder.
/// </summary>
internal sealed class LedgerSinkTask : SinkTask, IExactlyOnceSinkTask
{
    private const int Unanswered = 7;

    private readonly Dictionary<TopicPartition, long> _stored = [];
    private string _folder = "";
    private string _order = "";
    private long _generation;
    private int _changes;

    public bool StoresOffsets => true;

    public override ValueTask StartAsync(ISinkTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        _folder = settings["folder"];
        _order = Path.Combine(_folder, $"fail-{context.Task}");
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyDictionary<TopicPartition, long>> ClaimAsync(
        IReadOnlyCollection<TopicPartition> partitions, long generation, CancellationToken cancellationToken)
    {
        _generation = generation;
        var stored = new Dictionary<TopicPartition, long>();
        foreach (var partition in partitions)
        {
            if (Ledger.Of(_folder, partition).Change(generation, [], null) is { } next)
            {
                stored[partition] = _stored[partition] = next;
            }
        }

        return ValueTask.FromResult<IReadOnlyDictionary<TopicPartition, long>>(stored);
    }

    public override ValueTask PutAsync(IReadOnlyList<SinkRecord> records, CancellationToken cancellationToken)
    {
        if (File.Exists(_order))
        {
            File.Delete(_order);
            throw new ConnectException("The test wants this task to fail.");
        }

        foreach (var part in records.GroupBy(record => record.OriginalTopicPartition))
        {
            Change(part.Key, part.Select(record => $"{record.Value}"), part.Last().OriginalOffset + 1);
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask FlushAsync(IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken)
    {
        foreach (var (partition, next) in offsets)
        {
            if (_stored.GetValueOrDefault(partition) != next)
            {
                Change(partition, [], next);
            }
        }

        return ValueTask.CompletedTask;
    }

    private void Change(TopicPartition partition, IEnumerable<string> lines, long next)
    {
        Ledger.Of(_folder, partition).Change(_generation, lines, next);
        if (++_changes % Unanswered == 0)
        {
            throw new RetriableException("Nobody knows whether that was stored.");
        }

        _stored[partition] = next;
    }
}

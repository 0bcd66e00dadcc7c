using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>
/// The offsets of a connector that has a topic of its own for them. What is not there is looked for in the worker's store, so that a connector may move; what is committed is written
/// to the worker's store too, so that it may move back. Nothing spans both, so every change is made by writes that no reader of the two sees, and one of the own topic that shows it.
/// </summary>
internal sealed partial class ChainedOffsetStore(ITransactionalOffsetStore own, ISourceOffsetStore workers, ILogger logger) : ITransactionalOffsetStore
{
    public string Topic => own.Topic;

    // The own topic is asked again because the offset may have moved there between the two questions.
    public async ValueTask<SourceOffset?> ReadAsync(string connector, SourcePartition partition, CancellationToken cancellationToken) =>
        await own.ReadAsync(connector, partition, cancellationToken)
        ?? await workers.ReadAsync(connector, partition, cancellationToken)
        ?? await own.ReadAsync(connector, partition, cancellationToken);

    public async ValueTask<IReadOnlyDictionary<SourcePartition, SourceOffset>> ReadAllAsync(string connector, CancellationToken cancellationToken)
    {
        var all = new Dictionary<SourcePartition, SourceOffset>(await workers.ReadAllAsync(connector, cancellationToken));
        foreach (var (partition, offset) in await own.ReadAllAsync(connector, cancellationToken))
        {
            all[partition] = offset;
        }

        return all;
    }

    public async Task WriteAsync(string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        await RemoveFromWorkersAsync(connector, offsets, cancellationToken);
        await own.WriteAsync(connector, offsets, cancellationToken);
        await OnCommittedAsync(connector, offsets, _ => Task.CompletedTask, cancellationToken);
    }

    public async ValueTask<IReadOnlyCollection<SourcePartition>> PartitionsAsync(string connector, CancellationToken cancellationToken) =>
        [.. (await own.PartitionsAsync(connector, cancellationToken)).Union(await workers.PartitionsAsync(connector, cancellationToken))];

    public async Task WriteTogetherAsync(string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        await RemoveFromWorkersAsync(connector, offsets, cancellationToken);
        await own.WriteTogetherAsync(connector, offsets, cancellationToken);
        await OnCommittedAsync(connector, offsets, _ => Task.CompletedTask, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<OffsetRecord>> EncodeAsync(
        string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        await RemoveFromWorkersAsync(connector, offsets, cancellationToken);
        return await own.EncodeAsync(connector, offsets, cancellationToken);
    }

    // The policy for the copy: a failure is logged, the connector's own topic has the offsets.
    public async Task OnCommittedAsync(
        string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, Func<CancellationToken, Task> beforeCopy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        ArgumentNullException.ThrowIfNull(beforeCopy);
        try
        {
            await beforeCopy(cancellationToken);
            await workers.WriteAsync(connector, offsets.Where(entry => entry.Value is not null).ToDictionary(), cancellationToken);
        }
        catch (Exception error)
        {
            LogNotCopied(error, connector, own.Topic);
        }
    }

    // What is removed has to go from the worker's store first: left there alone, it would come back. What is nowhere else is written to the own topic before, which nobody notices: until
    // the own topic changes, and if it never does, the offset is still found. One that cannot be read cannot be kept.
    private async Task RemoveFromWorkersAsync(string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken)
    {
        var removed = offsets.Where(entry => entry.Value is null).Select(entry => entry.Key).ToHashSet();
        if (removed.Count == 0)
        {
            return;
        }

        removed.IntersectWith(await workers.PartitionsAsync(connector, cancellationToken));
        var alone = removed.Except(await own.PartitionsAsync(connector, cancellationToken)).ToList();
        var readable = (await ReadableOffsets.OfAsync(workers, connector, alone, cancellationToken)).Where(entry => entry.Value is not null).ToDictionary();
        if (readable.Count > 0)
        {
            await own.WriteAsync(connector, readable, cancellationToken);
        }

        if (removed.Count > 0)
        {
            await workers.WriteAsync(connector, removed.ToDictionary(partition => partition, _ => (SourceOffset?)null), cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The source offsets of connector {Connector} are in its own topic '{Topic}' and could not be copied to the worker's.")]
    private partial void LogNotCopied(Exception error, string connector, string topic);
}

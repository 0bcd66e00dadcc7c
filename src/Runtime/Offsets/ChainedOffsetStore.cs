using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>
/// The offsets of a connector that has a topic of its own for them. What is not there is looked for in the worker's store, so that a connector may move; what is committed is written
/// to the worker's store too, so that it may move back.
/// </summary>
internal sealed partial class ChainedOffsetStore(ITransactionalOffsetStore own, ISourceOffsetStore workers, ILogger logger) : ITransactionalOffsetStore
{
    public string Topic => own.Topic;

    public async ValueTask<SourceOffset?> ReadAsync(string connector, SourcePartition partition, CancellationToken cancellationToken) =>
        await own.ReadAsync(connector, partition, cancellationToken) ?? await workers.ReadAsync(connector, partition, cancellationToken);

    public async ValueTask<IReadOnlyDictionary<SourcePartition, SourceOffset>> ReadAllAsync(string connector, CancellationToken cancellationToken)
    {
        var all = new Dictionary<SourcePartition, SourceOffset>(await workers.ReadAllAsync(connector, cancellationToken));
        foreach (var (partition, offset) in await own.ReadAllAsync(connector, cancellationToken))
        {
            all[partition] = offset;
        }

        return all;
    }

    // What is removed has to go from the worker's store first: left there alone, it would come back.
    public async Task WriteAsync(string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        await RemoveAsync(connector, offsets, cancellationToken);
        await own.WriteAsync(connector, offsets, cancellationToken);
        await OnCommittedAsync(connector, offsets, cancellationToken);
    }

    public async ValueTask<IReadOnlyCollection<SourcePartition>> PartitionsAsync(string connector, CancellationToken cancellationToken) =>
        [.. (await own.PartitionsAsync(connector, cancellationToken)).Union(await workers.PartitionsAsync(connector, cancellationToken))];

    public async Task WriteTogetherAsync(string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        await RemoveAsync(connector, offsets, cancellationToken);
        await own.WriteTogetherAsync(connector, offsets, cancellationToken);
        await OnCommittedAsync(connector, offsets, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<OffsetRecord>> EncodeAsync(
        string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        await RemoveAsync(connector, offsets, cancellationToken);
        return await own.EncodeAsync(connector, offsets, cancellationToken);
    }

    // The policy for the copy: a failure is logged, the connector's own topic has the offsets.
    public async Task OnCommittedAsync(string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        try
        {
            await workers.WriteAsync(connector, offsets.Where(entry => entry.Value is not null).ToDictionary(), cancellationToken);
        }
        catch (Exception error)
        {
            LogNotCopied(error, connector, own.Topic);
        }
    }

    private Task RemoveAsync(string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken)
    {
        var removed = offsets.Where(entry => entry.Value is null).ToDictionary();
        return removed.Count == 0 ? Task.CompletedTask : workers.WriteAsync(connector, removed, cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "The source offsets of connector {Connector} are in its own topic '{Topic}' and could not be copied to the worker's.")]
    private partial void LogNotCopied(Exception error, string connector, string topic);
}

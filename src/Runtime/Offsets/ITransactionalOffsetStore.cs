using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>An offset store that is a topic, so that offsets can be written in the transaction that carries their records.</summary>
public interface ITransactionalOffsetStore : ISourceOffsetStore
{
    /// <summary>The topic.</summary>
    string Topic { get; }

    /// <summary>The records to write to <see cref="Topic"/>.</summary>
    ValueTask<IReadOnlyList<OffsetRecord>> EncodeAsync(
        string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken);

    /// <summary>To be called when the transaction with these offsets was committed.</summary>
    /// <param name="connector">Whose offsets.</param>
    /// <param name="offsets">The offsets.</param>
    /// <param name="beforeCopy">Awaited before anything is written outside of the transaction, which fences nobody: throws when that is not to be done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task OnCommittedAsync(
        string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, Func<CancellationToken, Task> beforeCopy, CancellationToken cancellationToken);
}

using System.Buffers;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Kafka.Producing;
using OrleansConnect.Runtime.Offsets;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Ends the transactions of a source task: commits its records together with their offsets, or throws them away.</summary>
/// <param name="connector">The connector.</param>
/// <param name="sender">Its producer.</param>
/// <param name="store">Its offsets.</param>
/// <param name="copies">Whether offsets that were committed may be copied; always where nobody says.</param>
internal sealed class SourceTransaction(string connector, ITransactionalSender sender, ITransactionalOffsetStore store, CopyPermit? copies = null) : IDisposable
{
    private readonly MessageBatch _messages = new();

    public bool IsOpen => sender.IsOpen;

    /// <summary>Writes offsets into the transaction, and waits until Kafka has answered for them.</summary>
    public async Task WriteAsync(IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken)
    {
        if (offsets.Count == 0)
        {
            return;
        }

        _messages.Clear();
        foreach (var record in await store.EncodeAsync(connector, offsets, cancellationToken))
        {
            _messages.Begin(store.Topic, null, null, PendingRecords.Untracked);
            _messages.Output.Write(record.Key);
            _messages.EndKey(isNull: false);
            _messages.Output.Write(record.Value ?? []);
            _messages.EndValue(isNull: record.Value is null);
            _messages.Commit();
        }

        await sender.SendAsync(_messages, cancellationToken);
        await sender.FlushAsync(cancellationToken);
    }

    /// <summary>Commits what was written, offsets too.</summary>
    public async Task CommitAsync(IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken)
    {
        await sender.CommitAsync(cancellationToken);
        await store.OnCommittedAsync(connector, offsets, copies is null ? _ => Task.CompletedTask : copies.RequireAsync, cancellationToken);
    }

    public Task AbortAsync(CancellationToken cancellationToken) => sender.AbortAsync(cancellationToken);

    public void Dispose() => _messages.Dispose();
}

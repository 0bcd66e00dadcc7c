using System.Buffers;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Grains;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Producing;
using OrleansConnect.Runtime.Offsets;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Ends the transactions of a source task: commits its records together with their offsets, or throws them away.</summary>
internal sealed class SourceTransaction(TaskId task, TransactionalSender sender, ITransactionalOffsetStore store, TimeSpan timeout) : IDisposable
{
    private readonly MessageBatch _messages = new();

    public bool IsOpen => sender.IsOpen;

    public async Task CommitAsync(IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken)
    {
        try
        {
            await SendOffsetsAsync(offsets, cancellationToken);
            await CommitUntilAnsweredAsync(cancellationToken);
        }
        catch (KafkaClientException cause) when (sender.Age >= timeout)
        {
            throw new ConnectException(
                $"The task {task} was unable to finish writing records to Kafka before its producer transaction expired after {timeout.TotalMilliseconds:0} ms. "
                + "Raise 'producer.override.transaction.timeout.ms' of the connector, lower its 'transaction.boundary.interval.ms', or let it end its transactions more often.",
                cause);
        }
        catch (KafkaClientException cause)
        {
            throw InterruptedTransactionException.Of(task, cause);
        }

        await store.OnCommittedAsync(task.Connector, offsets, cancellationToken);
    }

    public Task AbortAsync(CancellationToken cancellationToken) => sender.IsOpen ? sender.AbortAsync(cancellationToken) : Task.CompletedTask;

    public void Dispose() => _messages.Dispose();

    // The library goes on with a commit that Kafka has not answered in time; it must not be given up while its outcome is unknown.
    private async Task CommitUntilAnsweredAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await sender.CommitAsync(cancellationToken);
                return;
            }
            catch (KafkaClientException error) when (error.Error is { IsRetriable: true, IsFatal: false, IsAbortable: false })
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task SendOffsetsAsync(IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken)
    {
        if (offsets.Count == 0)
        {
            return;
        }

        _messages.Clear();
        foreach (var record in await store.EncodeAsync(task.Connector, offsets, cancellationToken))
        {
            _messages.Begin(store.Topic, null, null, PendingRecords.Untracked);
            _messages.Output.Write(record.Key);
            _messages.EndKey(isNull: false);
            _messages.Output.Write(record.Value ?? []);
            _messages.EndValue(isNull: record.Value is null);
            _messages.Commit();
        }

        await sender.SendAsync(_messages, cancellationToken);
    }
}

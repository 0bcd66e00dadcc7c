using Confluent.Kafka;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>
/// Writes the offsets of several partitions in one transaction: readers see all of them or none. The transaction's id is the connector's own, so that a change by a worker that
/// lost touch with the cluster cannot come after the next one.
/// </summary>
/// <param name="topic">The topic.</param>
/// <param name="build">Makes a producer of that transactional id.</param>
internal sealed class OffsetTransaction(string topic, Func<string, IProducer<byte[], byte[]?>> build)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <exception cref="ConnectException">Nothing was written, unless the message says that nobody knows.</exception>
    public Task WriteAsync(string connector, IReadOnlyList<OffsetRecord> records, CancellationToken cancellationToken)
    {
        var id = $"connect-offsets-{topic}-{connector}";
        return Task.Run(
            () =>
            {
                using var producer = build(id);
                Begin(producer, id);
                Commit(producer, id, records);
            },
            cancellationToken);
    }

    private void Begin(IProducer<byte[], byte[]?> producer, string id)
    {
        try
        {
            producer.InitTransactions(Timeout);
            producer.BeginTransaction();
        }
        catch (KafkaException cause)
        {
            throw NotWritten(id, cause);
        }
    }

    private void Commit(IProducer<byte[], byte[]?> producer, string id, IReadOnlyList<OffsetRecord> records)
    {
        try
        {
            foreach (var record in records)
            {
                producer.Produce(topic, new Message<byte[], byte[]?> { Key = record.Key, Value = record.Value });
            }

            producer.CommitTransaction(Timeout);
        }
        catch (KafkaRetriableException cause)
        {
            throw new RetriableException(
                $"Whether the source offsets were written to topic '{topic}' is not known: Kafka did not end transaction '{id}' in time ({cause.Error.Reason}). Look at them, then try again.", cause);
        }
        catch (KafkaTxnRequiresAbortException cause)
        {
            Abort(producer);
            throw NotWritten(id, cause);
        }
        catch (KafkaException cause)
        {
            throw NotWritten(id, cause);
        }
    }

    // What cannot be aborted now is when the next change begins, or when Kafka's patience is over; why nothing was written is the first error.
    private static void Abort(IProducer<byte[], byte[]?> producer)
    {
        try
        {
            producer.AbortTransaction(Timeout);
        }
        catch (KafkaException)
        {
            // See above.
        }
    }

    private ConnectException NotWritten(string id, KafkaException cause) => new(
        $"The source offsets could not be written to topic '{topic}' in transaction '{id}', nothing was changed: {cause.Error.Reason}. "
        + "Offsets of several partitions at once need transactions: see that the brokers and the principal allow them, or change one partition at a time.",
        cause);
}

using Confluent.Kafka;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>
/// Writes the offsets of several partitions in one transaction: readers see all of them or none. The transaction's id is the connector's own, so that a change by a worker that
/// lost touch with the cluster cannot come after the next one.
/// </summary>
internal sealed class OffsetTransaction(OffsetTopic settings, TopicFacts topic, KafkaClientLog log)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <exception cref="ConnectException">Nothing was written, unless the message says that nobody knows.</exception>
    public Task WriteAsync(string connector, IReadOnlyList<OffsetRecord> records, CancellationToken cancellationToken)
    {
        var id = $"connect-offsets-{topic.Name}-{connector}";
        return Task.Run(
            () =>
            {
                using var producer = settings.BuildProducer(topic, log, id);
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
                producer.Produce(topic.Name, new Message<byte[], byte[]?> { Key = record.Key, Value = record.Value });
            }

            producer.CommitTransaction(Timeout);
        }
        catch (KafkaRetriableException cause)
        {
            throw new RetriableException(
                $"Whether the source offsets were written to topic '{topic.Name}' is not known: Kafka did not end transaction '{id}' in time ({cause.Error.Reason}). Look at them, then try again.", cause);
        }
        catch (KafkaTxnRequiresAbortException cause)
        {
            producer.AbortTransaction(Timeout);
            throw NotWritten(id, cause);
        }
        catch (KafkaException cause)
        {
            throw NotWritten(id, cause);
        }
    }

    private ConnectException NotWritten(string id, KafkaException cause) => new(
        $"The source offsets could not be written to topic '{topic.Name}' in transaction '{id}', nothing was changed: {cause.Error.Reason}. "
        + "Offsets of several partitions at once need transactions: see that the brokers and the principal allow them, or change one partition at a time.",
        cause);
}

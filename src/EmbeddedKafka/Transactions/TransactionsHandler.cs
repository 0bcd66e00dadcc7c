using OrleansConnect.EmbeddedKafka.Server;
using OrleansConnect.EmbeddedKafka.Topics;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Transactions;

/// <summary>What producers ask of the transaction coordinator.</summary>
internal sealed class TransactionsHandler(TransactionCoordinator coordinator, ProducerIds producerIds, TopicRegistry topics, BrokerConfig config)
{
    public InitProducerIdResponse Initialize(RequestContext context, InitProducerIdRequest request)
    {
        if (request.TransactionalId is not { } id)
        {
            return new InitProducerIdResponse { ProducerId = producerIds.Next(), ProducerEpoch = 0 };
        }

        if (id.Length == 0)
        {
            return new InitProducerIdResponse { ErrorCode = ErrorCode.InvalidRequest, ProducerEpoch = -1 };
        }

        if (request.TransactionTimeoutMs <= 0 || request.TransactionTimeoutMs > config.Int("transaction.max.timeout.ms"))
        {
            return new InitProducerIdResponse { ErrorCode = ErrorCode.InvalidTransactionTimeout, ProducerEpoch = -1 };
        }

        var timeout = TimeSpan.FromMilliseconds(request.TransactionTimeoutMs);
        var (error, producerId, epoch) = coordinator.Initialize(id, timeout, request.ProducerId, request.ProducerEpoch);
        return new InitProducerIdResponse { ErrorCode = Known(error, context.Version >= 4), ProducerId = producerId, ProducerEpoch = epoch };
    }

    public AddPartitionsToTxnResponse AddPartitions(RequestContext context, AddPartitionsToTxnRequest request)
    {
        var asked = request.Topics.SelectMany(topic => topic.Partitions.Select(partition => (Topic: topic.Name, Partition: partition))).ToList();
        var unknown = asked.Where(partition => topics.Find(partition.Topic, partition.Partition) is null).ToHashSet();
        var error = unknown.Count > 0
            ? ErrorCode.OperationNotAttempted
            : Known(coordinator.Add(request.TransactionalId, request.ProducerId, request.ProducerEpoch, asked), context.Version >= 2);
        return new AddPartitionsToTxnResponse
        {
            ResultsByTopic = [.. request.Topics.Select(topic => new AddPartitionsToTxnResponse.ResultsByTopicEntry
            {
                Name = topic.Name,
                ResultsByPartition = [.. topic.Partitions.Select(partition => new AddPartitionsToTxnResponse.ResultsByTopicEntry.ResultsByPartitionEntry
                {
                    PartitionIndex = partition,
                    PartitionErrorCode = unknown.Contains((topic.Name, partition)) ? ErrorCode.UnknownTopicOrPartition : error,
                })],
            })],
        };
    }

    public AddOffsetsToTxnResponse AddOffsets(RequestContext context, AddOffsetsToTxnRequest request)
    {
        var error = coordinator.Add(request.TransactionalId, request.ProducerId, request.ProducerEpoch, [(Topic.Offsets, 0)]);
        return new AddOffsetsToTxnResponse { ErrorCode = Known(error, context.Version >= 2) };
    }

    public EndTxnResponse End(RequestContext context, EndTxnRequest request)
    {
        var error = coordinator.End(request.TransactionalId, request.ProducerId, request.ProducerEpoch, request.Committed);
        return new EndTxnResponse { ErrorCode = Known(error, context.Version >= 2) };
    }

    /// <summary>Older clients know a fenced producer under another error.</summary>
    private static ErrorCode Known(ErrorCode error, bool knowsFencing) =>
        error == ErrorCode.ProducerFenced && !knowsFencing ? ErrorCode.InvalidProducerEpoch : error;
}

using Microsoft.Extensions.Logging;
using OrleansConnect.EmbeddedKafka.Server;
using OrleansConnect.EmbeddedKafka.Topics;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Transactions;

/// <summary>What producers ask of the transaction coordinator.</summary>
internal sealed partial class TransactionsHandler(
    TransactionCoordinator coordinator, ProducerIds producerIds, TopicRegistry topics, BrokerConfig config, ILogger<TransactionsHandler> logger)
{
    public InitProducerIdResponse Initialize(RequestContext context, InitProducerIdRequest request)
    {
        if (request.TransactionalId is not { } id)
        {
            var (failure, fresh) = OnDisk("", () => (ErrorCode.None, producerIds.Next()));
            return new InitProducerIdResponse { ErrorCode = failure, ProducerId = fresh, ProducerEpoch = 0 };
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
        var epoch = TransactionState.NoEpoch;
        var (error, producerId) = OnDisk(id, () =>
        {
            (var refused, var given, epoch) = coordinator.Initialize(id, timeout, request.ProducerId, request.ProducerEpoch);
            return (refused, given);
        });
        return new InitProducerIdResponse { ErrorCode = Known(error, context.Version >= 4), ProducerId = producerId, ProducerEpoch = epoch };
    }

    public AddPartitionsToTxnResponse AddPartitions(RequestContext context, AddPartitionsToTxnRequest request)
    {
        var asked = request.Topics.SelectMany(topic => topic.Partitions.Select(partition => (Topic: topic.Name, Partition: partition))).ToList();
        var unknown = asked.Where(partition => topics.Find(partition.Topic, partition.Partition) is null).ToHashSet();
        var error = unknown.Count > 0
            ? ErrorCode.OperationNotAttempted
            : Known(OnDisk(request.TransactionalId, () => coordinator.Add(request.TransactionalId, request.ProducerId, request.ProducerEpoch, asked)), context.Version >= 2);
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
        var error = OnDisk(request.TransactionalId, () => coordinator.Add(request.TransactionalId, request.ProducerId, request.ProducerEpoch, [(Topic.Offsets, 0)]));
        return new AddOffsetsToTxnResponse { ErrorCode = Known(error, context.Version >= 2) };
    }

    public EndTxnResponse End(RequestContext context, EndTxnRequest request)
    {
        var error = OnDisk(request.TransactionalId, () => coordinator.End(request.TransactionalId, request.ProducerId, request.ProducerEpoch, request.Committed));
        return new EndTxnResponse { ErrorCode = Known(error, context.Version >= 2) };
    }

    private ErrorCode OnDisk(string transactionalId, Func<ErrorCode> step) => OnDisk(transactionalId, () => (step(), 0L)).Error;

    /// <summary>A step that the disk does not take is answered with an error that clients retry.</summary>
    private (ErrorCode Error, long ProducerId) OnDisk(string transactionalId, Func<(ErrorCode, long)> step)
    {
        try
        {
            return step();
        }
        catch (IOException exception)
        {
            LogNotStored(exception, transactionalId);
            return (ErrorCode.CoordinatorNotAvailable, -1);
        }
    }

    /// <summary>Older clients know a fenced producer under another error.</summary>
    private static ErrorCode Known(ErrorCode error, bool knowsFencing) =>
        error == ErrorCode.ProducerFenced && !knowsFencing ? ErrorCode.InvalidProducerEpoch : error;

    [LoggerMessage(LogLevel.Error, "A step of transactional id '{TransactionalId}' could not be written and was refused. Free space on the disk of the data directory.")]
    private partial void LogNotStored(Exception exception, string transactionalId);
}

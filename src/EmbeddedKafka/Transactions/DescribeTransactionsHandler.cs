using System.Text.RegularExpressions;
using OrleansConnect.EmbeddedKafka.Log;
using OrleansConnect.EmbeddedKafka.Server;
using OrleansConnect.EmbeddedKafka.Topics;
using OrleansConnect.EmbeddedKafka.Wire;
using ProducerAnswer = OrleansConnect.EmbeddedKafka.Wire.DescribeProducersResponse.TopicEntry.PartitionEntry.ActiveProducerEntry;

namespace OrleansConnect.EmbeddedKafka.Transactions;

/// <summary>Shows transactions and producers to operators.</summary>
internal sealed class DescribeTransactionsHandler(TransactionCoordinator coordinator, TopicRegistry topics, TimeProvider time)
{
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromMilliseconds(100);

    public DescribeTransactionsResponse Describe(RequestContext context, DescribeTransactionsRequest request) =>
        new() { TransactionStates = [.. request.TransactionalIds.Select(Describe)] };

    public ListTransactionsResponse List(RequestContext context, ListTransactionsRequest request)
    {
        var response = new ListTransactionsResponse { UnknownStateFilters = [.. request.StateFilters.Where(name => !Enum.IsDefined(typeof(TransactionStatus), name))] };
        var found = coordinator.All.Where(transaction => Matches(transaction, request));
        if (request.TransactionalIdPattern is { Length: > 0 } pattern)
        {
            try
            {
                var regex = new Regex($"^(?:{pattern})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, PatternTimeout);
                found = found.Where(transaction => regex.IsMatch(transaction.TransactionalId));
            }
            catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
            {
                response.ErrorCode = ErrorCode.InvalidRegularExpression;
                return response;
            }
        }

        response.TransactionStates = [.. found.Select(transaction => new ListTransactionsResponse.TransactionStateEntry
        {
            TransactionalId = transaction.TransactionalId,
            ProducerId = transaction.ProducerId,
            TransactionState = transaction.Status.ToString(),
        })];
        return response;
    }

    public DescribeProducersResponse DescribeProducers(RequestContext context, DescribeProducersRequest request) => new()
    {
        Topics = [.. request.Topics.Select(topic => new DescribeProducersResponse.TopicEntry
        {
            Name = topic.Name,
            Partitions = [.. topic.PartitionIndexes.Select(partition => DescribeProducers(topics.Find(topic.Name, partition), partition))],
        })],
    };

    private static DescribeProducersResponse.TopicEntry.PartitionEntry DescribeProducers(PartitionLog? log, int partition) => new()
    {
        PartitionIndex = partition,
        ErrorCode = log is null ? ErrorCode.UnknownTopicOrPartition : ErrorCode.None,
        ActiveProducers = [.. (log?.Producers() ?? []).Select(producer => new ProducerAnswer
        {
            ProducerId = producer.ProducerId,
            ProducerEpoch = producer.Epoch,
            LastSequence = producer.Batches.Count > 0 ? producer.Batches[^1].LastSequence : -1,
            LastTimestamp = producer.LastTimestampMs,
            CoordinatorEpoch = producer.CoordinatorEpoch,
            CurrentTxnStartOffset = producer.TransactionFirstOffset,
        })],
    };

    private DescribeTransactionsResponse.TransactionStateEntry Describe(string id)
    {
        if (coordinator.Find(id) is not { } transaction)
        {
            return new() { TransactionalId = id, ErrorCode = ErrorCode.TransactionalIdNotFound };
        }

        return new()
        {
            TransactionalId = id,
            TransactionState = transaction.Status.ToString(),
            TransactionTimeoutMs = (int)transaction.Timeout.TotalMilliseconds,
            TransactionStartTimeMs = transaction.StartedMs,
            ProducerId = transaction.ProducerId,
            ProducerEpoch = transaction.Epoch,
            Topics = [.. transaction.Partitions.GroupBy(partition => partition.Topic).Select(topic => new DescribeTransactionsResponse.TransactionStateEntry.TopicEntry
            {
                Topic = topic.Key,
                Partitions = [.. topic.Select(partition => partition.Partition)],
            })],
        };
    }

    private bool Matches(TransactionState transaction, ListTransactionsRequest request)
    {
        var isState = request.StateFilters.Count == 0 || request.StateFilters.Contains(transaction.Status.ToString());
        var isProducer = request.ProducerIdFilters.Count == 0 || request.ProducerIdFilters.Contains(transaction.ProducerId);
        var isLong = request.DurationFilter < 0 ||
            (transaction.StartedMs >= 0 && time.GetUtcNow().ToUnixTimeMilliseconds() - transaction.StartedMs > request.DurationFilter);
        return isState && isProducer && isLong;
    }
}

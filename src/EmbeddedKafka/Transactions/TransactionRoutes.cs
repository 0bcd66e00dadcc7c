using Microsoft.Extensions.Logging;
using OrleansConnect.EmbeddedKafka.Server;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Transactions;

/// <summary>The apis of transactions and idempotent producers.</summary>
internal static class TransactionRoutes
{
    public static void Map(Router router, BrokerParts parts)
    {
        var transactions = new TransactionsHandler(parts.Transactions, parts.ProducerIds, parts.Topics, parts.Config, parts.Loggers.CreateLogger<TransactionsHandler>());
        router.Map<InitProducerIdRequest, InitProducerIdResponse>(transactions.Initialize);
        router.Map<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>(transactions.AddPartitions);
        router.Map<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse>(transactions.AddOffsets);
        router.Map<EndTxnRequest, EndTxnResponse>(transactions.End);
        MapDescriptions(router, new DescribeTransactionsHandler(parts.Transactions, parts.Topics, parts.Time));
    }

    private static void MapDescriptions(Router router, DescribeTransactionsHandler descriptions)
    {
        router.Map<DescribeTransactionsRequest, DescribeTransactionsResponse>(descriptions.Describe);
        router.Map<ListTransactionsRequest, ListTransactionsResponse>(descriptions.List);
        router.Map<DescribeProducersRequest, DescribeProducersResponse>(descriptions.DescribeProducers);
    }
}

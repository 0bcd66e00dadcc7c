using Microsoft.Extensions.Logging;
using OrleansConnect.EmbeddedKafka.Server;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Data;

/// <summary>The apis that move records.</summary>
internal static class DataRoutes
{
    public static void Map(Router router, BrokerParts parts)
    {
        var produce = new ProduceHandler(parts.Topics, parts.Transactions, parts.Time, parts.Loggers.CreateLogger<ProduceHandler>());
        router.MapAsync<ProduceRequest, ProduceResponse>(produce.HandleAsync);
        var sessions = new FetchSessions(parts.Config.Int("max.incremental.fetch.session.cache.slots"), parts.Time);
        router.MapAsync<FetchRequest, FetchResponse>(new FetchHandler(parts.Topics, sessions, parts.Time).HandleAsync);
        MapOffsets(router, new OffsetsHandler(parts.Topics));
    }

    private static void MapOffsets(Router router, OffsetsHandler offsets)
    {
        router.Map<ListOffsetsRequest, ListOffsetsResponse>(offsets.List);
        router.Map<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>(offsets.EndOfEpoch);
        router.Map<DeleteRecordsRequest, DeleteRecordsResponse>(offsets.Delete);
    }
}

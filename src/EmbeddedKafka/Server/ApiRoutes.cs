using OrleansConnect.EmbeddedKafka.Data;
using OrleansConnect.EmbeddedKafka.Groups;
using OrleansConnect.EmbeddedKafka.Topics;
using OrleansConnect.EmbeddedKafka.Transactions;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Server;

/// <summary>Which part of the broker answers which api: the map of this project.</summary>
internal static class ApiRoutes
{
    public static Router Build(BrokerParts parts)
    {
        var router = new Router();
        router.Map<ApiVersionsRequest, ApiVersionsResponse>(new ApiVersionsHandler(router).Handle);
        DataRoutes.Map(router, parts);
        TopicRoutes.Map(router, parts);
        GroupRoutes.Map(router, parts);
        TransactionRoutes.Map(router, parts);
        return router;
    }
}

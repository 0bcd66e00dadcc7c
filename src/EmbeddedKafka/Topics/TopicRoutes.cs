using OrleansConnect.EmbeddedKafka.Server;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Topics;

/// <summary>The apis about topics, configurations and the cluster.</summary>
internal static class TopicRoutes
{
    public static void Map(Router router, BrokerParts parts)
    {
        MapMetadata(router, new MetadataHandler(parts.Topics, parts.Config, parts.Cluster));
        MapTopics(router, new TopicsHandler(parts.Topics, parts.Config, parts.Cluster));
        router.Map<DescribeConfigsRequest, DescribeConfigsResponse>(new DescribeConfigsHandler(parts.Topics, parts.Config, parts.Cluster).Handle);
        MapConfigs(router, new AlterConfigsHandler(parts.Topics, parts.Config, parts.Cluster));
    }

    private static void MapMetadata(Router router, MetadataHandler metadata)
    {
        router.Map<MetadataRequest, MetadataResponse>(metadata.Handle);
        router.Map<DescribeClusterRequest, DescribeClusterResponse>(metadata.DescribeCluster);
        router.Map<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse>(metadata.DescribePartitions);
    }

    private static void MapTopics(Router router, TopicsHandler topics)
    {
        router.Map<CreateTopicsRequest, CreateTopicsResponse>(topics.Create);
        router.Map<DeleteTopicsRequest, DeleteTopicsResponse>(topics.Delete);
        router.Map<CreatePartitionsRequest, CreatePartitionsResponse>(topics.AddPartitions);
    }

    private static void MapConfigs(Router router, AlterConfigsHandler configs)
    {
        router.Map<AlterConfigsRequest, AlterConfigsResponse>(configs.Alter);
        router.Map<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(configs.AlterIncrementally);
    }
}

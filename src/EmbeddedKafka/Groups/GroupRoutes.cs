using Microsoft.Extensions.Logging;
using OrleansConnect.EmbeddedKafka.Server;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Groups;

/// <summary>The apis of consumer groups and their offsets.</summary>
internal static class GroupRoutes
{
    public static void Map(Router router, BrokerParts parts)
    {
        MapMembership(router, new MembershipHandler(parts.Groups));
        MapCommits(router, new OffsetCommitHandler(parts.Groups, parts.Topics, parts.Transactions, parts.Loggers.CreateLogger<OffsetCommitHandler>()));
        MapOffsets(router, new OffsetFetchHandler(parts.Groups));
        MapDescriptions(router, new DescribeGroupsHandler(parts.Groups, parts.Cluster));
    }

    private static void MapMembership(Router router, MembershipHandler membership)
    {
        router.MapAsync<JoinGroupRequest, JoinGroupResponse>(membership.JoinAsync);
        router.MapAsync<SyncGroupRequest, SyncGroupResponse>(membership.SyncAsync);
        router.Map<HeartbeatRequest, HeartbeatResponse>(membership.Heartbeat);
        router.Map<LeaveGroupRequest, LeaveGroupResponse>(membership.Leave);
    }

    private static void MapCommits(Router router, OffsetCommitHandler commits)
    {
        router.Map<OffsetCommitRequest, OffsetCommitResponse>(commits.Commit);
        router.Map<TxnOffsetCommitRequest, TxnOffsetCommitResponse>(commits.CommitInTransaction);
    }

    private static void MapOffsets(Router router, OffsetFetchHandler offsets)
    {
        router.Map<OffsetFetchRequest, OffsetFetchResponse>(offsets.Fetch);
        router.Map<OffsetDeleteRequest, OffsetDeleteResponse>(offsets.Delete);
    }

    private static void MapDescriptions(Router router, DescribeGroupsHandler groups)
    {
        router.Map<FindCoordinatorRequest, FindCoordinatorResponse>(groups.FindCoordinator);
        router.Map<DescribeGroupsRequest, DescribeGroupsResponse>(groups.Describe);
        router.Map<ListGroupsRequest, ListGroupsResponse>(groups.List);
        router.Map<DeleteGroupsRequest, DeleteGroupsResponse>(groups.Delete);
    }
}

using OrleansConnect.EmbeddedKafka.Server;
using OrleansConnect.EmbeddedKafka.Topics;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Groups;

/// <summary>Shows groups to operators, deletes them, and tells clients who coordinates them.</summary>
internal sealed class DescribeGroupsHandler(GroupCoordinator groups, ClusterInfo cluster)
{
    private const sbyte TransactionKey = 1;

    public FindCoordinatorResponse FindCoordinator(RequestContext context, FindCoordinatorRequest request)
    {
        var isKnown = request.KeyType is >= 0 and <= TransactionKey;
        var response = new FindCoordinatorResponse
        {
            ErrorCode = isKnown ? ErrorCode.None : ErrorCode.InvalidRequest,
            NodeId = cluster.NodeId,
            Host = cluster.Host,
            Port = cluster.Port,
        };
        response.Coordinators.AddRange(request.CoordinatorKeys.Select(key => new FindCoordinatorResponse.CoordinatorEntry
        {
            Key = key,
            NodeId = cluster.NodeId,
            Host = cluster.Host,
            Port = cluster.Port,
            ErrorCode = isKnown ? ErrorCode.None : ErrorCode.InvalidRequest,
        }));
        return response;
    }

    public DescribeGroupsResponse Describe(RequestContext context, DescribeGroupsRequest request) => new()
    {
        Groups = [.. request.Groups.Select(id => groups.With(id, Describe, () => new DescribeGroupsResponse.GroupEntry
        {
            GroupId = id,
            GroupState = "Dead",
            ErrorCode = context.Version >= 6 ? ErrorCode.GroupIdNotFound : ErrorCode.None,
            ErrorMessage = context.Version >= 6 ? $"Group {id} not found." : null,
        }))],
    };

    public ListGroupsResponse List(RequestContext context, ListGroupsRequest request) => new()
    {
        Groups = [.. groups.All
            .Where(group => request.StatesFilter.Count == 0 || request.StatesFilter.Contains(group.State.ToString(), StringComparer.OrdinalIgnoreCase))
            .Where(_ => request.TypesFilter.Count == 0 || request.TypesFilter.Contains("classic", StringComparer.OrdinalIgnoreCase))
            .Select(group => new ListGroupsResponse.GroupEntry
            {
                GroupId = group.GroupId,
                ProtocolType = group.ProtocolType ?? "",
                GroupState = group.State.ToString(),
                GroupType = "classic",
            })],
    };

    public DeleteGroupsResponse Delete(RequestContext context, DeleteGroupsRequest request) => new()
    {
        Results = [.. request.GroupsNames.Select(id => new DeleteGroupsResponse.ResultEntry
        {
            GroupId = id,
            ErrorCode = groups.With(id, Delete, () => ErrorCode.GroupIdNotFound),
        })],
    };

    private ErrorCode Delete(Group group)
    {
        if (group.State != GroupState.Empty)
        {
            return ErrorCode.NonEmptyGroup;
        }

        groups.Forget(group);
        return ErrorCode.None;
    }

    private static DescribeGroupsResponse.GroupEntry Describe(Group group) => new()
    {
        GroupId = group.GroupId,
        GroupState = group.State.ToString(),
        ProtocolType = group.ProtocolType ?? "",
        ProtocolData = group.State == GroupState.Stable ? group.Protocol ?? "" : "",
        Members = [.. group.Members.Values.Select(member => new DescribeGroupsResponse.GroupEntry.MemberEntry
        {
            MemberId = member.MemberId,
            GroupInstanceId = member.InstanceId,
            ClientId = member.ClientId,
            ClientHost = "/" + member.ClientHost,
            MemberMetadata = group.State == GroupState.Stable ? member.Metadata(group.Protocol) : [],
            MemberAssignment = group.State == GroupState.Stable ? member.Assignment : [],
        })],
    };
}

using OrleansConnect.EmbeddedKafka.Server;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Groups;

/// <summary>Members join, take their share, stay alive and leave.</summary>
internal sealed class MembershipHandler(GroupCoordinator groups)
{
    public async ValueTask<JoinGroupResponse?> JoinAsync(RequestContext context, JoinGroupRequest request)
    {
        if (Complaint(request) is var error and not ErrorCode.None)
        {
            return Refused(request, error);
        }

        var joined = request.MemberId.Length == 0
            ? groups.WithNew(request.GroupId, group => JoinNew(group, context, request))
            : groups.With(request.GroupId, group => JoinAgain(group, context, request), () => Task.FromResult(Refused(request, ErrorCode.UnknownMemberId)));
        return await joined.WaitAsync(context.Stopping);
    }

    public async ValueTask<SyncGroupResponse?> SyncAsync(RequestContext context, SyncGroupRequest request) =>
        await groups.With(request.GroupId, group => Sync(group, request), () => Task.FromResult(new SyncGroupResponse { ErrorCode = ErrorCode.UnknownMemberId }))
            .WaitAsync(context.Stopping);

    public HeartbeatResponse Heartbeat(RequestContext context, HeartbeatRequest request) => new()
    {
        ErrorCode = groups.With(request.GroupId, group => Heartbeat(group, request), () => ErrorCode.UnknownMemberId),
    };

    public LeaveGroupResponse Leave(RequestContext context, LeaveGroupRequest request)
    {
        var leaving = context.Version >= 3 ? request.Members : [new() { MemberId = request.MemberId }];
        var answers = groups.With(
            request.GroupId,
            group => leaving.Select(member => Leave(group, member)).ToList(),
            () => [.. leaving.Select(member => Left(member, ErrorCode.UnknownMemberId))]);
        return context.Version >= 3 ? new LeaveGroupResponse { Members = answers } : new LeaveGroupResponse { ErrorCode = answers[0].ErrorCode };
    }

    /// <summary>What is wrong with a member's word that it belongs to the current generation.</summary>
    public static ErrorCode Check(Group group, string memberId, string? instanceId, int generation)
    {
        if (group.Static(instanceId) is { } holder && holder.MemberId != memberId)
        {
            return ErrorCode.FencedInstanceId;
        }

        return !group.Members.ContainsKey(memberId) ? ErrorCode.UnknownMemberId
            : generation != group.Generation ? ErrorCode.IllegalGeneration
            : ErrorCode.None;
    }

    private ErrorCode Complaint(JoinGroupRequest request)
    {
        var isInRange = request.SessionTimeoutMs >= groups.Config.Int("group.min.session.timeout.ms") &&
            request.SessionTimeoutMs <= groups.Config.Int("group.max.session.timeout.ms");
        return request.GroupId.Length == 0 ? ErrorCode.InvalidGroupId : isInRange ? ErrorCode.None : ErrorCode.InvalidSessionTimeout;
    }

    private Task<JoinGroupResponse> JoinNew(Group group, RequestContext context, JoinGroupRequest request)
    {
        var holder = group.Static(request.GroupInstanceId);
        if (!group.Supports(request.ProtocolType, request.Protocols, holder?.MemberId))
        {
            return Task.FromResult(Refused(request, ErrorCode.InconsistentGroupProtocol));
        }

        if (holder is null && group.Members.Count >= groups.Config.Int("group.max.size"))
        {
            return Task.FromResult(Refused(request, ErrorCode.GroupMaxSizeReached));
        }

        var memberId = $"{request.GroupInstanceId ?? context.ClientId}-{Guid.NewGuid()}";
        if (request.GroupInstanceId is null && context.Version >= 4)
        {
            group.Expect(memberId, groups.Now + TimeSpan.FromMilliseconds(request.SessionTimeoutMs));
            return Task.FromResult(new JoinGroupResponse { ErrorCode = ErrorCode.MemberIdRequired, MemberId = memberId });
        }

        var member = new GroupMember(memberId, request.GroupInstanceId, context.ClientId, context.ClientHost);
        return holder is null ? Add(group, member, request) : Return(group, holder, member, context, request);
    }

    private Task<JoinGroupResponse> JoinAgain(Group group, RequestContext context, JoinGroupRequest request)
    {
        if (group.Static(request.GroupInstanceId) is { } holder && holder.MemberId != request.MemberId)
        {
            return Task.FromResult(Refused(request, ErrorCode.FencedInstanceId));
        }

        if (!group.Supports(request.ProtocolType, request.Protocols, request.MemberId))
        {
            return Task.FromResult(Refused(request, ErrorCode.InconsistentGroupProtocol));
        }

        if (group.IsExpected(request.MemberId))
        {
            return Add(group, new GroupMember(request.MemberId, request.GroupInstanceId, context.ClientId, context.ClientHost), request);
        }

        if (!group.Members.TryGetValue(request.MemberId, out var member))
        {
            return Task.FromResult(Refused(request, ErrorCode.UnknownMemberId));
        }

        var isChanged = !member.HasSameProtocols(request.Protocols);
        var needsRebalance = isChanged || (group.State == GroupState.Stable && group.LeaderId == member.MemberId);
        if (group.State is GroupState.CompletingRebalance or GroupState.Stable && !needsRebalance)
        {
            member.LastSeen = groups.Now;
            return Task.FromResult(group.Joined(member));
        }

        return Wait(group, member, request);
    }

    private Task<JoinGroupResponse> Add(Group group, GroupMember member, JoinGroupRequest request)
    {
        group.Add(member, request.ProtocolType);
        return Wait(group, member, request);
    }

    /// <summary>A static member that returns to a settled group disturbs nobody, as long as it wants what it wanted before.</summary>
    private Task<JoinGroupResponse> Return(Group group, GroupMember old, GroupMember member, RequestContext context, JoinGroupRequest request)
    {
        var isSame = old.HasSameProtocols(request.Protocols);
        var (leaderBefore, wasLeader) = (group.LeaderId, group.LeaderId == old.MemberId);
        group.Replace(old, member);
        if (group.State != GroupState.Stable || !isSame)
        {
            return Wait(group, member, request);
        }

        Update(member, request);
        groups.Store.Save(group);
        var answer = group.Joined(member, skipsAssignment: wasLeader && context.Version >= 9);
        if (wasLeader && context.Version < 9)
        {
            // Under its old id the member does not take itself for the leader, and keeps its assignment.
            (answer.Leader, answer.Members) = (leaderBefore ?? "", []);
        }

        return Task.FromResult(answer);
    }

    private Task<JoinGroupResponse> Wait(Group group, GroupMember member, JoinGroupRequest request)
    {
        Update(member, request);
        member.AnswerJoin(new JoinGroupResponse { ErrorCode = ErrorCode.RebalanceInProgress, MemberId = member.MemberId });
        var waiting = new TaskCompletionSource<JoinGroupResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        member.Joining = waiting;
        if (group.State == GroupState.PreparingRebalance)
        {
            group.CompleteJoinWhenAllAreHere(groups.Now);
        }
        else
        {
            group.Rebalance(groups.Now, groups.Config.Milliseconds("group.initial.rebalance.delay.ms"));
        }

        return waiting.Task;
    }

    private void Update(GroupMember member, JoinGroupRequest request)
    {
        member.SessionTimeout = TimeSpan.FromMilliseconds(request.SessionTimeoutMs);
        member.RebalanceTimeout = TimeSpan.FromMilliseconds(request.RebalanceTimeoutMs < 0 ? request.SessionTimeoutMs : request.RebalanceTimeoutMs);
        member.Protocols = request.Protocols;
        member.LastSeen = groups.Now;
    }

    private Task<SyncGroupResponse> Sync(Group group, SyncGroupRequest request)
    {
        var error = Check(group, request.MemberId, request.GroupInstanceId, request.GenerationId);
        if (error == ErrorCode.None && ((request.ProtocolType ?? group.ProtocolType) != group.ProtocolType || (request.ProtocolName ?? group.Protocol) != group.Protocol))
        {
            error = ErrorCode.InconsistentGroupProtocol;
        }

        if (error == ErrorCode.None && group.State == GroupState.PreparingRebalance)
        {
            error = ErrorCode.RebalanceInProgress;
        }

        if (error != ErrorCode.None)
        {
            return Task.FromResult(new SyncGroupResponse { ErrorCode = error });
        }

        var member = group.Members[request.MemberId];
        member.LastSeen = groups.Now;
        if (group.State == GroupState.Stable)
        {
            return Task.FromResult(group.Share(member));
        }

        var waiting = new TaskCompletionSource<SyncGroupResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        member.AnswerSync(new SyncGroupResponse { ErrorCode = ErrorCode.RebalanceInProgress });
        member.Syncing = waiting;
        if (group.LeaderId == member.MemberId)
        {
            group.Assign(request.Assignments.DistinctBy(share => share.MemberId).ToDictionary(share => share.MemberId, share => share.Assignment, StringComparer.Ordinal), groups.Now);
        }

        return waiting.Task;
    }

    private ErrorCode Heartbeat(Group group, HeartbeatRequest request)
    {
        var error = Check(group, request.MemberId, request.GroupInstanceId, request.GenerationId);
        if (error != ErrorCode.None)
        {
            return error;
        }

        group.Members[request.MemberId].LastSeen = groups.Now;
        return group.State == GroupState.PreparingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
    }

    private LeaveGroupResponse.MemberEntry Leave(Group group, LeaveGroupRequest.MemberEntry leaving)
    {
        var member = leaving.GroupInstanceId is null ? group.Members.GetValueOrDefault(leaving.MemberId) : group.Static(leaving.GroupInstanceId);
        if (member is null)
        {
            return Left(leaving, ErrorCode.UnknownMemberId);
        }

        if (leaving.MemberId.Length > 0 && leaving.MemberId != member.MemberId)
        {
            return Left(leaving, ErrorCode.FencedInstanceId);
        }

        group.Remove(member, ErrorCode.UnknownMemberId, groups.Now);
        return Left(leaving, ErrorCode.None);
    }

    private static LeaveGroupResponse.MemberEntry Left(LeaveGroupRequest.MemberEntry member, ErrorCode error) =>
        new() { MemberId = member.MemberId, GroupInstanceId = member.GroupInstanceId, ErrorCode = error };

    private static JoinGroupResponse Refused(JoinGroupRequest request, ErrorCode error) => new() { ErrorCode = error, MemberId = request.MemberId };
}

using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Groups;

/// <summary>A group's members and their rebalances. Whoever calls holds <see cref="Gate"/>.</summary>
internal sealed class Group(string groupId, Action<Group> save)
{
    private readonly Dictionary<string, DateTimeOffset> _expected = new(StringComparer.Ordinal);
    private DateTimeOffset _deadline;

    public Lock Gate { get; } = new();

    public string GroupId => groupId;

    public GroupState State { get; private set; } = GroupState.Empty;

    public Dictionary<string, GroupMember> Members { get; } = new(StringComparer.Ordinal);

    public GroupOffsets Offsets { get; } = new();

    public int Generation { get; private set; }

    public string? ProtocolType { get; private set; }

    public string? Protocol { get; private set; }

    public string? LeaderId { get; private set; }

    /// <summary>When the group took its state; it says how long a group has been empty.</summary>
    public DateTimeOffset StateSince { get; private set; }

    /// <summary>Set when the group was forgotten; whoever waited for the gate looks for it anew.</summary>
    public bool IsDead { get; set; }

    public GroupMember? Static(string? instanceId) =>
        instanceId is null ? null : Members.Values.FirstOrDefault(member => member.InstanceId == instanceId);

    /// <summary>Notes that a member was given an id and will join with it soon.</summary>
    public void Expect(string memberId, DateTimeOffset until) => _expected[memberId] = until;

    public bool IsExpected(string memberId) => _expected.ContainsKey(memberId);

    public bool Supports(string protocolType, IReadOnlyList<JoinGroupRequest.ProtocolEntry> protocols, string? except) =>
        protocols.Count > 0 && protocolType.Length > 0 &&
        Members.Values.Where(member => member.MemberId != except).ToList() is var others &&
        (others.Count == 0 || (protocolType == ProtocolType && protocols.Any(protocol => others.All(member => member.Protocols.Any(own => own.Name == protocol.Name)))));

    public void Add(GroupMember member, string protocolType)
    {
        _expected.Remove(member.MemberId);
        Members[member.MemberId] = member;
        ProtocolType = protocolType;
        LeaderId ??= member.MemberId;
    }

    public void Remove(GroupMember member, ErrorCode error, DateTimeOffset now)
    {
        Members.Remove(member.MemberId);
        member.AnswerJoin(new JoinGroupResponse { ErrorCode = error, MemberId = member.MemberId });
        member.AnswerSync(new SyncGroupResponse { ErrorCode = error });
        if (LeaderId == member.MemberId)
        {
            LeaderId = Members.Keys.FirstOrDefault();
        }

        if (State == GroupState.PreparingRebalance)
        {
            CompleteJoinWhenAllAreHere(now);
        }
        else
        {
            Rebalance(now, TimeSpan.Zero);
        }
    }

    /// <summary>A static member came back under its instance id: it takes its predecessor's place and assignment.</summary>
    public void Replace(GroupMember old, GroupMember successor)
    {
        Members.Remove(old.MemberId);
        old.AnswerJoin(new JoinGroupResponse { ErrorCode = ErrorCode.FencedInstanceId, MemberId = old.MemberId });
        old.AnswerSync(new SyncGroupResponse { ErrorCode = ErrorCode.FencedInstanceId });
        successor.Assignment = old.Assignment;
        Members[successor.MemberId] = successor;
        if (LeaderId == old.MemberId)
        {
            LeaderId = successor.MemberId;
        }
    }

    /// <summary>Asks all members to join again.</summary>
    public void Rebalance(DateTimeOffset now, TimeSpan initialDelay)
    {
        foreach (var member in Members.Values)
        {
            member.AnswerSync(new SyncGroupResponse { ErrorCode = ErrorCode.RebalanceInProgress });
        }

        var wait = State == GroupState.Empty ? initialDelay : Members.Values.Select(member => member.RebalanceTimeout).DefaultIfEmpty().Max();
        SetState(GroupState.PreparingRebalance, now);
        _deadline = now + wait;
        CompleteJoinWhenAllAreHere(now, waitsAnyway: initialDelay > TimeSpan.Zero);
    }

    public void CompleteJoinWhenAllAreHere(DateTimeOffset now, bool waitsAnyway = false)
    {
        if (State == GroupState.PreparingRebalance && !waitsAnyway && _expected.Count == 0 && Members.Values.All(member => member.Joining is not null))
        {
            CompleteJoin(now);
        }
    }

    /// <summary>The leader has divided the work: everybody gets a share.</summary>
    public void Assign(IReadOnlyDictionary<string, byte[]> assignments, DateTimeOffset now)
    {
        foreach (var member in Members.Values)
        {
            member.Assignment = assignments.GetValueOrDefault(member.MemberId) ?? [];
        }

        SetState(GroupState.Stable, now);
        save(this);
        foreach (var member in Members.Values)
        {
            member.LastSeen = now;
            member.AnswerSync(Share(member));
        }
    }

    /// <summary>Drops members that are silent for too long, and ends phases that take too long.</summary>
    public void Tick(DateTimeOffset now)
    {
        foreach (var (memberId, until) in _expected.Where(expected => expected.Value < now).ToList())
        {
            _expected.Remove(memberId);
        }

        var silent = Members.Values.Where(member => member.Joining is null && member.Syncing is null && member.LastSeen + member.SessionTimeout < now).ToList();
        foreach (var member in silent)
        {
            Remove(member, ErrorCode.UnknownMemberId, now);
        }

        if (State == GroupState.PreparingRebalance && now >= _deadline)
        {
            CompleteJoin(now);
        }
        else if (State == GroupState.CompletingRebalance && now >= _deadline)
        {
            foreach (var member in Members.Values.Where(member => member.Syncing is null).ToList())
            {
                Remove(member, ErrorCode.UnknownMemberId, now);
            }
        }
        else
        {
            CompleteJoinWhenAllAreHere(now);
        }
    }

    public JoinGroupResponse Joined(GroupMember member, bool skipsAssignment = false) => new()
    {
        GenerationId = Generation,
        ProtocolType = ProtocolType,
        ProtocolName = Protocol,
        Leader = LeaderId ?? "",
        MemberId = member.MemberId,
        SkipAssignment = skipsAssignment,
        Members = member.MemberId != LeaderId ? [] : [.. Members.Values.Select(other => new JoinGroupResponse.MemberEntry
        {
            MemberId = other.MemberId,
            GroupInstanceId = other.InstanceId,
            Metadata = other.Metadata(Protocol),
        })],
    };

    public SyncGroupResponse Share(GroupMember member) => new() { ProtocolType = ProtocolType, ProtocolName = Protocol, Assignment = member.Assignment };

    public void Restore(GroupMetadataValue value, DateTimeOffset now)
    {
        (Generation, ProtocolType, Protocol, LeaderId) = (value.Generation, value.ProtocolType, value.Protocol, value.Leader);
        Members.Clear();
        foreach (var member in GroupStore.Members(value, now))
        {
            Members[member.MemberId] = member;
        }

        State = Members.Count == 0 ? GroupState.Empty : GroupState.Stable;
        StateSince = value.CurrentStateTimestamp < 0 ? now : DateTimeOffset.FromUnixTimeMilliseconds(value.CurrentStateTimestamp);
    }

    private void CompleteJoin(DateTimeOffset now)
    {
        foreach (var absent in Members.Values.Where(member => member.Joining is null && member.InstanceId is null).ToList())
        {
            Members.Remove(absent.MemberId);
        }

        Generation++;
        if (Members.Count == 0)
        {
            (Protocol, LeaderId) = (null, null);
            SetState(GroupState.Empty, now);
            save(this);
            return;
        }

        ElectLeader();
        Protocol = Vote();
        SetState(GroupState.CompletingRebalance, now);
        _deadline = now + Members.Values.Max(member => member.RebalanceTimeout);
        foreach (var member in Members.Values)
        {
            member.LastSeen = now;
            member.AnswerJoin(Joined(member));
        }
    }

    private void ElectLeader()
    {
        if (LeaderId is null || !Members.TryGetValue(LeaderId, out var leader) || leader.Joining is null)
        {
            LeaderId = (Members.Values.FirstOrDefault(member => member.Joining is not null) ?? Members.Values.First()).MemberId;
        }
    }

    /// <summary>Of the protocols that all members know, the one that most like best.</summary>
    private string? Vote() => Members.Values
        .Select(member => member.Protocols.FirstOrDefault(protocol => Members.Values.All(other => other.Protocols.Any(own => own.Name == protocol.Name)))?.Name)
        .OfType<string>()
        .GroupBy(name => name, StringComparer.Ordinal)
        .MaxBy(votes => votes.Count())?.Key;

    private void SetState(GroupState state, DateTimeOffset now) => (State, StateSince) = (state, now);
}

using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Groups;

/// <summary>A member of a group, with the requests in which it is waiting.</summary>
internal sealed class GroupMember(string memberId, string? instanceId, string clientId, string clientHost)
{
    public string MemberId { get; set; } = memberId;

    public string? InstanceId => instanceId;

    public string ClientId => clientId;

    public string ClientHost => clientHost;

    public TimeSpan SessionTimeout { get; set; }

    public TimeSpan RebalanceTimeout { get; set; }

    /// <summary>What the member can do, best first, and what it tells the leader with each.</summary>
    public IReadOnlyList<JoinGroupRequest.ProtocolEntry> Protocols { get; set; } = [];

    public byte[] Assignment { get; set; } = [];

    public TaskCompletionSource<JoinGroupResponse>? Joining { get; set; }

    public TaskCompletionSource<SyncGroupResponse>? Syncing { get; set; }

    public DateTimeOffset LastSeen { get; set; }

    public byte[] Metadata(string? protocol) => Protocols.FirstOrDefault(candidate => candidate.Name == protocol)?.Metadata ?? [];

    public bool HasSameProtocols(IReadOnlyList<JoinGroupRequest.ProtocolEntry> others) => Protocols.Count == others.Count &&
        Protocols.Zip(others).All(pair => pair.First.Name == pair.Second.Name && pair.First.Metadata.AsSpan().SequenceEqual(pair.Second.Metadata));

    public void AnswerJoin(JoinGroupResponse answer)
    {
        Joining?.TrySetResult(answer);
        Joining = null;
    }

    public void AnswerSync(SyncGroupResponse answer)
    {
        Syncing?.TrySetResult(answer);
        Syncing = null;
    }
}

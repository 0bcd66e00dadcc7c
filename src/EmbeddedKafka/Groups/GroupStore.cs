using OrleansConnect.EmbeddedKafka.Log;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Groups;

/// <summary>Groups and their offsets in __consumer_offsets, in Kafka's form.</summary>
internal sealed class GroupStore(StateLog log)
{
    private const short GroupVersion = 3;
    private const short OffsetVersion = 3;

    public void Load(Func<string, Group> group, DateTimeOffset now) => log.Replay(
        (header, entry) =>
        {
            // Kafka's keys of offsets have the types 0 and 1; 0 is the form of the oldest brokers.
            if (entry.KeyType is 0 or 1)
            {
                var key = entry.Key<OffsetCommitKey>();
                group(key.Group).Offsets.Restore(header, (key.Topic, key.Partition), FromValue(entry.Value<OffsetCommitValue>()));
            }
            else if (entry.KeyType == GroupMetadataKey.Api.Key)
            {
                var found = group(entry.Key<GroupMetadataKey>().Group);
                found.Restore(entry.Value<GroupMetadataValue>() ?? new GroupMetadataValue(), now);
            }
        },
        (header, marker) => Ended?.Invoke(header.ProducerId, marker.IsCommit));

    /// <summary>Told of each end of a transaction while loading.</summary>
    public event Action<long, bool>? Ended;

    public void Save(Group group)
    {
        var value = new GroupMetadataValue
        {
            ProtocolType = group.ProtocolType ?? "",
            Generation = group.Generation,
            Protocol = group.Protocol,
            Leader = group.LeaderId,
            CurrentStateTimestamp = group.StateSince.ToUnixTimeMilliseconds(),
            Members = [.. group.Members.Values.Select(member => new GroupMetadataValue.MemberEntry
            {
                MemberId = member.MemberId,
                GroupInstanceId = member.InstanceId,
                ClientId = member.ClientId,
                ClientHost = member.ClientHost,
                RebalanceTimeout = (int)member.RebalanceTimeout.TotalMilliseconds,
                SessionTimeout = (int)member.SessionTimeout.TotalMilliseconds,
                Subscription = member.Metadata(group.Protocol),
                Assignment = member.Assignment,
            })],
        };
        log.Append(new GroupMetadataKey { Group = group.GroupId }, value, GroupVersion);
    }

    public static IEnumerable<GroupMember> Members(GroupMetadataValue value, DateTimeOffset now) =>
        value.Members.Select(member => new GroupMember(member.MemberId, member.GroupInstanceId, member.ClientId, member.ClientHost)
        {
            RebalanceTimeout = TimeSpan.FromMilliseconds(member.RebalanceTimeout),
            SessionTimeout = TimeSpan.FromMilliseconds(member.SessionTimeout),
            Protocols = [new() { Name = value.Protocol ?? "", Metadata = member.Subscription }],
            Assignment = member.Assignment,
            LastSeen = now,
        });

    public void SaveOffsets(string group, IEnumerable<((string Topic, int Partition) Partition, CommittedOffset? Offset)> offsets)
    {
        var batch = Batch(group, offsets);
        if (batch.Count > 0)
        {
            log.Append(batch);
        }
    }

    public ErrorCode SavePending(
        string group, IEnumerable<((string Topic, int Partition) Partition, CommittedOffset? Offset)> offsets, long producerId, short epoch, Func<BatchHeader, ErrorCode> begin)
    {
        var batch = Batch(group, offsets);
        return batch.Count == 0 ? ErrorCode.None : log.Append(batch, producerId, epoch, begin);
    }

    public void Remove(Group group)
    {
        SaveOffsets(group.GroupId, group.Offsets.Committed.Keys.Select(partition => (partition, (CommittedOffset?)null)));
        log.Append<GroupMetadataKey, GroupMetadataValue>(new GroupMetadataKey { Group = group.GroupId }, null);
    }

    private static BatchBuilder Batch(string group, IEnumerable<((string Topic, int Partition) Partition, CommittedOffset? Offset)> offsets)
    {
        var batch = new BatchBuilder();
        foreach (var ((topic, partition), offset) in offsets)
        {
            var value = offset is null ? null : new OffsetCommitValue
            {
                Offset = offset.Offset,
                LeaderEpoch = offset.LeaderEpoch,
                Metadata = offset.Metadata,
                CommitTimestamp = offset.CommittedMs,
            };
            StateLog.Add(batch, new OffsetCommitKey { Group = group, Topic = topic, Partition = partition }, value, OffsetVersion);
        }

        return batch;
    }

    private static CommittedOffset? FromValue(OffsetCommitValue? value) =>
        value is null ? null : new CommittedOffset(value.Offset, value.LeaderEpoch, value.Metadata, value.CommitTimestamp);
}

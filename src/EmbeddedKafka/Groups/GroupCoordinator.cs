using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OrleansConnect.EmbeddedKafka.Topics;

namespace OrleansConnect.EmbeddedKafka.Groups;

/// <summary>All groups. Every access to a group is made under its gate, through <see cref="With{T}(string, Func{Group, T}, Func{T})"/>.</summary>
internal sealed partial class GroupCoordinator
{
    private readonly ConcurrentDictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public GroupCoordinator(GroupStore store, BrokerConfig config, TimeProvider time, ILogger<GroupCoordinator> logger)
    {
        (Store, Config, _time, _logger) = (store, config, time, logger);
        store.Ended += (producerId, isCommit) => Complete(producerId, isCommit);
        store.Load(GetOrCreate, Now);
        foreach (var (id, group) in _groups)
        {
            if (group.Members.Count == 0 && group.Offsets.IsEmpty)
            {
                _groups.TryRemove(id, out _);
            }
        }
    }

    public GroupStore Store { get; }

    public BrokerConfig Config { get; }

    public DateTimeOffset Now => _time.GetUtcNow();

    public IReadOnlyCollection<Group> All => [.. _groups.Values];

    /// <summary>Does something with a group that exists, under its gate.</summary>
    public T With<T>(string groupId, Func<Group, T> action, Func<T> missing)
    {
        while (_groups.TryGetValue(groupId, out var group))
        {
            lock (group.Gate)
            {
                if (!group.IsDead)
                {
                    return action(group);
                }
            }
        }

        return missing();
    }

    /// <summary>Does something with a group under its gate; makes the group if there is none.</summary>
    public T WithNew<T>(string groupId, Func<Group, T> action)
    {
        while (true)
        {
            var group = GetOrCreate(groupId);
            lock (group.Gate)
            {
                if (!group.IsDead)
                {
                    return action(group);
                }
            }
        }
    }

    /// <summary>Forgets a group; the caller holds its gate.</summary>
    public void Forget(Group group)
    {
        Store.Remove(group);
        group.IsDead = true;
        _groups.TryRemove(group.GroupId, out _);
    }

    /// <summary>Ends a producer's transaction for the offsets committed in it.</summary>
    public void Complete(long producerId, bool isCommit)
    {
        foreach (var group in _groups.Values)
        {
            lock (group.Gate)
            {
                group.Offsets.Complete(producerId, isCommit);
            }
        }
    }

    /// <summary>A deleted topic takes the offsets of all groups with it.</summary>
    public void RemoveTopic(string topic)
    {
        foreach (var group in _groups.Values)
        {
            lock (group.Gate)
            {
                RemoveOffsets(group, [.. group.Offsets.Committed.Keys.Where(partition => partition.Topic == topic)]);
            }
        }
    }

    public void RemoveOffsets(Group group, IReadOnlyCollection<(string Topic, int Partition)> partitions)
    {
        Store.SaveOffsets(group.GroupId, partitions.Select(partition => (partition, (CommittedOffset?)null)));
        foreach (var partition in partitions)
        {
            group.Offsets.Set(partition, null);
        }
    }

    /// <summary>Watches sessions and rebalances; called several times a second.</summary>
    public void Tick()
    {
        foreach (var group in _groups.Values)
        {
            lock (group.Gate)
            {
                if (!group.IsDead)
                {
                    group.Tick(Now);
                }
            }
        }
    }

    /// <summary>Drops offsets of groups that have been empty for longer than the retention, and then the groups.</summary>
    public void ExpireOffsets()
    {
        var oldest = Now - TimeSpan.FromMinutes(Config.Int("offsets.retention.minutes"));
        foreach (var group in _groups.Values)
        {
            lock (group.Gate)
            {
                if (group.IsDead || group.State != GroupState.Empty || group.StateSince > oldest)
                {
                    continue;
                }

                var expired = group.Offsets.Committed.Where(offset => offset.Value.CommittedMs < oldest.ToUnixTimeMilliseconds()).Select(offset => offset.Key);
                RemoveOffsets(group, [.. expired]);
                if (group.Offsets.IsEmpty)
                {
                    Forget(group);
                }
            }
        }
    }

    private Group GetOrCreate(string groupId) => _groups.GetOrAdd(groupId, id => new Group(id, Save));

    private void Save(Group group)
    {
        try
        {
            Store.Save(group);
        }
        catch (IOException exception)
        {
            // The members go on with their shares. After a restart the group would be as it was saved last, and its members would join anew.
            LogNotSaved(exception, group.GroupId);
        }
    }

    [LoggerMessage(LogLevel.Error, "The members of group '{Group}' could not be saved; the group goes on without. Free space on the disk of the data directory.")]
    private partial void LogNotSaved(Exception exception, string group);
}

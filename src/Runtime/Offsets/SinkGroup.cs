using OrleansConnect.Grains;
using OrleansConnect.Kafka;
using TopicPartition = OrleansConnect.Kafka.TopicPartition;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>The consumer group in which a sink's offsets are, changed from outside.</summary>
internal sealed class SinkGroup(string connector, string group, ISinkGroupAdmin admin)
{
    // Kafka's code for a commit into a group with members by somebody who is not one of them.
    private const KafkaErrorCode UnknownMember = (KafkaErrorCode)25;

    public string Name => group;

    public Task<IReadOnlyDictionary<TopicPartition, long>> ReadAsync(CancellationToken cancellationToken) =>
        AskAsync(() => admin.ListAsync(cancellationToken));

    /// <summary>Whose offsets a change removes: those that are to have none, and have one.</summary>
    public static TopicPartition[] Removed(IReadOnlyDictionary<TopicPartition, long?> offsets, IReadOnlyDictionary<TopicPartition, long> before) =>
        [.. offsets.Where(offset => offset.Value is null && before.ContainsKey(offset.Key)).Select(offset => offset.Key)];

    /// <summary>Refuses what Kafka would refuse, as far as it tells: a change while somebody is in the group, or without the rights for it.</summary>
    /// <param name="action">What is to be done, for the message.</param>
    /// <param name="rights">The operations on the group that it needs, in Kafka's names.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task RequireChangeableAsync(string action, IReadOnlyCollection<string> rights, CancellationToken cancellationToken) => ChangeAsync(action, async () =>
    {
        var found = await admin.DescribeAsync(cancellationToken);
        if (found.HasMembers)
        {
            throw InUse(action, null);
        }

        var missing = rights.Where(operation => found.Operations is { } allowed && !allowed.Contains(operation)).ToList();
        return missing.Count == 0 ? true : throw new ConnectRequestException(
            RequestErrorKind.Internal,
            $"Kafka does not let the worker change the offsets of connector {connector}: its principal lacks the operation {string.Join(" and ", missing)} on group '{group}'. Allow that, and see that "
            + "no ACL denies it. Nothing was changed.");
    });

    /// <summary>Removes the group with all its offsets.</summary>
    public Task DeleteAsync(CancellationToken cancellationToken) => ChangeAsync("reset", () => admin.DeleteAsync(cancellationToken));

    /// <summary>Sets and removes offsets. Where Kafka refuses the second half, the first is taken back.</summary>
    /// <param name="offsets">The new offsets; null for those to remove.</param>
    /// <param name="before">The offsets as they are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task AlterAsync(
        IReadOnlyDictionary<TopicPartition, long?> offsets, IReadOnlyDictionary<TopicPartition, long> before, CancellationToken cancellationToken) => ChangeAsync("alter", async () =>
    {
        var set = offsets.Where(offset => offset.Value is not null).ToDictionary(offset => offset.Key, offset => offset.Value ?? 0);
        try
        {
            await admin.SetAsync(set, cancellationToken);
            await admin.RemoveAsync(Removed(offsets, before), cancellationToken);
        }
        catch (KafkaClientException cause)
        {
            await TakeBackAsync(set.Keys, before, cause, cancellationToken);
            throw;
        }

        return true;
    });

    // Kafka answers for each topic, so that half of a change may have been made.
    private async Task TakeBackAsync(
        IReadOnlyCollection<TopicPartition> set, IReadOnlyDictionary<TopicPartition, long> before, KafkaClientException cause, CancellationToken cancellationToken)
    {
        try
        {
            var found = await admin.ListAsync(cancellationToken);
            await admin.SetAsync(before.Where(offset => set.Contains(offset.Key) && Differs(found, offset)).ToDictionary(), cancellationToken);
            await admin.RemoveAsync([.. set.Where(partition => !before.ContainsKey(partition) && found.ContainsKey(partition))], cancellationToken);
        }
        catch (KafkaClientException second)
        {
            // The change stays to be undone.
            throw new ConnectRequestException(
                RequestErrorKind.Unavailable,
                $"Kafka made a part of the change of the offsets of connector {connector} and refused the rest: {cause.Message} It could not be taken back: {second.Message} "
                + "Look at the offsets, then undo the change or make it again.",
                second);
        }
    }

    private static bool Differs(IReadOnlyDictionary<TopicPartition, long> found, KeyValuePair<TopicPartition, long> offset) =>
        !found.TryGetValue(offset.Key, out var now) || now != offset.Value;

    /// <summary>What Kafka refuses, as an answer to the request.</summary>
    public static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (KafkaClientException cause)
        {
            throw new ConnectRequestException(cause.Error.IsRetriable ? RequestErrorKind.Unavailable : RequestErrorKind.Internal, cause.Message, cause);
        }
    }

    private Task<bool> ChangeAsync(string action, Func<Task<bool>> change) => AskAsync(async () =>
    {
        try
        {
            return await change();
        }
        catch (KafkaClientException cause) when (cause.Error.Code is KafkaErrorCode.NonEmptyGroup or KafkaErrorCode.GroupSubscribedToTopic or UnknownMember)
        {
            throw InUse(action, cause);
        }
    });

    private ConnectRequestException InUse(string action, Exception? cause) => new(
        RequestErrorKind.Internal,
        $"Failed to {action} consumer group offsets for connector {connector} either because its tasks haven't stopped completely yet or the connector was resumed before the "
        + $"request to {action} its offsets could be successfully completed. If the connector is in a stopped state, this operation can be safely retried. If it doesn't "
        + "eventually succeed, the Connect cluster may need to be restarted to get rid of the zombie sink tasks.",
        cause);
}

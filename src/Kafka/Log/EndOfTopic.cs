using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace OrleansConnect.Kafka.Log;

/// <summary>Asks where a topic ends and waits until a tail has got there.</summary>
internal sealed class EndOfTopic(TopicFacts topic, IAdminClient admin, TailPositions positions, TimeProvider time)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(50);

    public async Task ReachAsync(TimeSpan timeout)
    {
        try
        {
            var readBefore = positions.Snapshot();
            var ends = await FindAsync(timeout).ConfigureAwait(false);
            CheckNotCutOff(readBefore, ends);
            await positions.WaitAsync(ends, timeout, time).ConfigureAwait(false);
        }
        catch (KafkaException exception)
        {
            throw new KafkaUnavailableException($"Kafka did not tell where topic '{topic.Name}' ends: '{exception.Error.Reason}'.", exception) { IsPassing = !IsRefusal(exception) };
        }
        catch (TimeoutException exception)
        {
            throw new KafkaUnavailableException($"Topic '{topic.Name}' was not read to its end within {timeout.TotalSeconds:0.#} s.", exception);
        }
    }

    // A partition that was just created, or whose broker just died, has no leader for a moment.
    private async Task<long[]> FindAsync(TimeSpan timeout)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                if (await FindOnceAsync(timeout).ConfigureAwait(false) is { } ends)
                {
                    return ends;
                }
            }
            catch (ListOffsetsException exception) when (IsPassing(exception) && time.GetElapsedTime(start) < timeout)
            {
                // Asked again below.
            }

            if (time.GetElapsedTime(start) >= timeout)
            {
                throw new TimeoutException($"Kafka left out where a partition of topic '{topic.Name}' ends.");
            }

            await Task.Delay(RetryPause, time, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static bool IsRefusal(KafkaException exception) => exception is ListOffsetsException { Result.ResultInfos: { Count: > 0 } partitions }
        ? partitions.Exists(partition => IsRefusal(partition.TopicPartitionOffsetError.Error))
        : IsRefusal(exception.Error);

    private static bool IsRefusal(Error error) => error.Code is ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed or ErrorCode.SaslAuthenticationFailed
        or ErrorCode.UnsupportedSaslMechanism or ErrorCode.Local_Authentication;

    private static bool IsPassing(ListOffsetsException exception) =>
        exception.Result.ResultInfos.All(info => info.TopicPartitionOffsetError.Error.Code is ErrorCode.NoError or ErrorCode.LeaderNotAvailable
            or ErrorCode.NotLeaderForPartition or ErrorCode.UnknownTopicOrPart or ErrorCode.OffsetNotAvailable or ErrorCode.FencedLeaderEpoch
            or ErrorCode.UnknownLeaderEpoch);

    // Null when the answer lacks a partition: one whose broker died meanwhile comes back without an error and without an offset.
    private async Task<long[]?> FindOnceAsync(TimeSpan timeout)
    {
        var specs = new TopicPartitionOffsetSpec[topic.Partitions];
        for (var partition = 0; partition < specs.Length; partition++)
        {
            specs[partition] = new() { TopicPartition = new(topic.Name, partition), OffsetSpec = OffsetSpec.Latest() };
        }

        // The end of all that was written, for readers of committed records too: behind a transaction that is still open there may be one that was committed.
        var options = new ListOffsetsOptions { RequestTimeout = timeout, IsolationLevel = IsolationLevel.ReadUncommitted };
        // The client's own limit does not hold while it has no connection.
        var result = await admin.ListOffsetsAsync(specs, options).WaitAsync(timeout, time).ConfigureAwait(false);
        var ends = new long[topic.Partitions];
        Array.Fill(ends, Offset.Unset.Value);
        foreach (var info in result.ResultInfos)
        {
            ends[info.TopicPartitionOffsetError.Partition.Value] = info.TopicPartitionOffsetError.Offset.Value;
        }

        return Array.TrueForAll(ends, end => end >= 0) ? ends : null;
    }

    private void CheckNotCutOff(long[] readBefore, long[] ends)
    {
        for (var partition = 0; partition < ends.Length; partition++)
        {
            if (ends[partition] < readBefore[partition])
            {
                var fault = new TopicUnusableException(
                    $"Partition {partition} of topic '{topic.Name}' ends at {ends[partition]}, but had been read up to {readBefore[partition]}: it was cut off " +
                    "or created anew while in use. Restore the topic and restart this process.");
                positions.Fail(fault);
                throw fault;
            }
        }
    }
}

using System.Collections.Concurrent;
using OrleansConnect.Kafka.Clients;

namespace OrleansConnect.Kafka.Consuming;

/// <summary>Offset commits under way; each is found again by the number it was sent with.</summary>
internal sealed unsafe class PendingCommits : IEventHandler
{
    private readonly ConcurrentDictionary<nint, TaskCompletionSource<Failure?>> _pending = new();
    private long _last;

    public (nint Number, Task<Failure?> Outcome) Add()
    {
        var number = (nint)Interlocked.Increment(ref _last);
        var outcome = new TaskCompletionSource<Failure?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[number] = outcome;
        return (number, outcome.Task);
    }

    public void Remove(nint number) => _pending.TryRemove(number, out _);

    public void OnEvent(int type, nint nativeEvent)
    {
        if (type == NativeEvents.OffsetCommit && _pending.TryRemove(Librdkafka.EventOpaque(nativeEvent), out var outcome))
        {
            try
            {
                outcome.TrySetResult(OutcomeOf(nativeEvent));
            }
            catch (Exception fault)
            {
                // Whoever waits for the commit waits for nothing else.
                outcome.TrySetException(fault);
            }
        }
    }

    public void OnDrained()
    {
    }

    private static Failure? OutcomeOf(nint nativeEvent)
    {
        var list = LibrdkafkaConsumer.EventPartitions(nativeEvent);
        if (list is not null && PartitionList.FirstError(list) is var (partition, partitionError))
        {
            return new Failure(partition.ToString(), partitionError);
        }

        var error = Librdkafka.EventError(nativeEvent);
        return error is 0 or (int)KafkaErrorCode.NoOffset ? null : new Failure(null, KafkaError.FromCode(error));
    }

    internal sealed record Failure(string? Partition, KafkaError Error);
}

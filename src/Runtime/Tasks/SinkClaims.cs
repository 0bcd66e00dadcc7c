using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Grains;
using OrleansConnect.Kafka;
using OrleansConnect.Runtime.Pipeline;
using TopicPartition = OrleansConnect.Abstractions.Data.TopicPartition;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// The partitions of a sink task that stores offsets beside its data: what it claims, and whether it is known what it has stored. Does nothing for other tasks. Used by the runner's loop
/// only.
/// </summary>
internal sealed partial class SinkClaims(TaskControl control, SinkTask sink, long offsetReset, TimeProvider time, ILogger logger)
{
    private readonly Backoff _backoff = new(time);
    private IExactlyOnceSinkTask? _task;
    private long _generation;

    /// <summary>Whether the task stores offsets beside its data.</summary>
    public bool AreUsed => _task is not null;

    /// <summary>Whether a put or flush began and nobody knows how it ended: what is stored has to be read before anything else is written.</summary>
    public bool IsInDoubt { get; private set; }

    /// <summary>To be called when the task was started.</summary>
    public void Begin() => _task = sink is IExactlyOnceSinkTask { StoresOffsets: true } exactlyOnce ? exactlyOnce : null;

    /// <summary>The task is about to write.</summary>
    public void Doubt() => IsInDoubt = AreUsed;

    /// <summary>It has written, or says what is written.</summary>
    public void Trust() => IsInDoubt = false;

    /// <summary>Claims partitions under the generation of the last assignment: where to read each from.</summary>
    public async Task<Dictionary<TopicPartition, long>> ClaimAsync(IReadOnlyCollection<TopicPartition> partitions, long generation, CancellationToken stopping)
    {
        _generation = generation;
        var stored = await ClaimAsync(partitions, stopping);
        return partitions.ToDictionary(partition => partition, partition => stored.TryGetValue(partition, out var offset) ? offset : StartWithoutOffset());
    }

    /// <summary>Claims all partitions anew, after a put or flush that failed: the offsets to go on from, where there are any.</summary>
    public async Task<Dictionary<TopicPartition, long>> ClaimAgainAsync(SinkPositions positions, CancellationToken stopping)
    {
        var stored = await ClaimAsync(positions.Partitions, stopping);
        Trust();
        var offsets = new Dictionary<TopicPartition, long>();
        foreach (var partition in positions.Partitions)
        {
            // What is stored nowhere is read again from where this task began.
            if (stored.TryGetValue(partition, out var offset))
            {
                offsets[partition] = offset;
            }
            else if (positions.FirstOf(partition) is { } first)
            {
                offsets[partition] = first;
            }
        }

        return offsets;
    }

    /// <summary>Fails when a batch begins before the offset that is stored: Kafka then did not have that one, and went back to where <c>auto.offset.reset</c> says.</summary>
    public void RequireForward(SinkPositions positions, SinkBatch batch)
    {
        if (positions.FindBackward(batch.Spans) is { } partition)
        {
            throw new ConnectException(
                $"Task '{control.Id}' is to read '{partition.Topic}' partition {partition.Partition} from offset {positions.NextOf(partition)} on, as its target system says, and Kafka only has "
                + $"other records, from {batch.Spans[partition].First} on: the topic was made anew, or its end was lost. To write what is there, remove the offset from the target system.");
        }
    }

    private async Task<IReadOnlyDictionary<TopicPartition, long>> ClaimAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken stopping)
    {
        var task = _task ?? throw new InvalidOperationException("The task stores no offsets.");
        while (true)
        {
            try
            {
                await control.Lease.WaitAsync(stopping);
                await control.Thread.SwitchAsync();
                control.Counters.WaitsFor = "claim";
                var stored = await task.ClaimAsync([.. partitions], _generation, control.Stopping.Plugin);
                _backoff.Reset();
                return Checked(stored);
            }
            catch (RetriableException error)
            {
                LogClaimFailed(control.Secrets.Hide(error), control.Id, partitions.Count);
            }
            finally
            {
                control.Counters.WaitsFor = null;
                await control.Thread.SwitchAsync();
            }

            await _backoff.WaitAsync(stopping);
        }
    }

    // A negative offset is no place to read from; Kafka would take it for a sign.
    private IReadOnlyDictionary<TopicPartition, long> Checked(IReadOnlyDictionary<TopicPartition, long> stored)
    {
        foreach (var (partition, offset) in stored)
        {
            if (offset < 0)
            {
                throw new ConnectException($"Task '{control.Id}' found offset {offset} of '{partition}' in its target system. An offset is 0 or more; mend it there.");
            }
        }

        return stored;
    }

    // The group's offsets are of no interest, so that librdkafka may not be left to look.
    private long StartWithoutOffset() => offsetReset != TopicPartitionOffset.Stored
        ? offsetReset
        : throw new ConnectException(
            $"Task '{control.Id}' has no offset for a partition in its target system, and 'auto.offset.reset' is none. Set it to earliest or latest.");

    [LoggerMessage(LogLevel.Warning, "Task {Task} could not claim {Count} partitions in its target system. It tries again.")]
    private partial void LogClaimFailed(Exception error, TaskId task, int count);
}

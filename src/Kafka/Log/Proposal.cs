using Confluent.Kafka;

namespace OrleansConnect.Kafka.Log;

/// <summary>A write under way: decided when Kafka has acknowledged it and the tail has met it.</summary>
internal sealed class Proposal(EntryKey entryKey, int partition, string topic)
{
    private readonly TaskCompletionSource<WriteResult> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private WriteResult? _met;
    private bool _acknowledged;
    private bool _isDoubtful;

    public Task<WriteResult> Outcome => _outcome.Task;

    /// <summary>The tail has missed records of a partition since the proposal was made: if it seems accepted, that may not be so.</summary>
    public void Doubt(int missedIn)
    {
        if (missedIn == partition)
        {
            lock (_gate)
            {
                _isDoubtful = true;
            }
        }
    }

    public void Met(WriteResult result)
    {
        lock (_gate)
        {
            if (_isDoubtful && result.Accepted)
            {
                _outcome.TrySetException(new WriteOutcomeUnknownException(
                    $"Version {entryKey.Version} of '{entryKey.Key}' was met in topic '{topic}' after records that compaction had removed already, so it cannot be " +
                    "told whether it was the first of its version. Read it again."));
                return;
            }

            _met = result;
            if (_acknowledged)
            {
                _outcome.TrySetResult(result);
            }
        }
    }

    public void Delivered(Error error, PersistenceStatus status)
    {
        if (error.IsError)
        {
            Fail(error, status);
            return;
        }

        lock (_gate)
        {
            _acknowledged = true;
            if (_met is { } result)
            {
                _outcome.TrySetResult(result);
            }
        }
    }

    private void Fail(Error error, PersistenceStatus status) => _outcome.TrySetException(status == PersistenceStatus.NotPersisted
        ? new EntryNotWrittenException(
            $"Version {entryKey.Version} of '{entryKey.Key}' was not written to topic '{topic}': '{error.Reason}'. Try again when Kafka serves.")
        : new WriteOutcomeUnknownException(
            $"Version {entryKey.Version} of '{entryKey.Key}' may or may not have been written to topic '{topic}': '{error.Reason}'. Read it again."));
}

namespace OrleansConnect.Kafka.Log;

/// <summary>Appends proposals and waits for what becomes of them.</summary>
internal sealed class LogWriter(TimeSpan timeout, TopicFacts topic, LogProducer producer, LogState state, TimeProvider time)
{
    public async Task<WriteResult> ProposeAsync(string key, long version, byte[] bytes, CancellationToken cancellationToken)
    {
        if (state.IsBeingForgotten(key))
        {
            throw new EntryNotWrittenException($"'{key}' in topic '{topic.Name}' was deleted long ago and is being forgotten just now. Try again in {timeout * 2}.");
        }

        var entryKey = state.NextEntryKey(key, version);
        var keyBytes = entryKey.ToBytes();
        CheckSize(key, keyBytes, bytes);
        var proposal = state.Register(entryKey);
        try
        {
            producer.Send(KeyPartition.Of(key, topic.Partitions), keyBytes, bytes, proposal.Delivered);
            return await proposal.Outcome.WaitAsync(timeout * 2, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw new WriteOutcomeUnknownException(
                $"Version {version} of '{key}' was not met again in topic '{topic.Name}' within {(timeout * 2).TotalSeconds:0.#} s. Read it again.", exception);
        }
        finally
        {
            state.Unregister(entryKey);
        }
    }

    public async Task WriteLatestAsync(string key, byte[]? bytes, CancellationToken cancellationToken)
    {
        var keyBytes = LatestKey.ToBytes(key);
        CheckSize(key, keyBytes, bytes);
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        producer.Send(KeyPartition.Of(key, topic.Partitions), keyBytes, bytes, (error, _) =>
        {
            if (error.IsError)
            {
                written.TrySetException(new WriteOutcomeUnknownException($"'{key}' was not surely written to topic '{topic.Name}': '{error.Reason}'. Write it again."));
            }
            else
            {
                written.TrySetResult();
            }
        });
        await written.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void CheckSize(string key, byte[] keyBytes, byte[]? bytes)
    {
        var sizeBytes = keyBytes.Length + (bytes?.Length ?? 0);
        if (sizeBytes > topic.RecordBytesMax)
        {
            throw new EntryTooLargeException(
                $"The value of '{key}' takes {sizeBytes} bytes with its key, but topic '{topic.Name}' takes {topic.RecordBytesMax} " +
                $"(max.message.bytes={topic.MaxMessageBytes}). Keep less in it, or raise the topic's max.message.bytes and restart.");
        }
    }
}

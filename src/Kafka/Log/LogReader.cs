using Microsoft.Extensions.Logging;

namespace OrleansConnect.Kafka.Log;

/// <summary>
/// Brings the tail to the end of the log before a read. While Kafka cannot be reached reads do not wait for it: they are answered from
/// memory, and each asks again in the background, so that they catch up as soon as it is back.
/// </summary>
internal sealed partial class LogReader(CompactedTopicTail tail, TimeSpan lagMax, TimeProvider time, ILogger logger)
{
    private long _caughtUpAt = time.GetTimestamp();
    private long _caughtUpTicks = time.GetUtcNow().Ticks;
    private bool _isOutage;

    public async ValueTask CatchUpAsync(CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        var reading = TryReadToEndAsync();
        if (!Volatile.Read(ref _isOutage))
        {
            await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
            ThrowIfEnded();
        }
    }

    /// <summary>Before a write: what it builds on must not be older than the rules of forgetting allow.</summary>
    public async ValueTask EnsureFreshAsync(CancellationToken cancellationToken)
    {
        if (IsStale())
        {
            await CatchUpAsync(cancellationToken).ConfigureAwait(false);
            if (IsStale())
            {
                throw new EntryNotWrittenException(
                    $"Nothing is written to topic '{tail.Topic.Name}', because it could not be read to its end for {lagMax}. Try again when Kafka serves.");
            }
        }
    }

    /// <summary>Brings the tail to the end of the log as of now; false while Kafka cannot be reached.</summary>
    public async ValueTask<bool> TryCatchUpAsync(CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        return await TryReadToEndAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void ThrowIfEnded()
    {
        if (tail.Fault is { } fault)
        {
            throw new TopicUnusableException(fault.Message, fault);
        }
    }

    // While a machine is suspended only the clock on the wall goes on.
    private bool IsStale() =>
        time.GetElapsedTime(Volatile.Read(ref _caughtUpAt)) >= lagMax || time.GetUtcNow().Ticks - Volatile.Read(ref _caughtUpTicks) >= lagMax.Ticks;

    private async Task<bool> TryReadToEndAsync()
    {
        try
        {
            var (askedAt, askedTicks) = (time.GetTimestamp(), time.GetUtcNow().Ticks);
            await tail.ReadToEndAsync(CancellationToken.None).ConfigureAwait(false);
            Volatile.Write(ref _caughtUpAt, askedAt);
            Volatile.Write(ref _caughtUpTicks, askedTicks);
            if (Interlocked.Exchange(ref _isOutage, false))
            {
                LogReachable(tail.Topic.Name);
            }

            return true;
        }
        catch (KafkaUnavailableException exception)
        {
            if (!Interlocked.Exchange(ref _isOutage, true))
            {
                LogUnreachable(tail.Topic.Name, exception.Message);
            }
        }
        catch (Exception) when (tail.Fault is not null)
        {
            // Whoever waits sees the tail's fault.
        }

        return false;
    }

    [LoggerMessage(LogLevel.Warning, "Reads of topic '{Topic}' are answered from memory until Kafka can be reached again: {Reason}")]
    private partial void LogUnreachable(string topic, string reason);

    [LoggerMessage(LogLevel.Information, "Topic '{Topic}' can be read again.")]
    private partial void LogReachable(string topic);
}

using Microsoft.Extensions.Logging;

namespace OrleansConnect.Kafka.Log;

/// <summary>
/// Brings the tail to the end of the log before a read. While Kafka cannot be reached reads do not wait for it: they are answered from
/// memory, and each asks again in the background, so that they catch up as soon as it is back.
/// </summary>
internal sealed partial class LogReader(CompactedTopicTail tail, ILogger logger)
{
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

    public void ThrowIfEnded()
    {
        if (tail.Fault is { } fault)
        {
            throw new TopicUnusableException(fault.Message, fault);
        }
    }

    private async Task TryReadToEndAsync()
    {
        try
        {
            await tail.ReadToEndAsync(CancellationToken.None).ConfigureAwait(false);
            if (Interlocked.Exchange(ref _isOutage, false))
            {
                LogReachable(tail.Topic.Name);
            }
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
    }

    [LoggerMessage(LogLevel.Warning, "Reads of topic '{Topic}' are answered from memory until Kafka can be reached again: {Reason}")]
    private partial void LogUnreachable(string topic, string reason);

    [LoggerMessage(LogLevel.Information, "Topic '{Topic}' can be read again.")]
    private partial void LogReachable(string topic);
}

using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using OrleansConnect.Kafka.Clients;

namespace OrleansConnect.Kafka.Producing;

/// <summary>Turns librdkafka's delivery events into reports and counts the messages whose report is still to come.</summary>
/// <param name="listener">Hears of them.</param>
/// <param name="bufferBytes">The producer's <c>buffer.memory</c>.</param>
/// <param name="progress">Fires after each round.</param>
/// <param name="fatal">Why the producer cannot go on, if it cannot: from then on every message fails, whatever is said of it.</param>
/// <param name="logger">The log.</param>
internal sealed unsafe partial class DeliveryReports(
    IDeliveryListener listener, long bufferBytes, AsyncPulse progress, Func<KafkaError?> fatal, ILogger logger) : IEventHandler
{
    private const int ChunkSize = 256;

    private readonly DeliveryReport[] _chunk = new DeliveryReport[ChunkSize];
    private readonly Lock _rejecting = new();
    private List<DeliveryReport> _rejected = [];
    private long _outstanding;

    public long Outstanding => Volatile.Read(ref _outstanding);

    public void Expect(int count) => Interlocked.Add(ref _outstanding, count);

    /// <summary>It would find the queue full even if that were empty.</summary>
    public bool IsTooLarge(in MessageSlot message) => message.ValueLength > bufferBytes;

    /// <summary>Reports a message that librdkafka did not take, with the next reports.</summary>
    public void Reject(in MessageSlot message, KafkaErrorCode code)
    {
        var error = ErrorOf((int)(code == KafkaErrorCode.QueueFull ? KafkaErrorCode.MessageTooLarge : code));
        lock (_rejecting)
        {
            _rejected.Add(new DeliveryReport(message.Sequence, message.Partition, TopicPartitionOffset.Invalid, error) { Topic = message.Topic });
        }
    }

    public bool HasRejected
    {
        get
        {
            lock (_rejecting)
            {
                return _rejected.Count > 0;
            }
        }
    }

    public void OnEvent(int type, nint nativeEvent)
    {
        if (type != NativeEvents.DeliveryReport)
        {
            return;
        }

        var messages = stackalloc NativeMessage*[ChunkSize];
        while ((int)Librdkafka.EventMessages(nativeEvent, messages, ChunkSize) is var count && count > 0)
        {
            for (var i = 0; i < count; i++)
            {
                var message = messages[i];
                _chunk[i] = message->Error == 0
                    ? new DeliveryReport(message->Opaque, message->Partition, message->Offset, null)
                    : new DeliveryReport(message->Opaque, message->Partition, message->Offset, ErrorOf(message->Error))
                    {
                        Topic = Marshal.PtrToStringUTF8(Librdkafka.TopicName(message->Topic)),
                    };
            }

            Deliver(_chunk.AsSpan(0, count));
        }
    }

    public void OnDrained()
    {
        List<DeliveryReport> rejected;
        lock (_rejecting)
        {
            rejected = _rejected;
            if (rejected.Count > 0)
            {
                _rejected = [];
            }
        }

        Deliver(CollectionsMarshal.AsSpan(rejected));
        progress.Fire();
    }

    // The code stays that of the message: it tells whether a producer was fenced.
    private KafkaError ErrorOf(int code)
    {
        var error = KafkaError.FromCode(code);
        return fatal() is { } cause ? error with { IsFatal = true, IsRetriable = false, Reason = $"{error.Reason}: {cause.Reason}" } : error;
    }

    private void Deliver(ReadOnlySpan<DeliveryReport> reports)
    {
        if (reports.IsEmpty)
        {
            return;
        }

        try
        {
            listener.OnDelivered(reports);
        }
        catch (Exception e) // a listener's fault must not end the process, and the next reports still have to be told
        {
            LogListenerFailed(e, reports.Length);
            listener.OnReportsLost(e);
        }
        finally
        {
            Interlocked.Add(ref _outstanding, -reports.Length);
        }
    }

    [LoggerMessage(LogLevel.Error, "A delivery listener failed; {Count} delivery reports were not taken in.")]
    private partial void LogListenerFailed(Exception exception, int count);
}

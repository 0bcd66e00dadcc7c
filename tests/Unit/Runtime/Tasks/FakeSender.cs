using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Producing;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>A producer whose acknowledgements come when the test says, in whatever order.</summary>
internal sealed class FakeSender(IDeliveryListener listener) : IMessageSender
{
    private readonly Lock _lock = new();
    private readonly List<long> _unanswered = [];
    private int _sent;

    public bool IsAcknowledging { get; set; } = true;

    public KafkaError? Error { get; set; }

    public Exception? Thrown { get; set; }

    public bool IsDisposed { get; private set; }

    public int Sent => Volatile.Read(ref _sent);

    public ValueTask SendAsync(MessageBatch messages, CancellationToken cancellationToken)
    {
        if (Thrown is { } thrown)
        {
            throw thrown;
        }

        lock (_lock)
        {
            foreach (ref readonly var message in messages.Messages)
            {
                _unanswered.Add(message.Sequence);
            }
        }

        Interlocked.Add(ref _sent, messages.Count);
        if (IsAcknowledging)
        {
            Acknowledge(messages.Count);
        }

        return ValueTask.CompletedTask;
    }

    public void Acknowledge(int count)
    {
        DeliveryReport[] reports;
        lock (_lock)
        {
            reports = [.. _unanswered.Take(count).Select((sequence, index) => new DeliveryReport(sequence, 0, index, Error))];
            _unanswered.RemoveRange(0, reports.Length);
        }

        listener.OnDelivered(reports);
    }

    /// <summary>What is unanswered stays so.</summary>
    public void LoseReports(Exception cause) => listener.OnReportsLost(cause);

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}

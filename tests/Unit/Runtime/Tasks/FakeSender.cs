using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Producing;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>A producer whose acknowledgements come when the test says, in whatever order.</summary>
internal sealed class FakeSender(IDeliveryListener listener) : IMessageSender
{
    private readonly Lock _lock = new();
    private readonly List<(long Sequence, string Topic)> _unanswered = [];
    private int _sent;
    private int _calls;

    public bool IsAcknowledging { get; set; } = true;

    public KafkaError? Error { get; set; }

    /// <summary>The topics whose records <see cref="Error"/> is for; all of them while there are none here.</summary>
    public HashSet<string> Refused { get; } = [];

    public Exception? Thrown { get; set; }

    public bool IsDisposed { get; private set; }

    /// <summary>Nothing is taken before it completes, as while a producer's buffer is full.</summary>
    public Task Room { get; set; } = Task.CompletedTask;

    /// <summary>How often somebody wanted to send.</summary>
    public int Calls => Volatile.Read(ref _calls);

    public int Sent => Volatile.Read(ref _sent);

    public async ValueTask SendAsync(MessageBatch messages, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        await Room.WaitAsync(cancellationToken);
        if (Thrown is { } thrown)
        {
            throw thrown;
        }

        lock (_lock)
        {
            foreach (ref readonly var message in messages.Messages)
            {
                _unanswered.Add((message.Sequence, message.Topic));
            }
        }

        Interlocked.Add(ref _sent, messages.Count);
        if (IsAcknowledging)
        {
            Acknowledge(messages.Count);
        }
    }

    public void Acknowledge(int count)
    {
        DeliveryReport[] reports;
        lock (_lock)
        {
            reports = [.. _unanswered.Take(count).Select((message, index) => Report(message.Sequence, message.Topic, index))];
            _unanswered.RemoveRange(0, reports.Length);
        }

        listener.OnDelivered(reports);
    }

    /// <summary>What is unanswered stays so.</summary>
    public void LoseReports(Exception cause) => listener.OnReportsLost(cause);

    private DeliveryReport Report(long sequence, string topic, int offset) =>
        new(sequence, 0, offset, Refused.Count == 0 || Refused.Contains(topic) ? Error : null) { Topic = topic };

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}

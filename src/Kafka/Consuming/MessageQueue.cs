using System.Buffers;
using OrleansConnect.Kafka.Clients;

namespace OrleansConnect.Kafka.Consuming;

/// <summary>Where librdkafka puts the messages it fetched.</summary>
internal sealed class MessageQueue : IDisposable
{
    private readonly NativeClient _client;
    private readonly AsyncPulse _arrival = new();
    private readonly TopicNameCache _names = new();
    private readonly NativeQueue _queue;

    public MessageQueue(NativeClient client)
    {
        _client = client;
        _queue = new NativeQueue(Librdkafka.QueueGetConsumer(client.Handle), _arrival.Fire);
    }

    public ValueTask<ConsumedBatch> ConsumeAsync(int countMax, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var batch = Take(countMax);
        if (batch.Count > 0 || timeout == TimeSpan.Zero)
        {
            return ValueTask.FromResult(batch);
        }

        // A batch keeps the client alive, an empty one too.
        batch.Dispose();
        return WaitAsync(countMax, timeout, cancellationToken);
    }

    public void Dispose() => _queue.Dispose();

    private async ValueTask<ConsumedBatch> WaitAsync(int countMax, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        while (true)
        {
            var arrival = _arrival.Next();
            var batch = Take(countMax);
            if (batch.Count > 0 || deadline.IsCancellationRequested)
            {
                return batch;
            }

            batch.Dispose();
            await arrival.WaitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private unsafe ConsumedBatch Take(int countMax)
    {
        _client.Acquire();
        var messages = ArrayPool<nint>.Shared.Rent(countMax);
        int count;
        fixed (nint* first = messages)
        {
            do
            {
                count = (int)LibrdkafkaConsumer.ConsumeBatch(_queue.Handle, 0, (NativeMessage**)first, (nuint)countMax);
            }
            while (count == 0 && !_queue.IsEmpty); // it may stop early at what is no message
        }

        return new ConsumedBatch(_client, _names, messages, Math.Max(count, 0));
    }
}

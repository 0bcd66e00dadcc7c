using OrleansConnect.Kafka.Producing;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>What the source runner asks of a producer.</summary>
internal interface IMessageSender : IAsyncDisposable
{
    /// <summary>Hands all messages over; the batch may be used again afterwards.</summary>
    ValueTask SendAsync(MessageBatch messages, CancellationToken cancellationToken);
}

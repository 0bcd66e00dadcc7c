using Microsoft.Extensions.Logging;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Producing;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Sends over Kafka's producer.</summary>
internal sealed class KafkaMessageSender(ClientSettings settings, IDeliveryListener listener, ILogger logger) : IMessageSender
{
    private readonly RecordProducer _producer = new(settings, listener, logger);

    public ValueTask SendAsync(MessageBatch messages, CancellationToken cancellationToken) => _producer.SendAsync(messages, cancellationToken);

    public ValueTask DisposeAsync() => _producer.DisposeAsync();
}

namespace OrleansConnect.Kafka;

/// <summary>A request to Kafka failed; the message says who asked, for what and what to do, <see cref="Error"/> what Kafka said.</summary>
public sealed class KafkaClientException(string message, KafkaError error, Exception? cause = null) : Exception(message, cause)
{
    public KafkaError Error { get; } = error;
}

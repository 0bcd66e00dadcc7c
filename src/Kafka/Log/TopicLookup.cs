using Confluent.Kafka;

namespace OrleansConnect.Kafka.Log;

/// <summary>
/// Asks Kafka at once what librdkafka would ask for when it looks next: where a consumer's topic is, up to a second later, and a producer's id, up to half a second later.
/// </summary>
internal static class TopicLookup
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <summary>Blocks until Kafka has answered, at most for a second; without an answer librdkafka goes on looking by itself.</summary>
    public static void Run(IClient client, string topic)
    {
        try
        {
            using var admin = new DependentAdminClientBuilder(client.Handle).Build();
            _ = admin.GetMetadata(topic, Timeout);
        }
        catch (KafkaException)
        {
            // What the client is used for meets the same error, and says so.
        }
    }
}

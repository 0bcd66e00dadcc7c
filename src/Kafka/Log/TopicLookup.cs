using Confluent.Kafka;

namespace OrleansConnect.Kafka.Log;

/// <summary>
/// Asks Kafka at once what librdkafka would ask for when it looks next: where a consumer's topic is, up to a second later, and a producer's id, up to half a second later.
/// </summary>
internal static class TopicLookup
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <summary>Blocks until Kafka has answered, at most for a second; without an answer librdkafka goes on looking by itself.</summary>
    public static void Run(IConsumer<byte[]?, byte[]?> consumer, string topic) => Ask(consumer, topic, isBootstrapEnough: true);

    /// <summary>The same for a producer, for two seconds at most: a broker has to give its id, and librdkafka leaves a bootstrap server as soon as that has named the brokers.</summary>
    public static void Run(IProducer<byte[], byte[]?> producer, string topic) => Ask(producer, topic, isBootstrapEnough: false);

    private static void Ask(IClient client, string topic, bool isBootstrapEnough)
    {
        try
        {
            using var admin = new DependentAdminClientBuilder(client.Handle).Build();
            if (admin.GetMetadata(topic, Timeout).OriginatingBrokerId < 0 && !isBootstrapEnough)
            {
                _ = admin.GetMetadata(topic, Timeout);
            }
        }
        catch (KafkaException)
        {
            // What the client is used for meets the same error, and says so.
        }
    }
}

using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace OrleansConnect.Benchmarks.State;

/// <summary>What a compare-and-set cannot be faster than: a record of its size is produced, acknowledged and consumed again.</summary>
internal static class ProduceAndFetchBenchmark
{
    private const int Count = 3000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public static async Task<string> RunAsync(string bootstrapServers)
    {
        var topic = $"produce-and-fetch-{Guid.NewGuid():n}";
        using (var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers }).Build())
        {
            await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = 1, Configs = new() { ["cleanup.policy"] = "compact" } }]);
        }

        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = bootstrapServers,
            Acks = Acks.All,
            EnableIdempotence = true,
            LingerMs = 0,
        }).Build();
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig { BootstrapServers = bootstrapServers, GroupId = topic }).Build();
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        var message = new Message<byte[], byte[]> { Key = "key"u8.ToArray(), Value = new byte[500] };
        return await Percentiles.OfAsync(Count, async _ =>
        {
            await producer.ProduceAsync(topic, message);
            if (consumer.Consume(Limit) is null)
            {
                throw new TimeoutException("The record was not consumed.");
            }
        });
    }
}

using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace OrleansConnect.Tests.EndToEnd.Processes;

/// <summary>A topic that a test writes numbered lines to, and what they are by partition.</summary>
internal sealed class TopicFeed(string bootstrapServers, string topic, int partitions) : IDisposable
{
    private readonly IProducer<Null, string?> _producer = new ProducerBuilder<Null, string?>(new ProducerConfig
    {
        BootstrapServers = bootstrapServers,
        EnableIdempotence = true,
        LingerMs = 5,
        QueueBufferingMaxMessages = 10_000_000,
    }).SetValueSerializer(new Nullable()).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();

    /// <summary>The lines of each partition, with nulls, in their order.</summary>
    public List<string?>[] Lines { get; } = [.. Enumerable.Range(0, partitions).Select(_ => new List<string?>())];

    public int Count { get; private set; }

    public async Task CreateAsync()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers }).SetLogHandler((_, _) => { }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = 1 }]);
    }

    /// <summary>Deletes the topic, and waits until the broker has.</summary>
    public async Task DeleteAsync()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers }).SetLogHandler((_, _) => { }).Build();
        await admin.DeleteTopicsAsync([topic]);
        await Eventually.IsTrueAsync(() => admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.TrueForAll(known => known.Topic != topic), $"'{topic}' is deleted");
    }

    /// <summary>Sends that many more lines, of which every so many is null, and does not wait for them.</summary>
    public void Send(int count, int nullEvery = int.MaxValue)
    {
        for (var i = 0; i < count; i++, Count++)
        {
            Send(Count % partitions, Count % nullEvery == nullEvery - 1 ? null : Count.ToString("D40", CultureInfo.InvariantCulture));
        }
    }

    public void Send(int partition, string? line)
    {
        Lines[partition].Add(line);
        _producer.Produce(new TopicPartition(topic, partition), new Message<Null, string?> { Value = line });
    }

    public void Flush() => _producer.Flush(TestContext.Current.CancellationToken);

    public void Dispose() => _producer.Dispose();

    private sealed class Nullable : ISerializer<string?>
    {
        public byte[]? Serialize(string? data, SerializationContext context) => data is null ? null : System.Text.Encoding.UTF8.GetBytes(data);
    }
}

using System.Buffers;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Consuming;
using OrleansConnect.Kafka.Producing;
using TopicPartitionOffset = OrleansConnect.Kafka.TopicPartitionOffset;

namespace OrleansConnect.Tests.Integration.Kafka;

/// <summary>What the tests of both data paths need: a topic, clients and a way to write and read.</summary>
[Collection(KafkaCollection.Name)]
public abstract class KafkaTests(RealKafka kafka)
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    protected RealKafka Kafka { get; } = kafka;

    protected string Topic { get; } = $"t-{Guid.NewGuid():N}";

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected async Task CreateTopicAsync(int partitions = 1)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Kafka.BootstrapServers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = Topic, NumPartitions = partitions, ReplicationFactor = 1 }]);
    }

    protected async Task SetTopicConfigAsync(string topic, string name, string value)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Kafka.BootstrapServers }).Build();
        var change = new ConfigEntry { Name = name, Value = value, IncrementalOperation = AlterConfigOpType.Set };
        await admin.IncrementalAlterConfigsAsync(new() { [new() { Type = ResourceType.Topic, Name = topic }] = [change] });
    }

    protected ClientSettings ProducerSettings(params (string Name, string Value)[] settings) => ClientSettings.ForProducer(Layer(settings));

    protected ClientSettings ConsumerSettings(params (string Name, string Value)[] settings) => ClientSettings.ForConsumer(Layer(settings));

    internal RecordProducer CreateProducer(IDeliveryListener listener, params (string Name, string Value)[] settings) =>
        new(ProducerSettings(settings), listener, NullLogger.Instance);

    protected RecordConsumer CreateConsumer(params (string Name, string Value)[] settings) =>
        new(ConsumerSettings(settings), NullLogger.Instance);

    protected TopicPartitionOffset From(long offset, int partition = 0) => new(Topic, partition, offset);

    protected void Add(MessageBatch batch, long sequence, string? key, string? value, int? partition = null, long? timestampMs = null)
    {
        batch.Begin(Topic, partition, timestampMs, sequence);
        Write(batch, key);
        batch.EndKey(key is null);
        Write(batch, value);
        batch.EndValue(value is null);
        batch.Commit();
    }

    protected static void Write(MessageBatch batch, string? text) => batch.Output.Write(Encoding.UTF8.GetBytes(text ?? ""));

    /// <summary>Sends values 0, 1, 2… to one partition and waits until they are stored.</summary>
    protected async Task SendNumbersAsync(int count, int first = 0, int partition = 0)
    {
        await using var producer = CreateProducer(new Deliveries());
        using var batch = new MessageBatch();
        for (var i = first; i < first + count; i++)
        {
            Add(batch, i, null, $"{i}", partition);
        }

        await producer.SendAsync(batch, Cancellation);
        await producer.FlushAsync(Cancellation);
    }

    internal static async Task<List<ReceivedMessage>> ReadAsync(RecordConsumer consumer, int count)
    {
        var received = new List<ReceivedMessage>();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        timeout.CancelAfter(Patience);
        while (received.Count < count)
        {
            using var batch = await consumer.ConsumeAsync(1000, TimeSpan.FromSeconds(1), timeout.Token);
            for (var i = 0; i < batch.Count; i++)
            {
                received.Add(ReceivedMessage.Of(batch[i]));
            }
        }

        return received;
    }

    /// <summary>Waits until a broker tells what is expected: it hears of a change a moment after the controller that has answered.</summary>
    protected static async Task ToldAsync<T>(Func<Task<T>> ask, T expected)
    {
        var started = TimeProvider.System.GetTimestamp();
        T told;
        while (!EqualityComparer<T>.Default.Equals(told = await ask(), expected) && TimeProvider.System.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        }

        Assert.Equal(expected, told);
    }

    private Dictionary<string, string> Layer((string Name, string Value)[] settings)
    {
        var layer = new Dictionary<string, string> { ["bootstrap.servers"] = Kafka.BootstrapServers };
        foreach (var (name, value) in settings)
        {
            layer[name] = value;
        }

        return layer;
    }
}

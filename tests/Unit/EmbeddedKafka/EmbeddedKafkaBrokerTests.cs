using Confluent.Kafka;
using OrleansConnect.EmbeddedKafka;

namespace OrleansConnect.Tests.Unit.EmbeddedKafka;

public sealed class EmbeddedKafkaBrokerTests : IDisposable
{
    private readonly BrokerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Goes_on_where_it_was_after_a_restart()
    {
        string before;
        await using (var broker = await _folder.StartAsync())
        {
            before = broker.BootstrapServers;
            await ProduceAsync(before, "one");
            Commit(before, 1);
        }

        await using var again = await _folder.StartAsync();
        await ProduceAsync(again.BootstrapServers, "two");

        Assert.Equal(before, again.BootstrapServers);
        Assert.Equal(["one", "two"], Read(again.BootstrapServers));
        Assert.Equal(1, Committed(again.BootstrapServers));
    }

    [Fact]
    public async Task A_second_broker_on_the_same_folder_is_refused()
    {
        await using var broker = await _folder.StartAsync();

        var refused = await Assert.ThrowsAsync<IOException>(() => _folder.StartAsync());

        Assert.Contains("another broker", refused.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Path, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no.such.property", "1")]
    [InlineData("num.partitions", "many")]
    [InlineData("num.partitions", "0")]
    public async Task Refuses_a_property_that_it_does_not_understand(string name, string value)
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => _folder.StartAsync(new() { [name] = value }));

        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cuts_half_a_batch_off_the_end_of_a_log()
    {
        await using (var broker = await _folder.StartAsync())
        {
            await ProduceAsync(broker.BootstrapServers, "whole");
        }

        var partition = Path.Combine(_folder.Path, "topics", "t-0");
        File.Delete(Path.Combine(partition, "00000000000000000000.index"));
        var log = Path.Combine(partition, "00000000000000000000.log");
        var batch = await File.ReadAllBytesAsync(log, TestContext.Current.CancellationToken);
        await File.AppendAllBytesAsync(log, batch.AsMemory(0, batch.Length - 3), TestContext.Current.CancellationToken);

        await using var again = await _folder.StartAsync();
        await ProduceAsync(again.BootstrapServers, "next");

        Assert.Equal(["whole", "next"], Read(again.BootstrapServers));
    }

    [Fact]
    public async Task Reports_a_port_that_is_taken()
    {
        await using var broker = await _folder.StartAsync();
        var port = int.Parse(broker.BootstrapServers.Split(':')[1]);
        using var other = new BrokerFolder();

        var refused = await Assert.ThrowsAsync<IOException>(() => EmbeddedKafkaBroker.StartAsync(
            new EmbeddedKafkaOptions { DataDirectory = other.Path, Port = port }, loggers: null, TestContext.Current.CancellationToken));

        Assert.Contains($"{port}", refused.Message, StringComparison.Ordinal);
    }

    private static async Task ProduceAsync(string servers, string value)
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = servers, LingerMs = 0 }).Build();
        await producer.ProduceAsync("t", new Message<Null, string> { Value = value }, TestContext.Current.CancellationToken);
    }

    private static IConsumer<Ignore, string> Consumer(string servers) => new ConsumerBuilder<Ignore, string>(
        new ConsumerConfig { BootstrapServers = servers, GroupId = "g", EnablePartitionEof = true, EnableAutoCommit = false }).Build();

    private static List<string> Read(string servers)
    {
        using var consumer = Consumer(servers);
        consumer.Assign(new TopicPartitionOffset("t", 0, 0));
        var values = new List<string>();
        while (consumer.Consume(TimeSpan.FromSeconds(10)) is { IsPartitionEOF: false } record)
        {
            values.Add(record.Message.Value);
        }

        return values;
    }

    private static void Commit(string servers, long offset)
    {
        using var consumer = Consumer(servers);
        consumer.Commit([new TopicPartitionOffset("t", 0, offset)]);
    }

    private static long Committed(string servers)
    {
        using var consumer = Consumer(servers);
        return consumer.Committed([new TopicPartition("t", 0)], TimeSpan.FromSeconds(10))[0].Offset.Value;
    }
}

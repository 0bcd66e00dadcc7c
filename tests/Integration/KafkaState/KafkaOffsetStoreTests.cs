using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Kafka.Log;
using OrleansConnect.Runtime.Offsets;

namespace OrleansConnect.Tests.Integration.KafkaState;

/// <summary>Source offsets in a topic that is Kafka Connect's.</summary>
[Collection(RealKafkaForStateTests.Name)]
public sealed class KafkaOffsetStoreTests(RealKafkaForState kafka)
{
    private readonly string _topic = kafka.NewName("offsets");
    private readonly RecordingLogger _logger = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_one_worker_commits_another_reads_until_it_is_removed()
    {
        await using var first = Create();
        await using var second = Create();
        await WriteAsync(first, "lines", File("a.txt"), Position(30));

        Assert.Equal(Position(30), await second.ReadAsync("lines", File("a.txt"), Cancelled));
        Assert.Null(await second.ReadAsync("other", File("a.txt"), Cancelled));
        await WriteAsync(second, "lines", File("a.txt"), null);
        Assert.Empty(await first.ReadAllAsync("lines", Cancelled));
    }

    [Fact]
    public async Task A_partition_that_java_wrote_in_another_order_is_the_same_and_keeps_its_key()
    {
        await using var store = Create();
        await store.OpenAsync(Cancelled);
        await ProduceAsync("""["lines",{"b":"2","a":1}]""", """{"position":1}""");
        var partition = SourcePartition.Of([new("a", 1L), new("b", "2")]);

        Assert.Equal(Position(1), await store.ReadAsync("lines", partition, Cancelled));
        await WriteAsync(store, "lines", partition, Position(2));

        Assert.Equal(Position(2), Assert.Single(await store.ReadAllAsync("lines", Cancelled)).Value);
        await using var fresh = Create();
        Assert.Equal(Position(2), Assert.Single(await fresh.ReadAllAsync("lines", Cancelled)).Value);
    }

    [Fact]
    public async Task Offsets_written_together_are_read_by_every_worker_and_replace_the_keys_that_are_there()
    {
        await using var first = Create();
        await using var second = Create();
        await first.OpenAsync(Cancelled);
        await second.OpenAsync(Cancelled);
        await ProduceAsync("""["lines",{"b":"2","a":1}]""", """{"position":1}""");
        var swapped = SourcePartition.Of([new("a", 1L), new("b", "2")]);
        Assert.Equal(Position(1), await first.ReadAsync("lines", swapped, Cancelled));

        await first.WriteTogetherAsync("lines", new Dictionary<SourcePartition, SourceOffset?> { [swapped] = Position(2), [File("a.txt")] = Position(3) }, Cancelled);
        Assert.Equal(2, (await second.ReadAllAsync("lines", Cancelled)).Count);
        await second.WriteTogetherAsync("lines", new Dictionary<SourcePartition, SourceOffset?> { [swapped] = Position(4), [File("a.txt")] = null }, Cancelled);

        Assert.Equal(Position(4), Assert.Single(await first.ReadAllAsync("lines", Cancelled)).Value);
        await using var fresh = Create();
        Assert.Equal(Position(4), Assert.Single(await fresh.ReadAllAsync("lines", Cancelled)).Value);
        Assert.Equal(swapped, Assert.Single(await fresh.PartitionsAsync("lines", Cancelled)));
    }

    [Fact]
    public async Task An_offset_that_cannot_be_read_is_named_with_its_place_and_all_others_work()
    {
        await using var store = Create();
        await WriteAsync(store, "fine", File("a.txt"), Position(1));
        await ProduceAsync("""["lines",{"filename":"a.txt"}]""", "what is this");
        await ProduceAsync("no key of ours", "{}");

        var exception = await Assert.ThrowsAsync<ConnectException>(async () => await store.ReadAsync("lines", File("a.txt"), Cancelled));

        Assert.Matches($"A source offset of connector 'lines' cannot be read, the record at offset \\d+ of {_topic}-\\d+, with key '\\[\"lines\",", exception.Message);
        Assert.Equal(Position(1), await store.ReadAsync("fine", File("a.txt"), Cancelled));
        Assert.Contains(_logger.At(LogLevel.Error), line => line.Contains($" of {_topic}-", StringComparison.Ordinal) && line.Contains("'no key of ours'", StringComparison.Ordinal));
        Assert.Equal(File("a.txt"), Assert.Single(await store.PartitionsAsync("lines", Cancelled)));
        await WriteAsync(store, "lines", File("a.txt"), Position(7));
        Assert.Equal(Position(7), await store.ReadAsync("lines", File("a.txt"), Cancelled));
    }

    [Fact]
    public async Task An_offset_larger_than_the_topic_takes_is_refused_by_size_and_limit()
    {
        await using var store = Create();

        var exception = await Assert.ThrowsAsync<ConnectException>(
            () => WriteAsync(store, "lines", File("a.txt"), SourceOffset.Of([new("note", new string('x', 2_000_000))])));

        Assert.Contains("An offset of connector 'lines' takes 20000", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"topic '{_topic}' takes 1048076 (max.message.bytes=1048588)", exception.Message, StringComparison.Ordinal);
    }

    private KafkaOffsetStore Create() => new(
        new OffsetTopic(
            new CompactedTopic(_topic) { Partitions = 3 },
            new TailSettings(new KafkaConnection(kafka.BootstrapServers)) { IsolationLevel = IsolationLevel.ReadCommitted }),
        new TypedLogger(_logger));

    private static Task WriteAsync(KafkaOffsetStore store, string connector, SourcePartition partition, SourceOffset? offset) =>
        store.WriteAsync(connector, new Dictionary<SourcePartition, SourceOffset?> { [partition] = offset }, Cancelled);

    private async Task ProduceAsync(string key, string value)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        await producer.ProduceAsync(_topic, new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(key), Value = Encoding.UTF8.GetBytes(value) }, Cancelled);
    }

    private static SourcePartition File(string name) => SourcePartition.Of([new("filename", name)]);

    private static SourceOffset Position(long position) => SourceOffset.Of([new("position", position)]);

    private sealed class TypedLogger(ILogger logger) : ILogger<KafkaOffsetStore>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logger.Log(logLevel, eventId, state, exception, formatter);
    }
}

using Confluent.Kafka;

namespace OrleansConnect.Tests.Conformance.Broker;

public abstract class ProduceAndFetchConformance(IBrokerUnderTest broker)
{
    private readonly Clients _clients = new(broker.BootstrapServers);

    [Theory]
    [InlineData(CompressionType.None)]
    [InlineData(CompressionType.Gzip)]
    [InlineData(CompressionType.Snappy)]
    [InlineData(CompressionType.Lz4)]
    [InlineData(CompressionType.Zstd)]
    public async Task Gives_back_what_was_produced(CompressionType compression)
    {
        var topic = await _clients.NewTopicAsync();
        using var producer = _clients.Producer(config => (config.CompressionType, config.LingerMs) = (compression, 20));

        var sent = Enumerable.Range(0, 500).Select(i => producer.ProduceAsync(topic, new() { Key = $"k{i}", Value = i % 7 == 0 ? null : new string('v', i) }));
        var reports = await Task.WhenAll(sent);
        var records = _clients.ReadAll(topic);

        Assert.Equal(Enumerable.Range(0, 500).Select(i => (long)i), reports.Select(report => report.Offset.Value));
        Assert.Equal(500, records.Count);
        Assert.All(records, (record, i) => Assert.Equal(($"k{i}", i % 7 == 0 ? null : new string('v', i), i), (record.Message.Key, record.Message.Value, record.Offset.Value)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200)]
    public async Task Gives_back_headers(int count)
    {
        var topic = await _clients.NewTopicAsync();
        using var producer = _clients.Producer();
        var headers = new Headers();
        for (var i = 0; i < count; i++)
        {
            headers.Add($"name{i}", i % 3 == 0 ? null : new byte[i]);
        }

        await producer.ProduceAsync(topic, new() { Value = "v", Headers = headers }, TestContext.Current.CancellationToken);
        var record = Assert.Single(_clients.ReadAll(topic));

        Assert.Equal(headers.Select(header => (header.Key, header.GetValueBytes()?.Length)), record.Message.Headers.Select(header => (header.Key, header.GetValueBytes()?.Length)));
    }

    [Fact]
    public async Task Wakes_a_waiting_consumer_when_a_record_comes()
    {
        var topic = await _clients.NewTopicAsync();
        using var consumer = _clients.Consumer(config => (config.FetchWaitMaxMs, config.EnablePartitionEof) = (10_000, false));
        using var producer = _clients.Producer();
        consumer.Assign(new TopicPartitionOffset(topic, 0, 0));
        Assert.Null(consumer.Consume(TimeSpan.FromMilliseconds(500)));

        await producer.ProduceAsync(topic, new() { Value = "now" }, TestContext.Current.CancellationToken);
        var record = consumer.Consume(TimeSpan.FromSeconds(5));

        Assert.Equal("now", record.Message.Value);
    }

    [Fact]
    public async Task Finds_offsets_by_time()
    {
        var topic = await _clients.NewTopicAsync(configs: new() { ["retention.ms"] = "-1" });
        using var producer = _clients.Producer();
        for (var i = 0; i < 10; i++)
        {
            await producer.ProduceAsync(topic, new() { Value = "v", Timestamp = new Timestamp(1_700_000_000_000 + (i * 1000), TimestampType.CreateTime) }, TestContext.Current.CancellationToken);
        }

        using var consumer = _clients.Consumer();
        long OffsetAt(long time) => consumer.OffsetsForTimes([new TopicPartitionTimestamp(topic, 0, new Timestamp(time, TimestampType.CreateTime))], TimeSpan.FromSeconds(10))[0].Offset.Value;

        Assert.Equal(0, OffsetAt(1_600_000_000_000));
        Assert.Equal(3, OffsetAt(1_700_000_003_000));
        Assert.Equal(4, OffsetAt(1_700_000_003_001));
        Assert.Equal(Offset.End.Value, OffsetAt(1_700_000_009_001));
    }

    [Fact]
    public async Task Refuses_a_record_above_the_limit()
    {
        var topic = await _clients.NewTopicAsync(configs: new() { ["max.message.bytes"] = "1000" });
        using var producer = _clients.Producer();

        var failure = await Assert.ThrowsAsync<ProduceException<string?, string?>>(() => producer.ProduceAsync(topic, new() { Value = new string('x', 2000) }, TestContext.Current.CancellationToken));

        Assert.Equal(ErrorCode.MsgSizeTooLarge, failure.Error.Code);
    }

    [Fact]
    public async Task Refuses_a_record_without_key_in_a_compacted_topic()
    {
        var topic = await _clients.NewTopicAsync(configs: new() { ["cleanup.policy"] = "compact" });
        using var producer = _clients.Producer();

        var failure = await Assert.ThrowsAsync<ProduceException<string?, string?>>(() => producer.ProduceAsync(topic, new() { Value = "x" }, TestContext.Current.CancellationToken));

        Assert.Equal(ErrorCode.InvalidRecord, failure.Error.Code);
    }

    [Fact]
    public async Task Creates_a_topic_on_first_use()
    {
        using var producer = _clients.Producer();
        var topic = "made-" + Guid.NewGuid().ToString("N");

        var report = await producer.ProduceAsync(topic, new() { Value = "v" }, TestContext.Current.CancellationToken);

        Assert.Equal(0, report.Offset.Value);
    }

    [Fact]
    public async Task Starts_anew_when_the_offset_is_out_of_range()
    {
        var topic = await _clients.NewTopicAsync();
        using var producer = _clients.Producer();
        await producer.ProduceAsync(topic, new() { Value = "first" }, TestContext.Current.CancellationToken);

        var records = _clients.ReadAll(topic, from: 50);

        Assert.Equal("first", Assert.Single(records).Message.Value);
    }

    [Fact]
    public async Task Stamps_records_on_append_where_the_topic_says_so()
    {
        var topic = await _clients.NewTopicAsync(configs: new() { ["message.timestamp.type"] = "LogAppendTime" });
        using var producer = _clients.Producer();

        await producer.ProduceAsync(topic, new() { Value = "v", Timestamp = new Timestamp(1, TimestampType.CreateTime) }, TestContext.Current.CancellationToken);
        var record = Assert.Single(_clients.ReadAll(topic));

        Assert.Equal(TimestampType.LogAppendTime, record.Message.Timestamp.Type);
        Assert.True(record.Message.Timestamp.UnixTimestampMs > 1_700_000_000_000);
    }

    [Fact]
    public async Task Reads_many_partitions_at_once()
    {
        var topic = await _clients.NewTopicAsync(partitions: 12);
        using var producer = _clients.Producer(config => config.LingerMs = 5);
        await Task.WhenAll(Enumerable.Range(0, 1200).Select(i => producer.ProduceAsync(new TopicPartition(topic, i % 12), new() { Value = $"{i}" })));
        using var consumer = _clients.Consumer(config => config.EnablePartitionEof = false);

        consumer.Assign(Enumerable.Range(0, 12).Select(partition => new TopicPartitionOffset(topic, partition, 0)));
        var values = Clients.Read(consumer, 1200).Select(record => record.Message.Value).ToHashSet();

        Assert.Equal(1200, values.Count);
    }
}

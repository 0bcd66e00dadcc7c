using Confluent.Kafka;

namespace OrleansConnect.Tests.Conformance.Broker;

public abstract class CleaningConformance(IBrokerUnderTest broker)
{
    private readonly Clients _clients = new(broker.BootstrapServers);

    [Theory]
    [InlineData(CompressionType.None)]
    [InlineData(CompressionType.Gzip)]
    [InlineData(CompressionType.Snappy)]
    [InlineData(CompressionType.Lz4)]
    [InlineData(CompressionType.Zstd)]
    public async Task Compaction_keeps_the_last_record_of_each_key_at_its_offset(CompressionType compression)
    {
        var topic = await CompactedTopicAsync();
        using var producer = _clients.Producer(config => (config.CompressionType, config.LingerMs) = (compression, 5));
        await ProduceAsync(producer, topic, Enumerable.Range(0, 400).Select(i => ($"k{i % 10}", (string?)$"v{i}")));
        await ProduceAsync(producer, topic, [("k3", null)]);

        var records = await UntilAsync(topic, producer, records => records.Count(record => record.Message.Key != "tick") is > 0 and <= 60);

        var last = records.Where(record => record.Message.Key != "tick").GroupBy(record => record.Message.Key).ToDictionary(key => key.Key ?? "", key => key.Last());
        Assert.All(Enumerable.Range(390, 10).Where(i => i % 10 != 3), i => Assert.Equal(($"v{i}", (long)i), (last[$"k{i % 10}"].Message.Value, last[$"k{i % 10}"].Offset.Value)));
        Assert.True(!last.TryGetValue("k3", out var tombstone) || tombstone.Message.Value is null);
    }

    [Fact]
    public async Task Compaction_removes_old_tombstones_and_aborted_records()
    {
        var topic = await CompactedTopicAsync();
        using var producer = _clients.Producer();
        using (var transactional = _clients.Producer(config => config.TransactionalId = topic))
        {
            transactional.InitTransactions(TimeSpan.FromSeconds(20));
            transactional.BeginTransaction();
            transactional.Produce(topic, new() { Key = "aborted", Value = "x" });
            transactional.Flush(TimeSpan.FromSeconds(20));
            transactional.AbortTransaction(TimeSpan.FromSeconds(20));
        }

        await ProduceAsync(producer, topic, [("gone", "v"), ("gone", null), ("stays", "v")]);

        var records = await UntilAsync(
            topic, producer, records => records.All(record => record.Message.Key is not ("gone" or "aborted")), IsolationLevel.ReadUncommitted);

        Assert.Contains(records, record => record.Message.Key == "stays");
    }

    [Fact]
    public async Task Retention_drops_old_segments()
    {
        var topic = await _clients.NewTopicAsync(configs: new() { ["retention.ms"] = "1000", ["segment.bytes"] = "1048576" });
        using var producer = _clients.Producer();
        var old = new Timestamp(TimeProvider.System.GetUtcNow().AddDays(-1).UtcDateTime);
        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => producer.ProduceAsync(topic, new() { Value = new string('x', 100_000), Timestamp = old })));

        var records = await UntilAsync(topic, producer, records => records[0].Offset.Value >= 10);

        Assert.Contains(records, record => record.Message.Key == "tick");
    }

    [Fact]
    public async Task Retention_by_size_drops_the_oldest_segments()
    {
        var topic = await _clients.NewTopicAsync(configs: new() { ["retention.bytes"] = "2097152", ["segment.bytes"] = "1048576" });
        using var producer = _clients.Producer();
        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => producer.ProduceAsync(topic, new() { Value = new string('x', 100_000) })));

        var records = await UntilAsync(topic, producer, records => records[0].Offset.Value > 20);

        Assert.True(records[0].Offset.Value <= 60);
    }

    private Task<string> CompactedTopicAsync() => _clients.NewTopicAsync(configs: new()
    {
        ["cleanup.policy"] = "compact",
        ["segment.ms"] = "200",
        ["min.cleanable.dirty.ratio"] = "0.01",
        ["delete.retention.ms"] = "100",
    });

    private static async Task ProduceAsync(IProducer<string?, string?> producer, string topic, IEnumerable<(string Key, string? Value)> records)
    {
        foreach (var chunk in records.Chunk(25))
        {
            await Task.WhenAll(chunk.Select(record => producer.ProduceAsync(topic, new() { Key = record.Key, Value = record.Value })));
        }
    }

    /// <summary>Reads again and again, with a record in between that makes segments roll, until the log is as wanted.</summary>
    private async Task<List<ConsumeResult<string?, string?>>> UntilAsync(
        string topic, IProducer<string?, string?> producer, Predicate<List<ConsumeResult<string?, string?>>> wanted, IsolationLevel isolation = IsolationLevel.ReadCommitted)
    {
        var deadline = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(40);
        while (true)
        {
            await producer.ProduceAsync(topic, new() { Key = "tick", Value = "tick" }, TestContext.Current.CancellationToken);
            var records = _clients.ReadAll(topic, isolation: isolation);
            if (records.Count > 0 && wanted(records))
            {
                return records;
            }

            Assert.True(TimeProvider.System.GetUtcNow() < deadline, $"After 40 s the log still holds {records.Count} records.");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}

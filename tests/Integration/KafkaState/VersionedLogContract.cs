using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.Tests.Integration.KafkaState;

/// <summary>The log over a broker that behaves, and topics and records that do not.</summary>
public abstract class VersionedLogContract(KafkaUnderTest kafka)
{
    private readonly string _topic = kafka.NewName("log");
    private readonly RecordingLogger _logger = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entries_of_several_partitions_are_found_by_another_process()
    {
        await using var first = await OpenAsync(partitions: 5);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => first.WriteAsync($"key-{i}", 0, Encoding.UTF8.GetBytes($"{i}"), Cancelled)));

        await using var second = await OpenAsync(partitions: 5);

        Assert.Equal(5, second.Topic.Partitions);
        Assert.Equal(200, (await second.ScanAsync("key-", Cancelled)).Count);
        Assert.Equal("77", Text(await second.ReadAsync("key-77", Cancelled)));
    }

    [Fact]
    public async Task Whoever_waits_for_an_entry_is_told_of_another_process_s_at_once_and_of_no_latest_value()
    {
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();
        var told = second.NextEntry();

        await first.WriteLatestAsync("sign", "1"u8.ToArray(), Cancelled);
        await second.ReadAsync("key", Cancelled);
        Assert.False(told.IsCompleted);
        await first.WriteAsync("key", 0, "1"u8.ToArray(), Cancelled);

        await told.WaitAsync(TimeSpan.FromSeconds(60), Cancelled);
        Assert.Equal("1", Text(second.Find("key")));
    }

    [Fact]
    public async Task Tombstones_leave_one_record_a_key_to_compaction()
    {
        await using var log = await OpenAsync();
        for (var version = 0; version < 20; version++)
        {
            Assert.True((await log.WriteAsync("key", version, "v"u8.ToArray(), Cancelled)).Accepted);
        }

        var left = new HashSet<string>();
        using var admin = BuildAdmin();
        await using var tail = await CompactedTopicTail.OpenAsync(new CompactedTopic(_topic), new TailSettings(Connection), admin, Keep, _logger, Cancelled);
        for (var attempt = 0; attempt < 300 && left.Count != 1; attempt++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), Cancelled);
            await tail.ReadToEndAsync(Cancelled);
        }

        Assert.StartsWith("key/20/", Assert.Single(left), StringComparison.Ordinal);

        void Keep(TailRecord record)
        {
            var key = Encoding.UTF8.GetString(record.Key ?? []);
            _ = record.Value is null ? left.Remove(key) : left.Add(key);
        }
    }

    [Fact]
    public async Task What_a_dead_writer_left_is_swept_by_another_process()
    {
        await using var log = await OpenAsync(settings => settings with { SweepAfter = TimeSpan.FromMilliseconds(200) });
        await log.WriteAsync("key", 0, "v"u8.ToArray(), Cancelled);
        await ProduceAsync("key/1/00000000000000aa.1", [1, 0, 1]);

        for (var attempt = 0; attempt < 300 && !_logger.At(LogLevel.Debug).Any(line => line.StartsWith("Removed 1 records", StringComparison.Ordinal)); attempt++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), Cancelled);
        }

        Assert.Contains(_logger.At(LogLevel.Debug), line => line.StartsWith("Removed 1 records", StringComparison.Ordinal));
        Assert.Equal("v", Text(await log.ReadAsync("key", Cancelled)));
    }

    [Fact]
    public async Task A_topic_that_deletes_is_refused_with_the_command_that_mends_it()
    {
        using var admin = BuildAdmin();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = _topic, NumPartitions = 1, Configs = new() { ["cleanup.policy"] = "delete" } }]);

        var exception = await Assert.ThrowsAsync<TopicUnusableException>(() => OpenAsync());

        Assert.Contains($"Topic '{_topic}' has cleanup.policy 'delete'", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"kafka-configs.sh --bootstrap-server {kafka.BootstrapServers} --alter", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topic_that_forgets_deletions_early_is_refused_with_the_command_that_mends_it()
    {
        using var admin = BuildAdmin();
        await admin.CreateTopicsAsync(
            [new TopicSpecification { Name = _topic, NumPartitions = 1, Configs = new() { ["cleanup.policy"] = "compact", ["delete.retention.ms"] = "60000" } }]);

        var exception = await Assert.ThrowsAsync<TopicUnusableException>(() => OpenAsync());

        Assert.Contains($"Topic '{_topic}' has delete.retention.ms '60000', but deletions must be remembered for 86400000 ms", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"--entity-name {_topic} --add-config delete.retention.ms=86400000", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_replicas_than_there_are_brokers_are_refused_by_number()
    {
        var exception = await Assert.ThrowsAsync<TopicUnusableException>(
            () => OpenAsync(settings => settings with { Topic = settings.Topic with { ReplicationFactor = 7 } }));

        Assert.Contains($"Topic '{_topic}' cannot be created with 1 partitions and replication factor 7", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_nobody_can_decode_is_named_with_its_place()
    {
        await using var log = await OpenAsync();
        await log.WriteAsync("key", 0, "what is this"u8.ToArray(), Cancelled);
        var stored = await log.ReadAsync("key", Cancelled);

        var exception = Assert.Throws<EntryUnreadableException>(
            () => log.Decode("key", stored.Value.GetValueOrDefault(), bytes => System.Text.Json.JsonSerializer.Deserialize<int>(bytes.Span)));

        Assert.Contains($"The entry of 'key' in partition 0 of topic '{_topic}' at offset 0 cannot be read: ", exception.Message, StringComparison.Ordinal);
        Assert.IsType<System.Text.Json.JsonException>(exception.InnerException);
    }

    [Fact]
    public async Task A_value_larger_than_the_topic_takes_is_refused_before_it_is_sent()
    {
        await using var log = await OpenAsync(
            settings => settings with { Topic = settings.Topic with { Configs = new Dictionary<string, string> { ["max.message.bytes"] = "5000" } } });

        var exception = await Assert.ThrowsAsync<EntryTooLargeException>(() => log.WriteAsync("key", 0, new byte[5000], Cancelled));

        Assert.Contains($"topic '{_topic}' takes 4488 (max.message.bytes=5000)", exception.Message, StringComparison.Ordinal);
        Assert.True((await log.WriteAsync("key", 0, new byte[4400], Cancelled)).Accepted);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => log.WriteAsync($"key-{i}", 0, new byte[1000], Cancelled)));
    }

    [Fact]
    public async Task A_topic_that_is_deleted_under_us_ends_reads_and_writes_by_name()
    {
        await using var log = await OpenAsync();
        await log.WriteAsync("key", 0, "v"u8.ToArray(), Cancelled);
        using var admin = BuildAdmin();
        await admin.DeleteTopicsAsync([_topic]);

        TopicUnusableException? exception = null;
        for (var attempt = 0; attempt < 400 && exception is null; attempt++)
        {
            try
            {
                await log.ReadAsync("key", Cancelled);
                await Task.Delay(TimeSpan.FromMilliseconds(100), Cancelled);
            }
            catch (TopicUnusableException met)
            {
                exception = met;
            }
        }

        Assert.Contains(_topic, exception?.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<TopicUnusableException>(() => log.WriteAsync("key", 1, "v"u8.ToArray(), Cancelled));
    }

    [Fact]
    public async Task An_entry_of_a_newer_format_is_named_and_only_its_key_fails()
    {
        await ProduceAsync("key/1/00000000000000aa.1", [9, 0, 1]);
        await using var log = await OpenAsync();

        var exception = await Assert.ThrowsAsync<EntryUnreadableException>(async () => await log.ReadAsync("key", Cancelled));

        Assert.Contains($"The entry of 'key' in partition 0 of topic '{_topic}' at offset 0 cannot be read: it has format 9", exception.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<EntryUnreadableException>(() => log.WriteAsync("key", 1, "v"u8.ToArray(), Cancelled));
        Assert.True((await log.WriteAsync("other", 0, "v"u8.ToArray(), Cancelled)).Accepted);
        Assert.Contains(_logger.At(LogLevel.Error), line => line.Contains("'key'", StringComparison.Ordinal) && line.Contains("offset 0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_record_that_is_no_entry_is_named_in_the_log()
    {
        await ProduceAsync("what is this", [1, 2, 3]);

        await using var log = await OpenAsync();

        Assert.Contains(
            $"The record with key 'what is this' in topic '{_topic}', partition 0, offset 0 is not an entry and is left alone.", _logger.At(LogLevel.Error));
    }

    [Fact]
    public async Task Partitions_that_were_added_later_are_noticed_at_start()
    {
        await using (var log = await OpenAsync())
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(i => log.WriteAsync($"key-{i}", 0, "v"u8.ToArray(), Cancelled)));
        }

        using var admin = BuildAdmin();
        await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = _topic, IncreaseTo = 7 }]);

        var exception = await Assert.ThrowsAsync<TopicUnusableException>(() => OpenAsync());

        Assert.Contains("partitions were added", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kafka_that_cannot_be_reached_is_waited_for_with_progress_and_then_named()
    {
        var settings = new VersionedLogSettings(new KafkaConnection("127.0.0.1:9"), new CompactedTopic("t")) { StartTimeout = TimeSpan.FromSeconds(6) };

        var exception = await Assert.ThrowsAsync<KafkaUnavailableException>(() => VersionedLog.OpenAsync(settings, TimeProvider.System, _logger, Cancelled));

        Assert.Contains("Kafka at '127.0.0.1:9' did not serve within 6 s", exception.Message, StringComparison.Ordinal);
        Assert.Contains(_logger.At(LogLevel.Warning), line => line.StartsWith("Waiting for Kafka at '127.0.0.1:9'", StringComparison.Ordinal));
    }

    private KafkaConnection Connection => new(kafka.BootstrapServers);

    private Task<VersionedLog> OpenAsync(int partitions = 1) => OpenAsync(settings => settings with { Topic = settings.Topic with { Partitions = partitions } });

    private Task<VersionedLog> OpenAsync(Func<VersionedLogSettings, VersionedLogSettings> configure) => VersionedLog.OpenAsync(
        configure(new VersionedLogSettings(Connection, new CompactedTopic(_topic))), TimeProvider.System, _logger, Cancelled);

    private IAdminClient BuildAdmin() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();

    private async Task ProduceAsync(string key, byte[] value)
    {
        await (await OpenAsync()).DisposeAsync();
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        await producer.ProduceAsync(_topic, new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(key), Value = value }, Cancelled);
    }

    private static string? Text(VersionedValue value) => value.Value is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;
}

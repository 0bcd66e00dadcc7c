using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Consuming;
using OrleansConnect.Kafka.Producing;
using OrleansConnect.Tests.Integration.KafkaState;
using TopicPartition = OrleansConnect.Kafka.TopicPartition;
using TopicPartitionOffset = OrleansConnect.Kafka.TopicPartitionOffset;

namespace OrleansConnect.Tests.Integration.Kafka.Consuming;

public sealed class RecordConsumerTests(RealKafka kafka) : KafkaTests(kafka)
{
    [Fact]
    public async Task Gives_an_empty_batch_when_nothing_comes_in_time()
    {
        await CreateTopicAsync();
        await using var consumer = await CreateReaderAsync();

        using var batch = await consumer.ConsumeAsync(10, TimeSpan.FromMilliseconds(300), Cancellation);

        Assert.Equal(0, batch.Count);
    }

    [Fact]
    public async Task Wakes_for_a_message_that_comes_while_it_waits()
    {
        await CreateTopicAsync();
        await using var consumer = await CreateReaderAsync();

        var waiting = ReadAsync(consumer, 1);
        await SendNumbersAsync(1, first: 7);

        Assert.Equal("7", Assert.Single(await waiting).Value);
    }

    [Fact]
    public async Task Gives_no_more_than_asked_for_and_nothing_is_lost_between_batches()
    {
        await CreateTopicAsync();
        await SendNumbersAsync(1000);
        await using var consumer = await CreateReaderAsync();

        var values = new List<string?>();
        while (values.Count < 1000)
        {
            using var batch = await consumer.ConsumeAsync(7, TimeSpan.FromSeconds(20), Cancellation);
            Assert.InRange(batch.Count, 1, 7);
            for (var i = 0; i < batch.Count; i++)
            {
                values.Add(ReceivedMessage.Of(batch[i]).Value);
            }
        }

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"{i}"), values);
    }

    [Fact]
    public async Task A_cancelled_wait_ends_at_once()
    {
        await CreateTopicAsync();
        await using var consumer = await CreateReaderAsync();
        using var cancellation = new CancellationTokenSource();

        var waiting = consumer.ConsumeAsync(1, Timeout.InfiniteTimeSpan, cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Knows_what_the_group_committed_and_starts_there()
    {
        await CreateTopicAsync(partitions: 2);
        var group = $"group-{Topic}";
        await SendNumbersAsync(10);
        await using (var first = CreateConsumer(("group.id", group)))
        {
            await first.AssignAsync([new(Topic, 0, TopicPartitionOffset.Beginning)], Cancellation);
            await first.CommitAsync([new(Topic, 0, 4)], Cancellation);
        }

        await using var second = CreateConsumer(("group.id", group));
        var committed = await second.CommittedAsync([new(Topic, 0), new(Topic, 1)], TimeSpan.FromSeconds(20), Cancellation);
        await second.AssignAsync([new(Topic, 0, TopicPartitionOffset.Stored)], Cancellation);
        var received = await ReadAsync(second, 6);

        Assert.Equal([4, TopicPartitionOffset.Invalid], committed.Select(c => c.Offset));
        Assert.Equal("4", received[0].Value);
    }

    [Fact]
    public async Task Does_not_have_Kafka_create_the_topics_it_is_to_read()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Kafka.BootstrapServers }).Build();
        await CreateTopicAsync();
        await using var consumer = CreateConsumer();
        var missing = new TopicPartitionOffset($"{Topic}-missing", 0, TopicPartitionOffset.Beginning);
        await consumer.IncrementalAssignAsync([From(0), missing], Cancellation);

        consumer.IncrementalUnassign([new(Topic, 0)]);
        await admin.DeleteTopicsAsync([Topic]);
        await consumer.IncrementalAssignAsync([From(0)], Cancellation);

        while (admin.GetMetadata(Patience).Topics.Exists(topic => topic.Topic.StartsWith(Topic, StringComparison.Ordinal)))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }
    }

    [Fact]
    public async Task Seeks_back_and_forth_without_messages_from_before()
    {
        await CreateTopicAsync();
        await SendNumbersAsync(100);
        await using var consumer = await CreateReaderAsync();
        _ = await ReadAsync(consumer, 100);

        await consumer.SeekAsync(new(Topic, 0, 90), Cancellation);
        var back = await ReadAsync(consumer, 10);
        await consumer.SeekAsync(new(Topic, 0, 50), Cancellation);
        var further = await ReadAsync(consumer, 50);

        Assert.Equal(Enumerable.Range(90, 10).Select(i => $"{i}"), back.Select(r => r.Value));
        Assert.Equal(Enumerable.Range(50, 50).Select(i => $"{i}"), further.Select(r => r.Value));
    }

    [Fact]
    public async Task A_paused_partition_is_silent_until_it_is_resumed_and_loses_nothing()
    {
        await CreateTopicAsync(partitions: 2);
        await using var consumer = await CreateReaderAsync(partitions: 2);
        await SendNumbersAsync(1, partition: 0);
        _ = await ReadAsync(consumer, 1);

        consumer.Pause([new(Topic, 0)]);
        await SendNumbersAsync(5, first: 1, partition: 0);
        await SendNumbersAsync(5, first: 100, partition: 1);
        var whilePaused = await ReadAsync(consumer, 5);
        consumer.Resume([new(Topic, 0)]);
        var afterwards = await ReadAsync(consumer, 5);

        Assert.All(whilePaused, r => Assert.Equal(1, r.Partition));
        Assert.Equal(["1", "2", "3", "4", "5"], afterwards.Select(r => r.Value));
    }

    [Fact]
    public async Task Partitions_come_and_go_without_disturbing_the_others()
    {
        await CreateTopicAsync(partitions: 2);
        await SendNumbersAsync(3, partition: 0);
        await SendNumbersAsync(3, first: 10, partition: 1);
        await using var consumer = CreateConsumer();

        await consumer.IncrementalAssignAsync([new(Topic, 0, TopicPartitionOffset.Beginning)], Cancellation);
        var first = await ReadAsync(consumer, 3);
        await consumer.IncrementalAssignAsync([new(Topic, 1, 1)], Cancellation);
        var second = await ReadAsync(consumer, 2);
        consumer.IncrementalUnassign([new(Topic, 0)]);
        await SendNumbersAsync(3, first: 3, partition: 0);
        await SendNumbersAsync(1, first: 13, partition: 1);
        var third = await ReadAsync(consumer, 1);

        Assert.Equal(["0", "1", "2"], first.Select(r => r.Value));
        Assert.Equal(["11", "12"], second.Select(r => r.Value));
        Assert.Equal(["13"], third.Select(r => r.Value));
    }

    [Fact]
    public async Task Knows_the_end_of_a_partition_it_reads()
    {
        await CreateTopicAsync();
        await SendNumbersAsync(42);
        await using var consumer = await CreateReaderAsync();
        _ = await ReadAsync(consumer, 42);

        var known = consumer.TryGetWatermarks(new(Topic, 0), out _, out var high);

        Assert.True(known);
        Assert.Equal(42, high);
        Assert.False(consumer.TryGetWatermarks(new("not-read", 0), out _, out _));
    }

    [Fact]
    public async Task Asks_for_the_ends_of_partitions_whether_it_reads_them_or_not()
    {
        await CreateTopicAsync();
        await SendNumbersAsync(42);
        await using var consumer = await CreateReaderAsync();
        consumer.Pause([new(Topic, 0)]);
        await SendNumbersAsync(3, first: 42);

        var ends = await consumer.EndsAsync([new(Topic, 0), new("not-there", 0)], TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(45, ends.Single(end => end.Topic == Topic).Offset);
        Assert.True(ends.Single(end => end.Topic != Topic).Offset < 0);
    }

    [Fact]
    public async Task A_batch_can_be_read_after_its_consumer_was_disposed()
    {
        await CreateTopicAsync();
        await SendNumbersAsync(1, first: 5);
        var consumer = await CreateReaderAsync();
        using var batch = await consumer.ConsumeAsync(1, TimeSpan.FromSeconds(20), Cancellation);

        var disposing = consumer.DisposeAsync();

        Assert.Equal("5", ReceivedMessage.Of(batch[0]).Value);
        Assert.Same(batch[0].Topic, batch[0].Topic);
        batch.Dispose();
        await disposing;
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await consumer.ConsumeAsync(1, TimeSpan.Zero, Cancellation));
    }

    [Fact]
    public async Task Closes_without_complaint_after_it_waited_in_vain()
    {
        await CreateTopicAsync();
        var log = new RecordingLogger();
        var consumer = new RecordConsumer(ConsumerSettings(("group.id", Topic)), log);
        await consumer.IncrementalAssignAsync([From(0)], Cancellation);
        using (await consumer.ConsumeAsync(10, TimeSpan.FromMilliseconds(50), Cancellation))
        {
        }

        await consumer.DisposeAsync();

        Assert.Empty(log.At(LogLevel.Warning));
    }

    [Fact]
    public async Task An_offset_that_is_gone_is_an_error_of_its_partition()
    {
        await CreateTopicAsync();
        await SendNumbersAsync(3);
        await using var consumer = CreateConsumer(("auto.offset.reset", "none"));
        await consumer.AssignAsync([new(Topic, 0, 1000)], Cancellation);

        var (partition, error) = await FirstErrorAsync(consumer);

        Assert.Equal(new TopicPartition(Topic, 0), partition);
        Assert.Equal(KafkaErrorCode.AutoOffsetReset, error.Code);
    }

    [Fact]
    public async Task Tells_the_end_of_a_partition_behind_the_marker_of_a_transaction()
    {
        await CreateTopicAsync();
        await using (var producer = CreateProducer(new Deliveries(), ("transactional.id", Topic)))
        {
            await producer.InitTransactionsAsync(Cancellation);
            producer.BeginTransaction();
            using var batch = new MessageBatch();
            Add(batch, 0, null, "only");
            await producer.SendAsync(batch, Cancellation);
            await producer.CommitTransactionAsync(Cancellation);
        }

        await using var consumer = CreateConsumer(("enable.partition.eof", "true"));
        await consumer.AssignAsync([From(0)], Cancellation);
        var (values, end) = (0, 0L);
        while (end == 0)
        {
            using var batch = await consumer.ConsumeAsync(1, Patience, Cancellation);
            var message = batch[0];
            (values, end) = message.Error is null ? (values + 1, end) : (values, message.Offset);
        }

        Assert.Equal((1, 2L), (values, end));
        Assert.True(consumer.TryGetWatermarks(new(Topic, 0), out _, out var high));
        Assert.Equal(2, high);
    }

    [Fact]
    public async Task Reads_on_by_itself_after_the_broker_was_killed_and_came_back()
    {
        await CreateTopicAsync();
        await SendNumbersAsync(10);
        await using var consumer = await CreateReaderAsync();
        _ = await ReadAsync(consumer, 10);

        Kafka.Kill();
        await Kafka.RestartAsync();
        await SendNumbersAsync(10, first: 10);
        var received = await ReadAsync(consumer, 10);

        Assert.Equal(Enumerable.Range(10, 10).Select(i => $"{i}"), received.Select(r => r.Value));
    }

    private async Task<RecordConsumer> CreateReaderAsync(int partitions = 1)
    {
        var consumer = CreateConsumer();
        await consumer.AssignAsync([.. Enumerable.Range(0, partitions).Select(p => From(TopicPartitionOffset.Beginning, p))], Cancellation);
        return consumer;
    }

    private static async Task<(TopicPartition Partition, KafkaError Error)> FirstErrorAsync(RecordConsumer consumer)
    {
        using var batch = await consumer.ConsumeAsync(1, Patience, Cancellation);
        Assert.Equal(1, batch.Count);
        var message = batch[0];
        Assert.True(message.IsValueNull);
        return (new TopicPartition(message.Topic, message.Partition), Assert.IsType<KafkaError>(message.Error));
    }
}

using OrleansConnect.Kafka.Consuming;
using OrleansConnect.Kafka.Producing;

namespace OrleansConnect.Tests.Integration.Kafka;

public sealed class RoundTripTests(RealKafka kafka) : KafkaTests(kafka)
{
    [Fact]
    public async Task Keys_values_headers_and_timestamps_arrive_as_sent()
    {
        await CreateTopicAsync();
        var deliveries = new Deliveries();
        await using var producer = CreateProducer(deliveries);
        using var batch = new MessageBatch();

        Add(batch, 10, "key", "value");
        Add(batch, 11, null, null, timestampMs: 1_700_000_000_123);
        Add(batch, 12, "", "");
        AddWithHeaders(batch, 13);
        await producer.SendAsync(batch, Cancellation);
        await producer.FlushAsync(Cancellation);
        await using var consumer = CreateConsumer();
        await consumer.AssignAsync([From(0)], Cancellation);
        var received = await ReadAsync(consumer, 4);

        Assert.Equal([("key", "value"), (null, null), ("", ""), ("k", "v")], received.Select(m => (m.Key, m.Value)));
        Assert.Equal(["", "", "", "a=1;b=null;a=;ü=x;"], received.Select(m => m.Headers));
        Assert.Equal([0L, 1, 2, 3], received.Select(m => m.Offset));
        Assert.Equal(1_700_000_000_123, received[1].TimestampMs);
        Assert.All(received, m => Assert.Equal((Topic, 0, TimestampKind.CreateTime), (m.Topic, m.Partition, m.Kind)));
        Assert.Equal([10L, 11, 12, 13], deliveries.All.Select(r => r.Sequence));
        Assert.Equal([0L, 1, 2, 3], deliveries.All.Select(r => r.Offset));
        Assert.All(deliveries.All, r => Assert.Null(r.Error));
    }

    [Fact]
    public async Task Messages_go_to_the_partition_named_and_keep_their_order_there()
    {
        await CreateTopicAsync(partitions: 3);
        var deliveries = new Deliveries();
        await using var producer = CreateProducer(deliveries);
        using var batch = new MessageBatch();

        for (var i = 0; i < 3000; i++)
        {
            Add(batch, i, null, $"{i}", partition: i / 10 % 3, timestampMs: i % 2 == 0 ? 1_000 + i : null);
        }

        await producer.SendAsync(batch, Cancellation);
        await producer.FlushAsync(Cancellation);
        await using var consumer = CreateConsumer();
        await consumer.AssignAsync([From(0, 0), From(0, 1), From(0, 2)], Cancellation);
        var received = await ReadAsync(consumer, 3000);

        Assert.All(received, m => Assert.Equal(int.Parse(m.Value!, System.Globalization.CultureInfo.InvariantCulture) / 10 % 3, m.Partition));
        Assert.All(received.GroupBy(m => m.Partition), p => Assert.Equal(
            p.Select(m => int.Parse(m.Value!, System.Globalization.CultureInfo.InvariantCulture)).Order(), p.Select(m => int.Parse(m.Value!, System.Globalization.CultureInfo.InvariantCulture))));
        Assert.All(deliveries.All, r => Assert.Equal(r.Sequence / 10 % 3, r.Partition));
    }

    private void AddWithHeaders(MessageBatch batch, long sequence)
    {
        batch.Begin(Topic, 0, null, sequence);
        Write(batch, "k");
        batch.EndKey(false);
        Write(batch, "v");
        batch.EndValue(false);
        Write(batch, "1");
        batch.EndHeader("a", false);
        batch.EndHeader("b", true);
        batch.EndHeader("a", false);
        Write(batch, "x");
        batch.EndHeader("ü", false);
        batch.Commit();
    }
}

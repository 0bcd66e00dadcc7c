using Confluent.Kafka;

namespace OrleansConnect.Tests.Conformance.Broker;

public abstract class TransactionsConformance(IBrokerUnderTest broker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Clients _clients = new(broker.BootstrapServers);
    private readonly string _transactionalId = "tx-" + Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Shows_committed_records_and_hides_aborted_ones()
    {
        var topic = await _clients.NewTopicAsync();
        using var producer = Transactional();

        foreach (var (value, commit) in new[] { ("a", true), ("b", false), ("c", true), ("d", false), ("e", true) })
        {
            producer.BeginTransaction();
            producer.Produce(topic, new() { Key = value, Value = value });
            Flush(producer);
            End(producer, commit);
        }

        Assert.Equal(["a", "c", "e"], _clients.ReadAll(topic).Select(record => record.Message.Value));
        Assert.Equal(["a", "b", "c", "d", "e"], _clients.ReadAll(topic, isolation: IsolationLevel.ReadUncommitted).Select(record => record.Message.Value));
    }

    [Fact]
    public async Task Readers_of_committed_data_wait_at_an_open_transaction()
    {
        var topic = await _clients.NewTopicAsync();
        using var producer = Transactional();
        using var plain = _clients.Producer();

        producer.BeginTransaction();
        producer.Produce(topic, new() { Value = "open" });
        Flush(producer);
        await plain.ProduceAsync(topic, new() { Value = "after" }, TestContext.Current.CancellationToken);
        var during = _clients.ReadAll(topic);
        producer.CommitTransaction(Patience);
        var after = _clients.ReadAll(topic);

        Assert.Empty(during);
        Assert.Equal(["open", "after"], after.Select(record => record.Message.Value));
    }

    [Fact]
    public async Task A_second_producer_with_the_same_id_fences_the_first()
    {
        var topic = await _clients.NewTopicAsync();
        using var first = Transactional();
        first.BeginTransaction();
        first.Produce(topic, new() { Value = "lost" });
        Flush(first);

        using var second = Transactional();
        var fenced = Assert.ThrowsAny<KafkaException>(() => first.CommitTransaction(Patience));
        second.BeginTransaction();
        second.Produce(topic, new() { Value = "kept" });
        second.CommitTransaction(Patience);

        Assert.True(fenced.Error.IsFatal);
        Assert.Equal(["kept"], _clients.ReadAll(topic).Select(record => record.Message.Value));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Offsets_are_committed_with_the_transaction_or_not_at_all(bool commit)
    {
        var topic = await _clients.NewTopicAsync();
        using var producer = Transactional();
        using var consumer = _clients.Consumer(config => config.GroupId = _transactionalId);
        consumer.Subscribe(topic);
        consumer.Consume(TimeSpan.FromSeconds(10));

        producer.BeginTransaction();
        producer.SendOffsetsToTransaction([new TopicPartitionOffset(topic, 0, 7)], consumer.ConsumerGroupMetadata, Patience);
        End(producer, commit);
        var committed = consumer.Committed([new TopicPartition(topic, 0)], Patience)[0];
        consumer.Close();

        Assert.Equal(commit ? 7 : Offset.Unset.Value, committed.Offset.Value);
    }

    [Fact]
    public async Task Many_small_transactions_over_partitions_keep_their_order()
    {
        var topic = await _clients.NewTopicAsync(partitions: 3);
        using var producer = Transactional();

        for (var i = 0; i < 30; i++)
        {
            producer.BeginTransaction();
            for (var partition = 0; partition < 3; partition++)
            {
                producer.Produce(new TopicPartition(topic, partition), new() { Value = $"{i}" });
            }

            End(producer, commit: i % 3 != 0);
        }

        var expected = Enumerable.Range(0, 30).Where(i => i % 3 != 0).Select(i => $"{i}").ToList();
        Assert.All(Enumerable.Range(0, 3), partition => Assert.Equal(expected, _clients.ReadAll(topic, partition).Select(record => record.Message.Value)));
    }

    private IProducer<string?, string?> Transactional()
    {
        var producer = _clients.Producer(config => config.TransactionalId = _transactionalId);
        producer.InitTransactions(Patience);
        return producer;
    }

    private static void End(IProducer<string?, string?> producer, bool commit)
    {
        if (commit)
        {
            producer.CommitTransaction(Patience);
        }
        else
        {
            producer.AbortTransaction(Patience);
        }
    }

    private static void Flush(IProducer<string?, string?> producer) => producer.Flush(Patience);
}

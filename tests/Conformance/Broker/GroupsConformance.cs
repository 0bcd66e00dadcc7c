using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace OrleansConnect.Tests.Conformance.Broker;

public abstract class GroupsConformance(IBrokerUnderTest broker)
{
    private readonly Clients _clients = new(broker.BootstrapServers);
    private readonly string _group = "group-" + Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Divides_partitions_among_members_and_again_when_one_leaves()
    {
        var topic = await FilledTopicAsync(partitions: 4, records: 40);
        using var first = Member();
        using var second = Member();
        first.Subscribe(topic);
        second.Subscribe(topic);

        await UntilAsync(() => Poll(first, second) && first.Assignment.Count == 2 && second.Assignment.Count == 2);
        second.Close();
        await UntilAsync(() => Poll(first) && first.Assignment.Count == 4);

        Assert.Equal([0, 1, 2, 3], first.Assignment.Select(partition => partition.Partition.Value).Order());
    }

    [Fact]
    public async Task Goes_on_at_the_committed_offset()
    {
        var topic = await FilledTopicAsync(partitions: 1, records: 10);
        using (var consumer = Member())
        {
            consumer.Subscribe(topic);
            var read = Clients.Read(consumer, 4);
            consumer.Commit(read[^1]);
            consumer.Close();
        }

        using var next = Member();
        next.Subscribe(topic);
        var rest = Clients.Read(next, 6);
        next.Close();

        Assert.Equal(Enumerable.Range(4, 6).Select(i => (long)i), rest.Select(record => record.Offset.Value));
    }

    [Fact]
    public async Task A_static_member_returns_without_a_rebalance()
    {
        var topic = await FilledTopicAsync(partitions: 2, records: 2);
        var rebalances = 0;
        using var stays = Member(config => config.GroupInstanceId = "stays", onAssigned: () => rebalances++);
        stays.Subscribe(topic);
        using (var leaves = Member(config => config.GroupInstanceId = "returns"))
        {
            leaves.Subscribe(topic);
            await UntilAsync(() => Poll(stays, leaves) && stays.Assignment.Count == 1 && leaves.Assignment.Count == 1);
            leaves.Close();
        }

        var before = rebalances;
        using var returned = Member(config => config.GroupInstanceId = "returns");
        returned.Subscribe(topic);
        await UntilAsync(() => Poll(stays, returned) && returned.Assignment.Count == 1);

        Assert.Equal(before, rebalances);
    }

    [Fact]
    public async Task Takes_offsets_of_consumers_that_assign_themselves()
    {
        var topic = await FilledTopicAsync(partitions: 1, records: 5);
        using var consumer = Member();
        using var admin = _clients.Admin();

        consumer.Assign(new TopicPartition(topic, 0));
        consumer.Commit([new TopicPartitionOffset(topic, 0, 3)]);
        var committed = consumer.Committed([new TopicPartition(topic, 0)], TimeSpan.FromSeconds(10));
        var listed = await admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions(_group, [new TopicPartition(topic, 0)])]);

        Assert.Equal(3, committed[0].Offset.Value);
        Assert.Equal(3, listed[0].Partitions[0].Offset.Value);
    }

    [Fact]
    public async Task Describes_and_deletes_a_group()
    {
        var topic = await FilledTopicAsync(partitions: 1, records: 1);
        using var admin = _clients.Admin();
        var consumer = Member();
        consumer.Subscribe(topic);
        consumer.Commit(Clients.Read(consumer, 1)[0]);

        var stable = (await admin.DescribeConsumerGroupsAsync([_group])).ConsumerGroupDescriptions[0];
        var refused = await Assert.ThrowsAsync<DeleteGroupsException>(() => admin.DeleteGroupsAsync([_group]));
        consumer.Close();
        consumer.Dispose();
        var empty = (await admin.DescribeConsumerGroupsAsync([_group])).ConsumerGroupDescriptions[0];
        var listed = await admin.ListConsumerGroupsAsync();
        await admin.DeleteGroupsAsync([_group]);
        var after = await admin.ListConsumerGroupsAsync();

        Assert.Equal(ConsumerGroupState.Stable, stable.State);
        Assert.Equal(topic, stable.Members[0].Assignment.TopicPartitions[0].Topic);
        Assert.Equal(ErrorCode.NonEmptyGroup, refused.Results[0].Error.Code);
        Assert.Equal(ConsumerGroupState.Empty, empty.State);
        Assert.Contains(listed.Valid, group => group.GroupId == _group);
        Assert.DoesNotContain(after.Valid, group => group.GroupId == _group);
    }

    [Fact]
    public async Task Forgets_a_member_that_falls_silent()
    {
        var topic = await FilledTopicAsync(partitions: 2, records: 2);
        using var living = Member();
        living.Subscribe(topic);
        var silent = Member(config => (config.SessionTimeoutMs, config.MaxPollIntervalMs, config.HeartbeatIntervalMs) = (6000, 6000, 5900));
        silent.Subscribe(topic);
        await UntilAsync(() => Poll(living, silent) && living.Assignment.Count == 1 && silent.Assignment.Count == 1);

        await UntilAsync(() => Poll(living) && living.Assignment.Count == 2);

        Assert.Equal(2, living.Assignment.Count);
        silent.Dispose();
    }

    private async Task<string> FilledTopicAsync(int partitions, int records)
    {
        var topic = await _clients.NewTopicAsync(partitions);
        using var producer = _clients.Producer();
        await Task.WhenAll(Enumerable.Range(0, records).Select(i => producer.ProduceAsync(new TopicPartition(topic, i % partitions), new() { Value = $"{i}" })));
        return topic;
    }

    private IConsumer<string?, string?> Member(Action<ConsumerConfig>? configure = null, Action? onAssigned = null)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = broker.BootstrapServers,
            GroupId = _group,
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            SessionTimeoutMs = 10_000,
            HeartbeatIntervalMs = 300,
        };
        configure?.Invoke(config);
        return new ConsumerBuilder<string?, string?>(config)
            .SetPartitionsAssignedHandler((_, _) => onAssigned?.Invoke()).SetErrorHandler((_, _) => { }).SetLogHandler((_, _) => { }).Build();
    }

    private static bool Poll(params ReadOnlySpan<IConsumer<string?, string?>> consumers)
    {
        foreach (var consumer in consumers)
        {
            consumer.Consume(TimeSpan.FromMilliseconds(50));
        }

        return true;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var deadline = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(30);
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetUtcNow() < deadline, "The condition did not come true within 30 s.");
            await Task.Yield();
        }
    }
}

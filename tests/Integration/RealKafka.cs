using OrleansConnect.Tests.Integration.KafkaState;

namespace OrleansConnect.Tests.Integration;

/// <summary>One Apache Kafka node for a collection of tests, which creates no topics by itself and allows everything but what a test denies; tests are skipped where there is none.</summary>
public sealed class RealKafka : IAsyncLifetime
{
    private const string Properties =
        """
        auto.create.topics.enable=false
        offsets.topic.num.partitions=4
        transaction.state.log.num.partitions=4
        group.initial.rebalance.delay.ms=0
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        allow.everyone.if.no.acl.found=true
        """;

    private KafkaBroker? _broker;

    /// <summary>Where it listens.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>Skips the test where there is no Kafka.</summary>
    public string BootstrapServers => Broker.BootstrapServers;

    private KafkaBroker Broker
    {
        get
        {
            Assert.SkipWhen(KafkaBroker.SkipReason is not null, KafkaBroker.SkipReason ?? "");
            return _broker ?? throw new InvalidOperationException("The broker has not been started.");
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (KafkaBroker.SkipReason is null)
        {
            _broker = await KafkaBroker.StartAsync(Properties, Address, CancellationToken.None);
        }
    }

    /// <summary>Ends the node as a crash would.</summary>
    public void Kill() => Broker.Kill();

    /// <summary>Starts it again with what it has on disk, and waits until it serves.</summary>
    public Task RestartAsync() => Broker.StartAgainAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => _broker?.DisposeAsync() ?? ValueTask.CompletedTask;
}

namespace OrleansConnect.Tests.Integration.KafkaState;

/// <summary>Apache Kafka, started once for all tests of state.</summary>
public sealed class RealKafkaForState : KafkaUnderTest
{
    private KafkaBroker? _broker;

    public override string BootstrapServers
    {
        get
        {
            Assert.SkipWhen(KafkaBroker.SkipReason is not null, KafkaBroker.SkipReason ?? "");
            return _broker?.BootstrapServers ?? throw new InvalidOperationException("The broker has not been started.");
        }
    }

    public override async ValueTask InitializeAsync()
    {
        if (KafkaBroker.SkipReason is null)
        {
            _broker = await KafkaBroker.StartAsync("", CancellationToken.None);
        }
    }

    public override ValueTask DisposeAsync() => _broker?.DisposeAsync() ?? ValueTask.CompletedTask;
}

[CollectionDefinition(Name)]
public sealed class RealKafkaForStateTests : ICollectionFixture<RealKafkaForState>
{
    public const string Name = "State in Apache Kafka";
}

using OrleansConnect.EmbeddedKafka;

namespace OrleansConnect.Tests.Integration.KafkaState;

/// <summary>The embedded broker, started once for all tests of state in it.</summary>
public sealed class EmbeddedKafkaForState : KafkaUnderTest
{
    private readonly string _directory = Directory.CreateTempSubdirectory("embedded-state-").FullName;
    private EmbeddedKafkaBroker? _broker;

    public override string BootstrapServers => _broker?.BootstrapServers ?? throw new InvalidOperationException("The broker has not been started.");

    public override async ValueTask InitializeAsync() =>
        _broker = await EmbeddedKafkaBroker.StartAsync(new EmbeddedKafkaOptions { DataDirectory = _directory }, loggers: null, CancellationToken.None);

    public override async ValueTask DisposeAsync()
    {
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }
}

[CollectionDefinition(Name)]
public sealed class EmbeddedKafkaForStateTests : ICollectionFixture<EmbeddedKafkaForState>
{
    public const string Name = "State in the embedded Kafka";
}

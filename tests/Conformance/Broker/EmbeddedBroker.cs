using OrleansConnect.EmbeddedKafka;

namespace OrleansConnect.Tests.Conformance.Broker;

/// <summary>The embedded broker, in this process.</summary>
public sealed class EmbeddedBroker : IBrokerUnderTest, IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("embedded-broker-").FullName;
    private EmbeddedKafkaBroker? _broker;

    public string BootstrapServers => _broker?.BootstrapServers ?? throw new InvalidOperationException("The broker has not started.");

    public async ValueTask InitializeAsync() => _broker = await EmbeddedKafkaBroker.StartAsync(
        new EmbeddedKafkaOptions
        {
            DataDirectory = _directory,
            Properties = new Dictionary<string, string> { ["log.cleaner.backoff.ms"] = "200", ["log.retention.check.interval.ms"] = "200" },
        },
        loggers: null,
        TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }
}

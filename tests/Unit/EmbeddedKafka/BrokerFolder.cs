using OrleansConnect.EmbeddedKafka;

namespace OrleansConnect.Tests.Unit.EmbeddedKafka;

/// <summary>A folder for a broker, and the broker on it.</summary>
internal sealed class BrokerFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("broker-folder-").FullName;

    public Task<EmbeddedKafkaBroker> StartAsync(Dictionary<string, string>? properties = null) => EmbeddedKafkaBroker.StartAsync(
        new EmbeddedKafkaOptions { DataDirectory = Path, Properties = properties ?? [] }, loggers: null, TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

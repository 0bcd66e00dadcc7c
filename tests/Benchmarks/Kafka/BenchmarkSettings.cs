using OrleansConnect.Kafka;

namespace OrleansConnect.Benchmarks.Kafka;

internal sealed record BenchmarkSettings(string BootstrapServers, int Count, int SizeBytes, IReadOnlyDictionary<string, string> Extra)
{
    public ClientSettings Consumer => ClientSettings.ForConsumer(Servers, Extra);

    private Dictionary<string, string> Servers => new() { ["bootstrap.servers"] = BootstrapServers };

    public ClientSettings Producer(string lingerMs) =>
        ClientSettings.ForProducer(Servers, new Dictionary<string, string> { ["linger.ms"] = lingerMs }, Extra);
}

using System.Net.Http.Json;
using OrleansConnect.Tests.Integration.KafkaState;

namespace OrleansConnect.Tests.Conformance.Broker;

/// <summary>A Java Kafka Connect worker, exactly-once enabled, whose only Kafka is the embedded broker.</summary>
[Collection(EmbeddedBrokerCollection.Name)]
public sealed class KafkaConnectTests(EmbeddedBroker broker) : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("connect-on-embedded-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Moves_a_file_through_a_topic_into_a_file()
    {
        ApacheKafka.SkipWithoutHome();
        var (source, sink) = (Path.Combine(_directory, "in.txt"), Path.Combine(_directory, "out.txt"));
        var lines = Enumerable.Range(0, 100).Select(i => $"line {i}").ToList();
        await File.WriteAllLinesAsync(source, lines, TestContext.Current.CancellationToken);
        var port = FreePorts.Next();
        var properties = Path.Combine(_directory, "worker.properties");
        await File.WriteAllTextAsync(properties, Properties(port), TestContext.Current.CancellationToken);

        using var worker = ApacheKafka.Run("connect-distributed.sh", properties);
        worker.BeginOutputReadLine();
        worker.BeginErrorReadLine();
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            await UntilAsync(async () => (await http.GetAsync("/connectors", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
            await PutAsync(http, "source", new() { ["connector.class"] = "FileStreamSource", ["tasks.max"] = "1", ["file"] = source, ["topic"] = "through" });
            await PutAsync(http, "sink", new() { ["connector.class"] = "FileStreamSink", ["tasks.max"] = "1", ["file"] = sink, ["topics"] = "through" });
            await UntilAsync(async () => File.Exists(sink) && (await File.ReadAllLinesAsync(sink, TestContext.Current.CancellationToken)).Length == lines.Count);
        }
        finally
        {
            worker.Kill(entireProcessTree: true);
            await worker.WaitForExitAsync(CancellationToken.None);
        }

        Assert.Equal(lines, await File.ReadAllLinesAsync(sink, TestContext.Current.CancellationToken));
    }

    private static Task PutAsync(HttpClient http, string name, Dictionary<string, string> config) => UntilAsync(async () =>
        (await http.PutAsJsonAsync($"/connectors/{name}/config", config, TestContext.Current.CancellationToken)).IsSuccessStatusCode);

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var deadline = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(90);
        while (!await TryAsync(condition))
        {
            Assert.True(TimeProvider.System.GetUtcNow() < deadline, "The worker did not come so far within 90 s.");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<bool> TryAsync(Func<Task<bool>> condition)
    {
        try
        {
            return await condition();
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private string Properties(int port) => $"""
        bootstrap.servers={broker.BootstrapServers}
        group.id=connect-on-embedded
        exactly.once.source.support=enabled
        listeners=http://127.0.0.1:{port}
        plugin.discovery=hybrid_warn
        key.converter=org.apache.kafka.connect.storage.StringConverter
        value.converter=org.apache.kafka.connect.storage.StringConverter
        config.storage.topic=connect-on-embedded-configs
        offset.storage.topic=connect-on-embedded-offsets
        status.storage.topic=connect-on-embedded-status
        config.storage.replication.factor=1
        offset.storage.replication.factor=1
        status.storage.replication.factor=1
        offset.flush.interval.ms=1000
        """;
}

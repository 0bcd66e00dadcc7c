using System.Globalization;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>Source offsets are Kafka Connect's own, in its topic and its format.</summary>
[Collection(KafkaCollection.Name)]
public sealed class KafkaConnectOffsetsTests(RealKafka kafka) : IDisposable
{
    private const int Lines = 500;
    private const string Connector = "lines";

    private readonly WorkFolder _folder = new();
    private int _written;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Group => $"shared-{Path.GetFileName(_folder.Path)}";

    private string Topic => $"{Group}-lines";

    private Dictionary<string, string> Config => new()
    {
        ["connector.class"] = "FileStreamSource",
        ["tasks.max"] = "1",
        ["file"] = _folder.File("in.txt"),
        ["topic"] = Topic,
        ["topic.creation.default.partitions"] = "1",
        ["topic.creation.default.replication.factor"] = "1",
    };

    [Fact]
    public async Task A_source_goes_on_at_the_same_line_from_kafka_connect_to_us_and_back()
    {
        var properties = await WriteWorkerPropertiesAsync();
        using var topic = new TopicLines(kafka.BootstrapServers, Topic);
        await AppendAsync();
        await using (var theirs = KafkaConnect.Start(_folder.Path, properties))
        {
            await theirs.CreateAsync(Connector, Config);
            await topic.ReadAsync(_written, () => theirs.Log);
            await theirs.StopAsync();
        }

        await AppendAsync();
        await using (var ours = await Worker.StartReadyAsync(_folder.Path, "distributed", properties))
        {
            await ours.CreateAsync(Connector, [.. Config.Select(setting => (setting.Key, setting.Value))]);
            await topic.ReadAsync(_written, () => ours.Log);
            Assert.True(await ours.StopAsync() == 0, ours.Log);
        }

        await AppendAsync();
        await using (var theirs = KafkaConnect.Start(_folder.Path, properties))
        {
            var lines = await topic.ReadAsync(_written, () => theirs.Log);

            Assert.Equal(Enumerable.Range(0, Lines * 3).Select(Line), lines);
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task AppendAsync()
    {
        await File.AppendAllLinesAsync(_folder.File("in.txt"), Enumerable.Range(_written, Lines).Select(Line), Cancel);
        _written += Lines;
    }

    // ASCII only: Kafka Connect counts characters and skips bytes, so it does not find its own place again among others.
    private static string Line(int number) => string.Create(CultureInfo.InvariantCulture, $"line {number}");

    // One file for the workers of both.
    private async Task<string> WriteWorkerPropertiesAsync()
    {
        var path = _folder.File("worker.properties");
        await File.WriteAllTextAsync(path, $"""
            bootstrap.servers={kafka.BootstrapServers}
            group.id={Group}
            key.converter=org.apache.kafka.connect.storage.StringConverter
            value.converter=org.apache.kafka.connect.storage.StringConverter
            config.storage.topic={Group}-configs
            offset.storage.topic={Group}-offsets
            status.storage.topic={Group}-status
            config.storage.replication.factor=1
            offset.storage.replication.factor=1
            status.storage.replication.factor=1
            offset.storage.partitions=3
            offset.flush.interval.ms=500
            plugin.discovery=hybrid_warn
            scheduled.rebalance.max.delay.ms=0
            """, Cancel);
        return path;
    }
}

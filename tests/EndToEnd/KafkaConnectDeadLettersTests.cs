using System.Text;
using Confluent.Kafka;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>Dead letters are Kafka Connect's own, byte for byte and header for header, for the same records.</summary>
[Collection(KafkaCollection.Name)]
public sealed class KafkaConnectDeadLettersTests(RealKafka kafka) : IDisposable
{
    private const string JsonConverter = "org.apache.kafka.connect.json.JsonConverter";
    private const string Stacktrace = "__connect.errors.exception.stacktrace";

    // What differs because the connectors and their topics are two.
    private static readonly string[] OwnHeaders = ["__connect.errors.connector.name", "__connect.errors.topic", Stacktrace];

    private static readonly Scenario[] Scenarios =
    [
        new("stages", Letters: 4, [("\"k\"", """{"n":1}"""), ("\"k\"", "{"), ("no json", """{"n":2}"""), (null, "\"a text\""), ("\"k\"", """{"n":3}"""), ("\"k\"", "\u0000")])
        {
            Settings = [("connector.class", "FileStreamSink"), ("transforms", "n"), ("transforms.n.type", "org.apache.kafka.connect.transforms.ExtractField$Value"), ("transforms.n.field", "n")],
        },
        new("bare", Letters: 1, [("\"k\"", "{"), ("\"k\"", "1")])
        {
            Settings = [("connector.class", "FileStreamSink"), ("errors.deadletterqueue.context.headers.enable", "false")],
        },
        new("headers", Letters: 2, [("\"k\"", "1"), (null, "2")]) { Settings = [("connector.class", "FileStreamSink"), ("header.converter", JsonConverter), ("header.converter.schemas.enable", "false")] },

        // Transformations have changed key, value and topic before the task finds the records bad.
        new("reported", Letters: 3, [("\"k\"", """{"report":"no such column"}"""), ("\"k\"", """{"n":1}"""), (null, """{"n":2, "report":null}"""), ("1", """{"report":""}""")])
        {
            Settings =
            [
                ("connector.class", "OrleansConnect.Tests.Plugins.ReportingSinkConnector"), ("transforms", "key,value,topic"),
                ("transforms.key.type", "org.apache.kafka.connect.transforms.HoistField$Key"), ("transforms.key.field", "k"),
                ("transforms.value.type", "org.apache.kafka.connect.transforms.InsertField$Value"), ("transforms.value.static.field", "added"), ("transforms.value.static.value", "x"),
                ("transforms.topic.type", "org.apache.kafka.connect.transforms.RegexRouter"), ("transforms.topic.regex", ".*"), ("transforms.topic.replacement", "elsewhere"),
            ],
        },
    ];

    // Not long ago: the broker deletes what is older than a week.
    private readonly long _since = TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeMilliseconds();
    private readonly WorkFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Group => $"letters-{Path.GetFileName(_folder.Path)}";

    [Fact]
    public async Task They_are_the_same_at_every_stage_and_when_the_sink_itself_reports_them()
    {
        var both = await Task.WhenAll(OursAsync(), TheirsAsync());

        foreach (var scenario in Scenarios)
        {
            var (ours, theirs) = (both[0][scenario.Name], both[1][scenario.Name]);
            Assert.Equal(scenario.Letters, ours.Count);
            Assert.All(ours.Zip(theirs), AssertSame);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertSame((DeadLetterText Ours, DeadLetterText Theirs) letter)
    {
        var (ours, theirs) = letter;
        Assert.Equal((theirs.Key, theirs.Value, theirs.TimestampMs), (ours.Key, ours.Value, ours.TimestampMs));
        Assert.Equal(theirs.Headers.Select(header => header.Key), ours.Headers.Select(header => header.Key));
        Assert.Equal(Comparable(theirs), Comparable(ours));
        Assert.Equal(theirs[Stacktrace]?.Split('\n')[0], ours[Stacktrace]?.Split('\n')[0]);
    }

    private static IEnumerable<KeyValuePair<string, string?>> Comparable(DeadLetterText letter) =>
        letter.Headers.Where(header => !OwnHeaders.Contains(header.Key));

    private async Task<Dictionary<string, IReadOnlyList<DeadLetterText>>> OursAsync()
    {
        await ProduceAsync("ours");
        await using var worker = await Worker.StartReadyAsync(
            _folder.Path, "distributed", $"--bootstrap.servers={kafka.BootstrapServers}", $"--group.id={Group}", "--offset.storage.partitions=2",
            $"--plugin.path={BuildOutput.Of("OrleansConnect.Tests.Plugins")}");
        foreach (var scenario in Scenarios)
        {
            await worker.CreateAsync(Name("ours", scenario), [.. Config("ours", scenario).Select(setting => (setting.Key, setting.Value))]);
        }

        return await LettersAsync("ours", () => worker.Details);
    }

    private async Task<Dictionary<string, IReadOnlyList<DeadLetterText>>> TheirsAsync()
    {
        await ProduceAsync("theirs");
        var properties = _folder.File("theirs.properties");
        await File.WriteAllTextAsync(properties, $"""
            bootstrap.servers={kafka.BootstrapServers}
            group.id={Group}-theirs
            key.converter=org.apache.kafka.connect.storage.StringConverter
            value.converter=org.apache.kafka.connect.storage.StringConverter
            config.storage.topic={Group}-theirs-configs
            offset.storage.topic={Group}-theirs-offsets
            status.storage.topic={Group}-theirs-status
            config.storage.replication.factor=1
            offset.storage.replication.factor=1
            status.storage.replication.factor=1
            plugin.discovery=hybrid_warn
            """, Cancel);
        await using var theirs = KafkaConnect.Start(_folder.Path, properties, await JavaPlugins.CompileAsync(_folder.File("classes")));
        foreach (var scenario in Scenarios)
        {
            await theirs.CreateAsync(Name("theirs", scenario), Config("theirs", scenario));
        }

        return await LettersAsync("theirs", () => theirs.Log);
    }

    private async Task<Dictionary<string, IReadOnlyList<DeadLetterText>>> LettersAsync(string side, Func<string> details)
    {
        var letters = new Dictionary<string, IReadOnlyList<DeadLetterText>>();
        foreach (var scenario in Scenarios)
        {
            letters[scenario.Name] = await DeadLetters.ReadAsync(kafka.BootstrapServers, $"{Topic(side, scenario)}-dlq", scenario.Letters, details);
        }

        return letters;
    }

    private static string Name(string side, Scenario scenario) => $"{side}-{scenario.Name}";

    private string Topic(string side, Scenario scenario) => $"{Group}-{Name(side, scenario)}";

    private Dictionary<string, string> Config(string side, Scenario scenario)
    {
        var config = new Dictionary<string, string>
        {
            ["tasks.max"] = "1",
            ["topics"] = Topic(side, scenario),
            ["key.converter"] = JsonConverter,
            ["key.converter.schemas.enable"] = "false",
            ["value.converter"] = JsonConverter,
            ["value.converter.schemas.enable"] = "false",
            ["errors.tolerance"] = "all",
            ["errors.deadletterqueue.topic.name"] = $"{Topic(side, scenario)}-dlq",
            ["errors.deadletterqueue.topic.replication.factor"] = "1",
            ["errors.deadletterqueue.context.headers.enable"] = "true",
            ["file"] = _folder.File($"{Name(side, scenario)}.txt"),
        };
        foreach (var (key, value) in scenario.Settings)
        {
            config[key] = value;
        }

        return config;
    }

    private async Task ProduceAsync(string side)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        await admin.CreateTopicsAsync(Scenarios.Select(scenario => new Confluent.Kafka.Admin.TopicSpecification { Name = Topic(side, scenario), NumPartitions = 1, ReplicationFactor = 1 }));
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        foreach (var scenario in Scenarios)
        {
            for (var i = 0; i < scenario.Records.Length; i++)
            {
                producer.Produce(Topic(side, scenario), new()
                {
                    Key = Bytes(scenario.Records[i].Key),
                    Value = Bytes(scenario.Records[i].Value),
                    Timestamp = new(_since + i, TimestampType.CreateTime),
                    Headers = [new("trace", Encoding.UTF8.GetBytes($"header {i}")), new("empty", null)],
                });
            }
        }

        producer.Flush(Cancel);
    }

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    private sealed record Scenario(string Name, int Letters, (string? Key, string Value)[] Records)
    {
        public required (string Key, string Value)[] Settings { get; init; }
    }
}

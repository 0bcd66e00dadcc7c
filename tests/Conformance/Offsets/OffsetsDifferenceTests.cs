using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using OrleansConnect.Tests.Conformance.Broker;
using OrleansConnect.Tests.Conformance.Validation;

namespace OrleansConnect.Tests.Conformance.Offsets;

/// <summary>The same connectors on a Kafka Connect worker and on ours are asked the same about their offsets.</summary>
[Collection(ApacheKafkaCollection.Name)]
public sealed class OffsetsDifferenceTests(ApacheKafka kafka, ConnectWorkers workers) : IClassFixture<ConnectWorkers>, IDisposable
{
    private const int Records = 10;
    private readonly string _folder = Directory.CreateTempSubdirectory("offsets-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private (HttpClient Http, string Name)[] Both => [(workers.Theirs, "theirs"), (workers.Ours, "ours")];

    [Fact]
    public async Task A_source_answers_as_Kafka_Connects()
    {
        ApacheKafka.SkipWithoutHome();
        await File.WriteAllTextAsync(FileOf("in"), "one\ntwo\nthree\n", Cancel);
        await CreateAsync("source", name => new()
        {
            ["connector.class"] = "org.apache.kafka.connect.file.FileStreamSourceConnector",
            ["tasks.max"] = "1",
            ["file"] = FileOf("in"),
            ["topic"] = $"{name}-lines",
            ["value.converter"] = "org.apache.kafka.connect.storage.StringConverter",
        });
        const string Committed = """{"offsets":[{"partition":{"filename":"FILE"},"offset":{"position":14}}]}""";

        // The worker commits what the task has read when it stops.
        await StopAndCompareAsync("source", () => HasRecordsAsync(3));
        await CompareAsync("source", [.. Bodies("Source.txt").Prepend(Committed).Select(body => body.Replace("FILE", FileOf("in"), StringComparison.Ordinal))]);
    }

    [Fact]
    public async Task A_sink_answers_as_Kafka_Connects()
    {
        ApacheKafka.SkipWithoutHome();
        await ProduceAsync("sink-in");
        await CreateAsync("sink", name => new()
        {
            ["connector.class"] = "org.apache.kafka.connect.file.FileStreamSinkConnector",
            ["tasks.max"] = "1",
            ["file"] = FileOf(name),
            ["topics"] = "sink-in",
            ["value.converter"] = "org.apache.kafka.connect.storage.StringConverter",
            ["key.converter"] = "org.apache.kafka.connect.storage.StringConverter",
        });

        await StopAndCompareAsync("sink", () => Task.FromResult(Both.All(worker => LinesOf($"{worker.Name}-sink") == Records)));
        await CompareAsync("sink", Bodies("Sink.txt"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string[] Bodies(string file) => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Offsets", file));

    private string FileOf(string name) => Path.Combine(_folder, name + ".txt");

    private int LinesOf(string name) => File.Exists(FileOf(name)) ? File.ReadAllLines(FileOf(name)).Length : 0;

    private async Task StopAndCompareAsync(string connector, Func<Task<bool>> hasWorked)
    {
        await UntilAsync(hasWorked);
        await CompareAsync(connector, ["""{"offsets":[{"partition":{"filename":"a"},"offset":{"position":1}}]}"""]);
        foreach (var (http, name) in Both)
        {
            using var answer = await http.PutAsync($"/connectors/{name}-{connector}/stop", null, Cancel);
            await UntilAsync(async () => (await http.GetStringAsync($"/connectors/{name}-{connector}/tasks", Cancel)) == "[]"
                && (await http.GetStringAsync($"/connectors/{name}-{connector}/status", Cancel)).Contains("STOPPED", StringComparison.Ordinal));
        }

        // A group of consumers that have left is empty a moment later.
        await UntilAsync(async () =>
        {
            using var answer = await SendAsync(Both[0].Http, HttpMethod.Patch, $"/connectors/theirs-{connector}/offsets", """{"offsets":[{"partition":{"kafka_topic":"sink-in","kafka_partition":0,"filename":"x"},"offset":null}]}""");
            return answer.IsSuccessStatusCode;
        });
    }

    // Every body is tried; then what is stored, a reset and a second one.
    private async Task CompareAsync(string connector, string[] bodies)
    {
        var differences = new StringBuilder();
        foreach (var body in bodies)
        {
            differences.Append(await CompareAsync(HttpMethod.Patch, connector, body));
        }

        differences.Append(await CompareAsync(HttpMethod.Get, connector, null));
        differences.Append(await CompareAsync(HttpMethod.Delete, connector, null));
        differences.Append(await CompareAsync(HttpMethod.Delete, connector, null));
        differences.Append(await CompareAsync(HttpMethod.Patch, "nobody", bodies[0]));
        differences.Append(await CompareAsync(HttpMethod.Patch, "nobody", "{}"));
        differences.Append(await CompareAsync(HttpMethod.Delete, "nobody", null));
        differences.Append(await CompareAsync(HttpMethod.Get, "nobody", null));
        Assert.True(differences.Length == 0, differences.ToString());
    }

    private async Task<string> CompareAsync(HttpMethod method, string connector, string? body)
    {
        var answers = new List<string>();
        foreach (var (http, name) in Both)
        {
            using var answer = await SendAsync(http, method, $"/connectors/{name}-{connector}/offsets", body);
            var text = await answer.Content.ReadAsStringAsync(Cancel);
            answers.Add($"{(int)answer.StatusCode} {Sorted(JsonNode.Parse(text))?.ToJsonString()}".Replace($"{name}-{connector}", "CONNECTOR", StringComparison.Ordinal));
        }

        // What Kafka Connect's JSON library says about a malformed body is its own.
        var isSame = answers[0] == answers[1] || (answers.TrueForAll(answer => answer.StartsWith("500", StringComparison.Ordinal)) && body is not null && body[0] == '#');
        return isSame ? "" : $"{method} {connector} {body}\n  theirs {answers[0]}\n  ours   {answers[1]}\n";
    }

    // The order of a map's entries is nobody's business.
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, Sorted(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body.TrimStart('#'), Encoding.UTF8, "application/json");
        return await http.SendAsync(request, Cancel);
    }

    private async Task CreateAsync(string connector, Func<string, Dictionary<string, string>> config)
    {
        foreach (var (http, name) in Both)
        {
            await UntilAsync(async () =>
            {
                using var answer = await http.PutAsJsonAsync($"/connectors/{name}-{connector}/config", config($"{name}-{connector}"), Cancel);
                return answer.IsSuccessStatusCode;
            });
        }
    }

    private async Task ProduceAsync(string topic)
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        for (var i = 0; i < Records; i++)
        {
            await producer.ProduceAsync(topic, new() { Value = $"{i}" }, Cancel);
        }
    }

    private Task<bool> HasRecordsAsync(int count)
    {
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = "ends" }).Build();
        try
        {
            return Task.FromResult(Both.All(worker =>
                consumer.QueryWatermarkOffsets(new($"{worker.Name}-source-lines", 0), TimeSpan.FromSeconds(10)).High.Value == count));
        }
        catch (KafkaException)
        {
            // The topic is not there yet.
            return Task.FromResult(false);
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(90), "It did not happen within 90 s.");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Cancel);
        }
    }
}

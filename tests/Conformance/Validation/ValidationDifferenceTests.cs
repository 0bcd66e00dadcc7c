using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Connectors.Files;
using OrleansConnect.Tests.Conformance.Broker;

namespace OrleansConnect.Tests.Conformance.Validation;

/// <summary>Both workers are asked the same. Where the answers differ, <see cref="JustifiedDifferences"/> says where and why.</summary>
[Collection(ApacheKafkaCollection.Name)]
public sealed class ValidationDifferenceTests(ConnectWorkers workers) : IClassFixture<ConnectWorkers>
{
    private static readonly string Version = PluginVersions.Of(typeof(FileSourceConnector));

    public static TheoryData<string> Settings => ValidationCase.Names("settings");

    public static TheoryData<string> Transformations => ValidationCase.Names("transformations");

    [Theory, MemberData(nameof(Settings))]
    public Task Settings_are_validated_as_by_Kafka_Connect(string name) => CompareAsync(ValidationCase.Find(name));

    [Theory, MemberData(nameof(Transformations))]
    public Task Transformations_are_validated_as_by_Kafka_Connect(string name) => CompareAsync(ValidationCase.Find(name));

    [Theory, MemberData(nameof(Settings))]
    public Task Settings_are_refused_as_by_Kafka_Connect(string name) => CompareRefusalsAsync(ValidationCase.Find(name));

    [Theory, MemberData(nameof(Transformations))]
    public Task Transformations_are_refused_as_by_Kafka_Connect(string name) => CompareRefusalsAsync(ValidationCase.Find(name));

    [Theory]
    [InlineData("org.apache.kafka.connect.file.FileStreamSourceConnector")]
    [InlineData("org.apache.kafka.connect.file.FileStreamSinkConnector")]
    [InlineData("org.apache.kafka.connect.json.JsonConverter")]
    [InlineData("org.apache.kafka.connect.storage.StringConverter")]
    [InlineData("org.apache.kafka.connect.converters.ByteArrayConverter")]
    [InlineData("org.apache.kafka.connect.converters.BooleanConverter")]
    [InlineData("org.apache.kafka.connect.converters.ShortConverter")]
    [InlineData("org.apache.kafka.connect.converters.IntegerConverter")]
    [InlineData("org.apache.kafka.connect.converters.LongConverter")]
    [InlineData("org.apache.kafka.connect.converters.FloatConverter")]
    [InlineData("org.apache.kafka.connect.converters.DoubleConverter")]
    [InlineData("org.apache.kafka.connect.storage.SimpleHeaderConverter")]
    [InlineData("org.apache.kafka.connect.transforms.Cast$Key")]
    [InlineData("org.apache.kafka.connect.transforms.DropHeaders")]
    [InlineData("org.apache.kafka.connect.transforms.ExtractField$Value")]
    [InlineData("org.apache.kafka.connect.transforms.Filter")]
    [InlineData("org.apache.kafka.connect.transforms.Flatten$Value")]
    [InlineData("org.apache.kafka.connect.transforms.HeaderFrom$Value")]
    [InlineData("org.apache.kafka.connect.transforms.HoistField$Key")]
    [InlineData("org.apache.kafka.connect.transforms.InsertField$Value")]
    [InlineData("org.apache.kafka.connect.transforms.InsertHeader")]
    [InlineData("org.apache.kafka.connect.transforms.MaskField$Value")]
    [InlineData("org.apache.kafka.connect.transforms.RegexRouter")]
    [InlineData("org.apache.kafka.connect.transforms.ReplaceField$Value")]
    [InlineData("org.apache.kafka.connect.transforms.SetSchemaMetadata$Value")]
    [InlineData("org.apache.kafka.connect.transforms.TimestampConverter$Value")]
    [InlineData("org.apache.kafka.connect.transforms.TimestampRouter")]
    [InlineData("org.apache.kafka.connect.transforms.ValueToKey")]
    [InlineData("org.apache.kafka.connect.transforms.predicates.HasHeaderKey")]
    [InlineData("org.apache.kafka.connect.transforms.predicates.RecordIsTombstone")]
    [InlineData("org.apache.kafka.connect.transforms.predicates.TopicNameMatches")]
    [InlineData("FileStreamSink")]
    [InlineData("NoSuchPlugin")]
    public async Task The_settings_of_a_plugin_are_listed_as_by_Kafka_Connect(string plugin)
    {
        ApacheKafka.SkipWithoutHome();
        var path = $"/connector-plugins/{Uri.EscapeDataString(plugin)}/config";

        var theirs = await ListAsync(workers.Theirs, path);
        var ours = await ListAsync(workers.Ours, path);

        Assert.Equal("", string.Join('\n', Differences.Between(theirs, ours)));
    }

    // In the form of a validation, of which it has the definitions.
    private static async Task<JsonNode> ListAsync(HttpClient http, string path)
    {
        using var response = await http.GetAsync(path, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var body = JsonNode.Parse(text.Replace("4.3.1", "VERSION", StringComparison.Ordinal).Replace(Version, "VERSION", StringComparison.Ordinal));
        var rows = (body as JsonArray)?.Select(definition => (JsonNode?)new JsonObject { ["definition"] = definition?.DeepClone() }).ToArray();
        return new JsonObject { ["status"] = (int)response.StatusCode, ["configs"] = rows is null ? null : new JsonArray(rows), ["body"] = rows is null ? body?.DeepClone() : null };
    }

    private async Task CompareAsync(ValidationCase asked)
    {
        ApacheKafka.SkipWithoutHome();
        var path = $"/connector-plugins/{Uri.EscapeDataString(asked.Plugin)}/config/validate";

        var theirs = await AnswerAsync(workers.Theirs, path, asked);
        var ours = await AnswerAsync(workers.Ours, path, asked);

        var differences = Differences.Between(
            JsonNode.Parse(theirs.Replace("4.3.1", "VERSION", StringComparison.Ordinal)), JsonNode.Parse(ours.Replace(Version, "VERSION", StringComparison.Ordinal)));
        Assert.Equal("", string.Join('\n', JustifiedDifferences.Without(differences, asked.Name)));
    }

    // What a worker finds wrong it has to refuse, with the same text. What both find right is not created.
    private async Task CompareRefusalsAsync(ValidationCase asked)
    {
        ApacheKafka.SkipWithoutHome();
        var path = $"/connector-plugins/{Uri.EscapeDataString(asked.Config.GetValueOrDefault("connector.class") ?? asked.Plugin)}/config/validate";
        if (IsValid(await AnswerAsync(workers.Theirs, path, asked)) || IsValid(await AnswerAsync(workers.Ours, path, asked)))
        {
            return;
        }

        var theirs = await CreateAsync(workers.Theirs, asked);
        var ours = await CreateAsync(workers.Ours, asked);

        Assert.Equal([], JustifiedDifferences.Without(Differences.Between(theirs, ours), asked.Name));
    }

    private static bool IsValid(string answer) => (int?)JsonNode.Parse(answer)?["body"]?["error_count"] == 0;

    private static async Task<JsonNode> CreateAsync(HttpClient http, ValidationCase asked)
    {
        using var response = await http.PostAsJsonAsync("/connectors", new { name = asked.Config.GetValueOrDefault("name"), config = asked.Config }, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var body = JsonNode.Parse(text.Replace("4.3.1", "VERSION", StringComparison.Ordinal).Replace(Version, "VERSION", StringComparison.Ordinal));
        return new JsonObject { ["status"] = (int)response.StatusCode, ["body"] = body?["message"]?.DeepClone() };
    }

    private static async Task<string> AnswerAsync(HttpClient http, string path, ValidationCase asked)
    {
        using var response = await http.PutAsJsonAsync(path, asked.Config, TestContext.Current.CancellationToken);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return new JsonObject { ["status"] = (int)response.StatusCode, ["configs"] = body?["configs"]?.DeepClone(), ["body"] = Without(body) }.ToJsonString();
    }

    private static JsonNode? Without(JsonNode? body)
    {
        (body as JsonObject)?.Remove("configs");
        return body?.DeepClone();
    }
}

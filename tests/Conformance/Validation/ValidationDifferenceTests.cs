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

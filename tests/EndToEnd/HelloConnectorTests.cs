using System.Net.Http.Json;
using System.Text.Json;
using OrleansConnect.Tests.EndToEnd.Processes;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>The example of a plugin: built by the solution, found on plugin.path, listed, and run.</summary>
public sealed class HelloConnectorTests(PluginWorker plugins) : IClassFixture<PluginWorker>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_listed_with_its_version()
    {
        var listed = await plugins.Worker.Rest.GetFromJsonAsync<JsonElement>("/connector-plugins?connectorsOnly=false", Cancel);

        var hello = listed.EnumerateArray().Where(plugin => plugin.GetProperty("class").GetString()?.StartsWith("HelloConnector.", StringComparison.Ordinal) == true)
            .ToDictionary(plugin => plugin.GetProperty("type").GetString() ?? "", plugin => plugin.GetProperty("version").GetString());
        Assert.Equal(["sink", "source", "transformation"], hello.Keys.Order());
        Assert.All(hello.Values, version => Assert.False(string.IsNullOrEmpty(version)));
    }

    [Fact]
    public async Task Greets_through_a_topic_with_its_own_transformation_and_dependencies()
    {
        await plugins.Worker.CreateAsync("greetings", ("connector.class", "HelloConnector.HelloSourceConnector"), ("topic", "hello"), ("greeted", "Ada"),
            ("key.converter", "org.apache.kafka.connect.storage.StringConverter"), ("transforms", "roman"), ("transforms.roman.type", "HelloConnector.RomanNumber"));
        await plugins.Worker.CreateAsync("greeter", ("connector.class", "HelloSink"), ("topics", "hello"), ("key.converter", "org.apache.kafka.connect.storage.StringConverter"));

        await Eventually.IsTrueAsync(
            () => plugins.Worker.Log.Contains("Hello, Ada, for the II. time!", StringComparison.Ordinal), "the second greeting is in the log", details: () => plugins.Worker.Log);
    }
}

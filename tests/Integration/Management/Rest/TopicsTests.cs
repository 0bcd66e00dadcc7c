using OrleansConnect.Grains;
using OrleansConnect.Tests.Integration.Management.Fakes;

namespace OrleansConnect.Tests.Integration.Management.Rest;

public sealed class TopicsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tells_the_topics_of_a_connector_and_forgets_them()
    {
        await using var host = await ManagementHost.StartAsync(Cancel);
        host.Cluster.Topics["src"] = ["a", "b"];

        await host.Rest.AnswersAsync("GET", "/connectors/src/topics", 200, """{"src":{"topics":["a","b"]}}""");
        await host.Rest.AnswersAsync("PUT", "/connectors/src/topics/reset", 202, "");
        await host.Rest.AnswersAsync("GET", "/connectors/src/topics", 200, """{"src":{"topics":[]}}""");
    }

    [Theory]
    [InlineData("nobody", "nobody")]
    [InlineData("%20", " ")]
    public async Task A_connector_that_does_not_exist_has_no_topics(string segment, string name)
    {
        await using var host = await ManagementHost.StartAsync(Cancel);

        await host.Rest.AnswersAsync("GET", $"/connectors/{segment}/topics", 200, $$$"""{"{{{name}}}":{"topics":[]}}""");
        await host.Rest.AnswersAsync("PUT", $"/connectors/{segment}/topics/reset", 202, "");
    }

    [Theory]
    [InlineData("topic.tracking.enable", "GET", "/connectors/src/topics", "Topic tracking is disabled.")]
    [InlineData("topic.tracking.enable", "PUT", "/connectors/src/topics/reset", "Topic tracking is disabled.")]
    [InlineData("topic.tracking.allow.reset", "PUT", "/connectors/src/topics/reset", "Topic tracking reset is disabled.")]
    public async Task Is_forbidden_where_a_setting_of_the_worker_says_so(string setting, string method, string path, string message)
    {
        await using var host = await ManagementHost.StartAsync(Cancel, settings: new Dictionary<string, string?> { [setting] = "false" });
        host.Cluster.Add("src", ConnectorKind.Source);

        await host.Rest.AnswersAsync(method, path, 403, $$"""{"error_code":403,"message":"{{message}}"}""");
    }
}

using OrleansConnect.Tests.Integration.Management.Fakes;

namespace OrleansConnect.Tests.Integration.Management.Rest;

public sealed class OffsetsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Offsets_are_shown_as_they_are_stored()
    {
        await using var host = await ManagementHost.StartAsync(Cancel);
        host.Cluster.Add("src");
        host.Cluster.Offsets = [new("""{"file":"größe \"a\"","n":9007199254740993}""", """{"position":30,"ratio":1.0}"""), new("""{"b":2,"a":1}""", null)];

        await host.Rest.AnswersAsync(
            "GET", "/connectors/src/offsets", 200,
            """{"offsets":[{"partition":{"file":"größe \"a\"","n":9007199254740993},"offset":{"position":30,"ratio":1.0}},{"partition":{"b":2,"a":1},"offset":null}]}""");
        await host.Rest.RefusesAsync("GET", "/connectors/nobody/offsets", 404, "Connector nobody not found");
    }

    [Theory]
    [InlineData("""{"offsets":[{"partition":{"a":1},"offset":{"n":1.0}},{"partition":null,"offset":null},{}]}""", """{"a":1}={"n":1.0} null=null null=null""")]
    [InlineData("""{"offsets":[]}""", "")]
    [InlineData("""{"offsets":null}""", "")]
    [InlineData("{}", "")]
    public async Task A_change_reaches_the_connector_as_it_was_sent(string body, string expected)
    {
        await using var host = await ManagementHost.StartAsync(Cancel);
        host.Cluster.Add("src");

        await host.Rest.AnswersAsync("PATCH", "/connectors/src/offsets", 200, """{"message":"altered"}""", body);
        await host.Rest.AnswersAsync("DELETE", "/connectors/src/offsets", 200, """{"message":"reset"}""");

        Assert.Equal([$"AlterOffsets(src, {expected})", "ResetOffsets(src)"], host.Cluster.Calls);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[1]")]
    [InlineData("""{"offsets":{"a":1}}""")]
    [InlineData("""{"offsets":[null]}""")]
    [InlineData("""{"offsets":[1]}""")]
    [InlineData("""{"offsets":[{"partition":"a","offset":null}]}""")]
    [InlineData("""{"offsets":[{"partition":{},"offset":5}]}""")]
    [InlineData("""{"offsets":[{"partition":{},"offset":{},"more":1}]}""")]
    [InlineData("""{"offset":[]}""")]
    [InlineData("")]
    public async Task A_body_of_another_form_is_refused_with_500_as_by_Kafka_Connect(string body)
    {
        await using var host = await ManagementHost.StartAsync(Cancel);
        host.Cluster.Add("src");

        using var answer = await host.Rest.SendAsync("PATCH", "/connectors/src/offsets", body);

        Assert.Equal(500, (int)answer.StatusCode);
        Assert.Empty(host.Cluster.Calls);
    }
}

using System.Text.Json;
using OrleansConnect.Tests.Integration.Management.Fakes;

namespace OrleansConnect.Tests.Integration.Management.Rest;

public sealed class PluginsTests : IAsyncLifetime
{
    private const string TasksMax =
        """{"name":"tasks.max","type":"INT","required":false,"default_value":"1","importance":"HIGH","documentation":"Most tasks.","group":"Common","order_in_group":4,"width":"SHORT","display_name":"Tasks max","dependents":[]}""";

    private const string File =
        """{"name":"file","type":"STRING","required":true,"default_value":null,"importance":"MEDIUM","documentation":"Path of the file to read.","group":null,"order_in_group":-1,"width":"NONE","display_name":"file","dependents":[]}""";

    private ManagementHost _host = null!; // made in InitializeAsync

    public async ValueTask InitializeAsync() => _host = await ManagementHost.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Lists_sinks_before_sources_and_each_by_class() => await _host.Rest.AnswersAsync(
        "GET",
        "/connector-plugins",
        200,
        """[{"class":"a.Sink","type":"sink"},{"class":"b.Sink","type":"sink","version":"1.0"},{"class":"org.apache.kafka.connect.file.FileStreamSourceConnector","type":"source","version":"1.0"}]""");

    [Fact]
    public async Task Lists_other_plugins_if_asked()
    {
        using var response = await _host.Rest.SendAsync("GET", "/connector-plugins?connectorsOnly=false");

        var plugins = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(["sink", "sink", "source", "converter"], plugins.EnumerateArray().Select(plugin => plugin.GetProperty("type").GetString()!));
    }

    [Fact]
    public async Task Tells_the_settings_of_a_plugin() =>
        await _host.Rest.AnswersAsync("GET", "/connector-plugins/FileStreamSource/config", 200, $"[{TasksMax},{File}]");

    [Theory]
    [InlineData("Nope/config", 404, "Unknown plugin Nope.")]
    [InlineData("FileStreamSource/config?version=9.9", 400, "Plugin FileStreamSource not found that matches the version range [9.9,9.9], available versions: [1.0]")]
    [InlineData("FileStreamSource/config?version=[bad", 400, "Invalid version specification: [bad")]
    public async Task Refuses_a_plugin_that_is_not_there(string path, int status, string message) =>
        await _host.Rest.RefusesAsync("GET", $"/connector-plugins/{path}", status, message);

    [Fact]
    public async Task Validates()
    {
        const string Body =
            $$$"""{"name":"FileStreamSource","error_count":1,"groups":["Common"],"configs":[{"definition":{{{TasksMax}}},"value":{"name":"tasks.max","value":"0","recommended_values":[],"errors":["Invalid value 0 for configuration tasks.max: Value must be at least 1"],"visible":true}},{"definition":{{{File}}},"value":{"name":"file","value":"a","recommended_values":[],"errors":[],"visible":true}}]}""";

        await _host.Rest.AnswersAsync(
            "PUT", "/connector-plugins/FileStreamSource/config/validate", 200, Body, """{"connector.class":"FileStreamSource","tasks.max":"0","file":"a"}""");
    }

    [Theory]
    [InlineData("org.apache.kafka.connect.file.FileStreamSourceConnector", "FileStreamSource")]
    [InlineData("FileStreamSource", "org.apache.kafka.connect.file.FileStreamSourceConnector")]
    [InlineData("StreamSource", "FileStreamSourceConnector")]
    public async Task Validates_under_any_name_of_the_class(string path, string included)
    {
        using var response = await _host.Rest.SendAsync("PUT", $"/connector-plugins/{path}/config/validate", $$"""{"connector.class":"{{included}}"}""");

        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task Refuses_to_validate_another_class() => await _host.Rest.RefusesAsync(
        "PUT",
        "/connector-plugins/FileStreamSink/config/validate",
        400,
        "Included connector type FileStreamSource does not match request type FileStreamSink",
        """{"connector.class":"FileStreamSource"}""");

    [Fact]
    public async Task Answers_500_where_there_is_no_class_to_validate() => await _host.Rest.RefusesAsync(
        "PUT", "/connector-plugins/X/config/validate", 500, "Connector config {name=…} contains no connector type", """{"name":"x"}""");
}

using System.Text.Json;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Grains;
using OrleansConnect.Management.Rest;
using OrleansConnect.Tests.Integration.Management.Fakes;

namespace OrleansConnect.Tests.Integration.Management.Rest;

public sealed class PluginsTests : IAsyncLifetime
{
    private const string File =
        """{"name":"file","type":"STRING","required":true,"default_value":null,"importance":"MEDIUM","documentation":"Path of the file to read.","group":null,"order_in_group":-1,"width":"NONE","display_name":"file","dependents":[]}""";

    private ManagementHost _host = null!; // made in InitializeAsync

    public async ValueTask InitializeAsync() => _host = await ManagementHost.StartAsync(
        TestContext.Current.CancellationToken, providers: new Dictionary<string, IConfigProvider> { ["broken"] = new BrokenProvider() });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Lists_sinks_before_sources_and_each_by_class() => await _host.Rest.AnswersAsync(
        "GET",
        "/connector-plugins",
        200,
        """[{"class":"a.Sink","type":"sink"},{"class":"b.Sink","type":"sink","version":"1.0"},{"class":"org.apache.kafka.connect.file.FileStreamSourceConnector","type":"source","version":"1.0"}]""");

    [Theory]
    [InlineData("?connectorsOnly")]
    [InlineData("?connectorsOnly=")]
    public async Task Lists_connectors_where_the_parameter_has_no_value(string query)
    {
        using var response = await _host.Rest.SendAsync("GET", $"/connector-plugins{query}");

        var plugins = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(["sink", "sink", "source"], plugins.EnumerateArray().Select(plugin => plugin.GetProperty("type").GetString()!));
    }

    [Fact]
    public async Task Lists_other_plugins_if_asked()
    {
        using var response = await _host.Rest.SendAsync("GET", "/connector-plugins?connectorsOnly=false");

        var plugins = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(["sink", "sink", "source", "converter"], plugins.EnumerateArray().Select(plugin => plugin.GetProperty("type").GetString()!));
    }

    [Fact]
    public async Task Tells_the_settings_of_a_connector_before_those_that_all_have()
    {
        using var response = await _host.Rest.SendAsync("GET", "/connector-plugins/FileStreamSource/config");

        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith($"[{File},{{\"name\":\"name\",", answer, StringComparison.Ordinal);
        Assert.EndsWith("\"display_name\":\"Offsets topic\",\"dependents\":[]}]", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Nope/config", 404, "Unknown plugin Nope.")]
    [InlineData("FileStreamSource/config?version=9.9", 400, "Plugin org.apache.kafka.connect.file.FileStreamSourceConnector not found that matches the version range [9.9,9.9], available versions: [1.0]")]
    [InlineData("FileStreamSource/config?version=[bad", 400, "Invalid version specification: [bad")]
    [InlineData("Nope/config?version=[bad", 400, "Invalid version specification: [bad")]
    public async Task Refuses_a_plugin_that_is_not_there(string path, int status, string message) =>
        await _host.Rest.RefusesAsync("GET", $"/connector-plugins/{path}", status, message);

    [Fact]
    public async Task Validates()
    {
        using var response = await _host.Rest.SendAsync(
            "PUT", "/connector-plugins/FileStreamSource/config/validate", """{"connector.class":"FileStreamSource","name":"a","tasks.max":"0","file":"a"}""");

        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("""{"name":"FileStreamSource","error_count":1,"groups":["Common",""", answer, StringComparison.Ordinal);
        Assert.Contains(
            """value":{"name":"tasks.max","value":"0","recommended_values":[],"errors":["Invalid value 0 for configuration tasks.max: Value must be at least 1"],"visible":true}""",
            answer,
            StringComparison.Ordinal);
        Assert.EndsWith($$$"""{"definition":{{{File}}},"value":{"name":"file","value":"a","recommended_values":[],"errors":[],"visible":true}}]}""", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_what_a_validation_was_doing_that_took_too_long()
    {
        await using var host = await ManagementHost.StartAsync(TestContext.Current.CancellationToken, validationLimit: TimeSpan.FromSeconds(3));

        using var response = await host.Rest.SendAsync(
            "PUT", "/connector-plugins/FileStreamSource/config/validate", """{"connector.class":"FileStreamSource","hang":"1"}""");

        Assert.Equal(500, (int)response.StatusCode);
        Assert.StartsWith(
            """{"error_code":500,"message":"Request timed out. The worker is currently performing multi-property validation for the connector, which began at """,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_hints_if_asked()
    {
        using var response = await _host.Rest.SendAsync(
            "PUT", "/connector-plugins/FileStreamSource/config/validate?hints=true", """{"connector.class":"FileStreamSource","name":"a","fiel":"a"}""");

        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("""hints":["Set 'file'. The configuration has 'fiel': rename it if that was meant."]""", answer, StringComparison.Ordinal);
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

    // Each differs from the class in the body as a text, and is that of another class or of none.
    [Theory]
    [InlineData("org.example.FileStreamSourceConnector", "FileStreamSource")]
    [InlineData("FileStreamSource", "org.apache.kafka.connect.file.FileStreamSourceConnector.Other")]
    [InlineData("a.Sink", "b.Sink")]
    [InlineData("a.Sink", "Sink")]
    public async Task Refuses_to_validate_under_a_name_that_only_ends_alike(string path, string included) => await _host.Rest.RefusesAsync(
        "PUT",
        $"/connector-plugins/{path}/config/validate",
        400,
        $"Included connector type {included} does not match request type {path}",
        $$"""{"connector.class":"{{included}}"}""");

    [Fact]
    public async Task Answers_500_where_there_is_no_class_to_validate() => await _host.Rest.RefusesAsync(
        "PUT",
        "/connector-plugins/X/config/validate",
        500,
        "org.apache.kafka.connect.runtime.rest.errors.BadRequestException: Connector config {password=[hidden], file=${env:F}, name=x} contains no connector type",
        """{"name":"x","password":"hunter2","file":"${env:F}"}""");

    [Fact]
    public async Task A_variable_that_cannot_be_resolved_is_Kafka_Connects_500()
    {
        const string config = """{"connector.class":"FileStreamSource","name":"x","file":"${broken:a}"}""";

        await _host.Rest.RefusesAsync("PUT", "/connector-plugins/FileStreamSource/config/validate", 500, "org.apache.kafka.common.config.ConfigException: The vault is sealed.", config);
        await _host.Rest.RefusesAsync("POST", "/preview", 400, "The vault is sealed.", $$"""{"kind":"source","config":{{config}},"records":[]}""");
        Assert.Equal(500, RestErrors.Of(new ConnectRequestException(RequestErrorKind.Unresolved, "The vault is sealed."), withHints: false).Status);
    }

    [Theory]
    [InlineData("PUT", "/connector-plugins/X/config/validate", """{"connector.class":"\ud800"}""")]
    [InlineData("PUT", "/connector-plugins/X/config/validate", """{"\udc00":"a"}""")]
    [InlineData("POST", "/connectors", """{"name":"a","config":{"a":"\ud800"}}""")]
    [InlineData("POST", "/connectors", """{"name":"\ud800","config":{}}""")]
    [InlineData("PATCH", "/connectors/a/offsets", """{"\ud800":[]}""")]
    public async Task Half_a_surrogate_pair_is_the_requests_fault(string method, string path, string body)
    {
        using var response = await _host.Rest.SendAsync(method, path, body);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(
            "The body has a text that is none: ", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}

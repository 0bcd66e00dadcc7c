using System.Reflection;
using System.Text.Json;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Converters;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Tests.Integration.Management.Fakes;

namespace OrleansConnect.Tests.Integration.Management.Rest;

/// <summary>Previews with the converters, transformations and predicates that workers come with.</summary>
public sealed class PreviewPipelineTests : IAsyncLifetime
{
    private const string Texts = "\"key.converter\":\"String\",\"value.converter\":\"String\",\"header.converter\":\"String\"";
    private const string Json = "\"key.converter\":\"String\",\"value.converter\":\"JsonConverter\",\"value.converter.schemas.enable\":\"false\"";
    private const string Transforms = "org.apache.kafka.connect.transforms.";

    private static readonly PluginRegistry Plugins = new(
    [
        .. PluginTypes.In(typeof(StringConverter).Assembly, PluginTypes.BuiltIn),
        .. PluginTypes.In(Assembly.Load("OrleansConnect.Transforms"), PluginTypes.BuiltIn),
        new("test.Steps", PluginKind.Transformation, "1", typeof(TestSteps), null, "test"),
        new("test.Touchy", PluginKind.Transformation, "1", typeof(TouchySteps), null, "test"),
    ]);

    private ManagementHost _host = null!; // made in InitializeAsync

    public async ValueTask InitializeAsync() => _host = await ManagementHost.StartAsync(
        TestContext.Current.CancellationToken,
        plugins: Plugins,
        providers: new Dictionary<string, IConfigProvider> { ["vault"] = new TestProvider("s3cr3t") });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public Task Sends_records_through_real_transformations() => AnswersAsync(
        $$$"""{"kind":"sink","config":{"connector.class":"org.example.NotInstalled",{{{Json}}},"transforms":"mask,route","transforms.mask.type":"{{{Transforms}}}MaskField$Value","transforms.mask.fields":"card","transforms.route.type":"{{{Transforms}}}RegexRouter","transforms.route.regex":"(.*)","transforms.route.replacement":"$1-masked"},"records":[{"topic":"orders","value":"{\"card\":\"4111\",\"id\":1}"}]}""",
        """{"results":[{"topic":"orders-masked","partition":0,"timestamp":null,"headers":[],"key":null,"value":"{\"card\":\"\",\"id\":1}"}]}""");

    [Theory]
    [InlineData("", "a", "")]
    [InlineData(",\"transforms.t.negate\":\"true\"", "", "a")]
    public async Task A_predicate_chooses_records_or_with_negate_the_others(string negate, string keptOfA, string keptOfB)
    {
        var results = await ResultsAsync(
            $$$"""{"kind":"source","config":{{{{Texts}}},"transforms":"t","transforms.t.type":"{{{Transforms}}}Filter","transforms.t.predicate":"b"{{{negate}}},"predicates":"b","predicates.b.type":"{{{Transforms}}}predicates.TopicNameMatches","predicates.b.pattern":"b.*"},"records":[{"topic":"a","value":"a"},{"topic":"b1","value":"a"}],"trace":true}""");

        Assert.Equal([keptOfA, keptOfB], results.Select(result => result.TryGetProperty("value", out var value) ? value.GetString() : ""));
        Assert.Equal([keptOfA.Length == 0, keptOfB.Length == 0], results.Select(result => result.TryGetProperty("filtered", out _)));
        Assert.Equal([keptOfA.Length > 0, keptOfB.Length > 0], results.Select(result => result.GetProperty("steps")[0].TryGetProperty("skipped", out _)));
    }

    [Fact]
    public Task A_trace_ends_where_a_record_is_dropped() => AnswersAsync(
        $$$"""{"kind":"source","config":{{{{Texts}}},"transforms":"one,drop,never","transforms.one.type":"test.Steps","transforms.one.text":">","transforms.drop.type":"{{{Transforms}}}Filter","transforms.never.type":"test.Steps"},"records":[{"value":"v"}],"trace":true}""",
        $$"""{"results":[{"filtered":true,"steps":[{"transformation":"one","class":"test.Steps","topic":"topic","partition":null,"timestamp":null,"headers":[],"key":null,"value":">v"},{"transformation":"drop","class":"{{Transforms}}Filter","filtered":true}]}]}""");

    [Theory]
    [InlineData("\"key.converter\":\"JsonConverter\"", "\"key\":\"{\"", "KEY_CONVERTER")]
    [InlineData("\"header.converter\":\"JsonConverter\"", "\"headers\":[{\"key\":\"h\",\"value\":\"{\"}]", "HEADER_CONVERTER")]
    public async Task Tells_which_converter_failed(string converter, string record, string stage)
    {
        var config = Texts.Replace(converter[..converter.IndexOf(':', StringComparison.Ordinal)] + ":\"String\"", converter, StringComparison.Ordinal);

        var result = Assert.Single(await ResultsAsync($$"""{"kind":"sink","config":{{{config}}},"records":[{{{record}}}]}"""));

        Assert.Equal(stage, result.GetProperty("stage").GetString());
        Assert.Equal("org.apache.kafka.connect.errors.DataException", result.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("string", "5", "A null value requires an optional schema but was Schema{STRING}")]
    [InlineData("bytes", "[]", "A null value requires an optional schema but was Schema{BYTES}")]
    public async Task A_header_that_its_converter_reads_has_to_fit_its_schema(string type, string payload, string message)
    {
        var config = Texts.Replace("\"header.converter\":\"String\"", "\"header.converter\":\"JsonConverter\"", StringComparison.Ordinal);
        var header = $"{{\\\"schema\\\":{{\\\"type\\\":\\\"{type}\\\"}},\\\"payload\\\":{payload}}}";

        var result = Assert.Single(await ResultsAsync($$"""{"kind":"sink","config":{{{config}}},"records":[{"headers":[{"key":"h","value":"{{header}}"}]}]}"""));

        Assert.Equal(message, result.GetProperty("message").GetString());
        Assert.Equal("HEADER_CONVERTER", result.GetProperty("stage").GetString());
    }

    [Theory]
    [InlineData("MaskField$Key", "\"key\":\"k\",\"value\":\"{}\"", "The transformation needs fields, and StringConverter gives it a single value. Set 'key.converter' to 'org.apache.kafka.connect.json.JsonConverter', or make an object of it before with HoistField.")]
    [InlineData("MaskField$Value", "\"value\":\"1\"", "The record is not an object with fields. Let the transformation apply to other records only, with a predicate, or make an object of it before with HoistField.")]
    [InlineData("ValueToKey", "\"key\":\"k\",\"value\":\"1\"", "The record is not an object with fields. Let the transformation apply to other records only, with a predicate, or make an object of it before with HoistField.")]
    [InlineData("ValueToKey", "\"key\":\"k\"", "The record has no value. Let the transformation apply to other records only, with the predicate RecordIsTombstone and 'negate'.")]
    [InlineData("HeaderFrom$Key", "\"value\":\"{}\"", "The record has no key. Let the transformation apply to records with a key only, with a predicate, or make a key before with ValueToKey.")]
    public async Task Hints_at_the_part_that_the_transformation_is_for(string type, string record, string hint)
    {
        var result = Assert.Single(await ResultsAsync(
            $$$"""{"kind":"sink","config":{{{{Json}}},"transforms":"t","transforms.t.type":"{{{Transforms}}}{{{type}}}","transforms.t.fields":"f","transforms.t.headers":"h","transforms.t.operation":"copy"},"records":[{{{{record}}}}]}"""));

        Assert.Equal(hint, result.GetProperty("hint").GetString());
    }

    [Fact]
    public Task Headers_are_bytes_or_null_too() => AnswersAsync(
        """{"kind":"sink","config":{"key.converter":"ByteArray","value.converter":"ByteArray","header.converter":"ByteArray"},"records":[{"headers":[{"key":"a","value":{"base64":"/w=="}},{"key":"a","value":null},{"key":"b"}]}]}""",
        """{"results":[{"topic":"topic","partition":0,"timestamp":null,"headers":[{"key":"a","value":{"base64":"/w=="}},{"key":"a","value":null},{"key":"b","value":null}],"key":null,"value":null}]}""");

    [Theory]
    [InlineData("\"value\":{\"base64\":\"%\"}", "The 'base64' in 'value' of 'records[0]' is not base64.")]
    [InlineData("\"headers\":[{\"key\":\"a\",\"value\":{\"base64\":\"a\"}}]", "The 'base64' in 'value' in 'headers' of 'records[0]' is not base64.")]
    [InlineData("\"value\":\"\\ud800\"", "surrogate")]
    public async Task Refuses_what_are_no_bytes(string record, string message)
    {
        using var response = await _host.Rest.SendAsync("POST", "/preview", $$"""{"kind":"sink","config":{},"records":[{{{record}}}]}""");

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(message, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("${vault:x}", "'${vault:x}' is no date.")]
    [InlineData("soon", "'soon' is no date.")]
    public async Task Names_the_transformation_whose_own_code_refuses_its_settings(string text, string message) => await _host.Rest.RefusesAsync(
        "POST",
        "/preview",
        400,
        $"'transforms.t' cannot be configured: FormatException: {message}",
        $$$"""{"kind":"source","config":{{{{Texts}}},"transforms":"t","transforms.t.type":"test.Touchy","transforms.t.text":"{{{text}}}"},"records":[]}""");

    [Fact]
    public Task An_answer_stays_where_a_plugin_fails_at_its_end() => AnswersAsync(
        $$$"""{"kind":"source","config":{{{{Texts}}},"transforms":"t","transforms.t.type":"test.Touchy","transforms.t.text":"fine"},"records":[]}""",
        """{"results":[]}""");

    [Theory]
    [InlineData(10_000, 200)]
    [InlineData(10_001, 413)]
    public async Task Takes_ten_thousand_records_and_no_more(int records, int status)
    {
        var body = $$"""{"kind":"source","config":{{{Texts}}},"records":[{{string.Join(',', Enumerable.Repeat("{}", records))}}]}""";

        using var response = await _host.Rest.SendAsync("POST", "/preview", body);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_trace_has_the_record_for_each_step()
    {
        string[] aliases = [.. Enumerable.Range(0, 40).Select(number => $"t{number}")];
        var settings = string.Concat(aliases.Select(alias => $$""","transforms.{{alias}}.type":"test.Steps" """));
        var body = $$"""
            {"kind":"source","config":{{{Texts}},"transforms":"{{string.Join(',', aliases)}}"{{settings}}},"records":[{"value":"{{new string('x', 4 << 20)}}"}],"trace":true}
            """;

        var steps = Assert.Single(await ResultsAsync(body)).GetProperty("steps");

        Assert.Equal(40, steps.GetArrayLength());
        Assert.All(steps.EnumerateArray(), step => Assert.Equal(4 << 20, step.GetProperty("value").GetString()?.Length));
    }

    [Fact]
    public async Task What_transformations_add_to_records_has_a_bound()
    {
        var records = string.Join(',', Enumerable.Repeat("""{"value":"v"}""", 200));

        await _host.Rest.RefusesAsync(
            "POST",
            "/preview",
            413,
            "The results have more than 96 MiB; send fewer records or leave out 'trace'.",
            $$"""{"kind":"source","config":{{{Texts}},"transforms":"t","transforms.t.type":"test.Steps","transforms.t.text":"{{new string('x', 512 << 10)}}"},"records":[{{records}}]}""");
    }

    private async Task<JsonElement[]> ResultsAsync(string body)
    {
        using var response = await _host.Rest.SendAsync("POST", "/preview", body);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, answer);
        return [.. JsonDocument.Parse(answer).RootElement.GetProperty("results").EnumerateArray()];
    }

    private Task AnswersAsync(string body, string answer) => _host.Rest.AnswersAsync("POST", "/preview", 200, answer, body);
}

using System.Text.Json;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Converters;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Tests.Integration.Management.Fakes;

namespace OrleansConnect.Tests.Integration.Management.Rest;

public sealed class PreviewTests : IAsyncLifetime
{
    private const string Texts = "\"key.converter\":\"String\",\"value.converter\":\"String\",\"header.converter\":\"String\"";
    private const string Step = "\"transforms\":\"t\",\"transforms.t.type\":\"test.Steps\",\"transforms.t.text\":\">\"";

    private static readonly PluginRegistry Plugins = new(
    [
        .. PluginTypes.In(typeof(StringConverter).Assembly, PluginTypes.BuiltIn),
        new("test.Steps", PluginKind.Transformation, "1", typeof(TestSteps), null, "test"),
    ]);

    private ManagementHost _host = null!; // made in InitializeAsync

    public async ValueTask InitializeAsync() => _host = await ManagementHost.StartAsync(
        TestContext.Current.CancellationToken,
        plugins: Plugins,
        providers: new Dictionary<string, IConfigProvider> { ["vault"] = new TestProvider("s3cr3t") });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public Task Passes_records_through_converters_and_transformations() => AnswersAsync(
        $$$"""{"kind":"sink","config":{{{{Texts}}},{{{Step}}}},"records":[{"topic":"a","partition":3,"timestamp":5,"key":"k","value":"v","headers":[{"key":"h","value":"1"}]},{"value":"drop"},{"value":null}]}""",
        """{"results":[{"topic":"a","partition":3,"timestamp":5,"headers":[{"key":"h","value":"1"}],"key":"k","value":">v"},{"filtered":true},{"topic":"topic","partition":0,"timestamp":null,"headers":[],"key":null,"value":">"}]}""");

    [Fact]
    public Task Tells_where_a_record_failed() => AnswersAsync(
        $$$"""{"kind":"source","config":{{{{Texts}}},{{{Step}}}},"records":[{"value":"refuse"}],"trace":true}""",
        """{"results":[{"error":"org.apache.kafka.connect.errors.DataException","message":"No.","stage":"TRANSFORMATION","steps":[{"transformation":"t","class":"test.Steps","error":"org.apache.kafka.connect.errors.DataException","message":"No.","stage":"TRANSFORMATION"}]}]}""");

    [Fact]
    public Task Takes_and_gives_bytes_as_base64() => AnswersAsync(
        """{"kind":"source","config":{"key.converter":"ByteArray","value.converter":"ByteArray"},"records":[{"key":{"base64":"YQ=="},"value":{"base64":"/w=="}}]}""",
        """{"results":[{"topic":"topic","partition":null,"timestamp":null,"headers":[],"key":"a","value":{"base64":"/w=="}}]}""");

    [Theory]
    [InlineData("\"{}\"", "The bytes are JSON without a schema. Set 'value.converter.schemas.enable' to 'false'.")]
    [InlineData(
        "\"{\\\"schema\\\":{\\\"type\\\":\\\"int32\\\"},\\\"payload\\\":1,\\\"x\\\":1}\"",
        "The envelope has the field 'x' besides 'schema' and 'payload'. Take it out, or set 'value.converter.schemas.enable' to 'false' to take the whole as data.")]
    [InlineData("\"hello\"", "The bytes are text and not JSON. Set 'value.converter' to 'org.apache.kafka.connect.storage.StringConverter'.")]
    [InlineData("{\"base64\":\"AAAAAAcCaGk=\"}", "The bytes are in a schema registry's format (Avro, Protobuf or JSON Schema, schema 7), which JsonConverter does not read. Set 'value.converter' to the converter with which they were written.")]
    [InlineData(
        "\"{\\\"schema\\\":{\\\"type\\\":\\\"int32\\\"},\\\"payload\\\":null}\"",
        "The bytes are JSON, but not what is expected in it: the message says what. Correct what writes them, or set 'value.converter' to 'org.apache.kafka.connect.storage.StringConverter' to pass them on as they are.")]
    [InlineData("{\"base64\":\"AAAAAAAAACo=\"}", "There are 8 bytes, which LongConverter or DoubleConverter reads. Set 'value.converter' to the converter with which they were written.", "Integer")]
    [InlineData(
        "\"1234\"",
        "IntegerConverter cannot write what the transformations leave. Set 'value.converter' to a converter that can, such as 'org.apache.kafka.connect.json.JsonConverter', or change the transformations.",
        "Integer",
        ",\"transforms\":\"t\",\"transforms.t.type\":\"test.Steps\",\"transforms.t.text\":\">\"")]
    public async Task Tells_from_the_bytes_which_setting_to_change(string value, string hint, string converter = "Json", string steps = "")
    {
        using var response = await _host.Rest.SendAsync(
            "POST", "/preview", $$"""{"kind":"sink","config":{"value.converter":"{{converter}}Converter"{{steps}}},"records":[{"value":{{value}}}]}""");

        var result = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("results")[0];
        Assert.Equal("VALUE_CONVERTER", result.GetProperty("stage").GetString());
        Assert.Equal(hint, result.GetProperty("hint").GetString());
    }

    [Fact]
    public Task Takes_the_last_of_two_settings_of_one_name() => AnswersAsync(
        $$$"""{"kind":"source","config":{{{{Texts}}},{{{Step}}},"transforms.t.text":"<"},"records":[{"value":"v"}]}""",
        """{"results":[{"topic":"topic","partition":null,"timestamp":null,"headers":[],"key":null,"value":"<v"}]}""");

    [Fact]
    public Task Shows_no_secret_in_the_name_of_a_step() => AnswersAsync(
        $$$"""{"kind":"source","config":{{{{Texts}}},"transforms":"${vault:x}","transforms.s3cr3t.type":"test.Steps","transforms.s3cr3t.text":">"},"records":[{"value":"v"}],"trace":true}""",
        """{"results":[{"topic":"topic","partition":null,"timestamp":null,"headers":[],"key":null,"value":">v","steps":[{"transformation":"${vault:x}","class":"test.Steps","topic":"topic","partition":null,"timestamp":null,"headers":[],"key":null,"value":">v"}]}]}""");

    [Fact]
    public Task Shows_no_secret_that_a_transformation_writes() => AnswersAsync(
        $$$"""{"kind":"source","config":{{{{Texts}}},"transforms":"t","transforms.t.type":"test.Steps","transforms.t.text":"${vault:x}-"},"records":[{"value":"v"}]}""",
        """{"results":[{"topic":"topic","partition":null,"timestamp":null,"headers":[],"key":null,"value":"${vault:x}-v"}]}""");

    [Theory]
    [InlineData("""{"kind":"sink","config":{"transforms":"t"},"records":[]}""", "Connector configuration is invalid and contains the following 1 error(s):")]
    [InlineData("""{"kind":"sink","config":{"value.converter":"Nope"},"records":[]}""", "Class Nope could not be found.")]
    [InlineData("""{"kind":"both","config":{},"records":[]}""", "There is no 'kind' both.")]
    [InlineData("""{"config":{},"records":[]}""", "The body has no 'kind'.")]
    [InlineData("""{"kind":"sink","config":{},"records":[{"value":{"a":1}}]}""", "'value' of 'records[0]' has to be a text")]
    [InlineData("""{"kind":"sink","config":{},"records":[{"val":"x"}]}""", "Unrecognized field \\\"val\\\" of 'records[0]'")]
    [InlineData("""{"kind":"sink"}""", "The body has no 'records'.")]
    [InlineData("nonsense", "The body is not JSON")]
    public async Task Refuses_what_makes_no_sense(string body, string message)
    {
        using var response = await _host.Rest.SendAsync("POST", "/preview", body);

        Assert.Equal(400, (int)response.StatusCode);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("{\"error_code\":400,\"message\":\"", answer, StringComparison.Ordinal);
        Assert.Contains(message, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10_001, 0)]
    [InlineData(2, 9 << 20)]
    public async Task Refuses_more_than_it_takes(int records, int bytes)
    {
        var record = $$"""{"value":"{{new string('x', bytes)}}"}""";
        var body = $$"""{"kind":"source","config":{},"records":[{{string.Join(',', Enumerable.Repeat(record, records))}}]}""";

        using var response = await _host.Rest.SendAsync("POST", "/preview", body);

        Assert.Equal(413, (int)response.StatusCode);
    }

    [Fact]
    public async Task Answers_with_a_trace_whatever_may_be_asked()
    {
        var record = $$"""{"value":"{{new string('x', 1500)}}"}""";
        var body = $$$"""{"kind":"sink","config":{{{{Texts}}},{{{Step}}},"transforms":"t,u,v","transforms.u.type":"test.Steps","transforms.v.type":"test.Steps"},"records":[{{{string.Join(',', Enumerable.Repeat(record, 10_000))}}}],"trace":true}""";

        using var response = await _host.Rest.SendAsync("POST", "/preview", body);

        Assert.Equal(200, (int)response.StatusCode);
        await using var answer = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var results = await JsonDocument.ParseAsync(answer, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(10_000, results.RootElement.GetProperty("results").GetArrayLength());
    }

    private Task AnswersAsync(string body, string answer) => _host.Rest.AnswersAsync("POST", "/preview", 200, answer, body);
}

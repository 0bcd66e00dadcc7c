extern alias cli;

using System.Text;
using cli::OrleansConnect.Cli.Previews;
using cli::OrleansConnect.Cli.Rendering;
using OrleansConnect.Client;

namespace OrleansConnect.Tests.Unit.Cli;

public sealed class PreviewTests
{
    [Theory]
    [InlineData("""{"value": "text"}""", "text")]
    [InlineData("""{"value": {"id": 1}}""", "{\"id\": 1}")]
    [InlineData("""{"value": 7}""", "7")]
    [InlineData("""{"value_base64": "aGk="}""", "hi")]
    [InlineData("""{"value": ""}""", "")]
    [InlineData("""{"value": null}""", null)]
    [InlineData("{}", null)]
    [InlineData("""{"value": {"base64": "aGk="}}""", "hi")]
    [InlineData("""{"value": {"base64": 1}}""", "{\"base64\": 1}")]
    [InlineData("""{"timestamp": null, "partition": null, "headers": null}""", null)]
    public void A_sample_line_stands_for_bytes(string line, string? value)
    {
        var record = PreviewLine.Parse("samples", 1, line);

        Assert.Null(record.Key);
        Assert.Equal(value, record.Value is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null);
    }

    [Fact]
    public void What_became_of_samples_is_told_a_line_each()
    {
        var record = new PreviewRecord { Topic = "t", Partition = 0, Value = "v"u8.ToArray(), Headers = [new("h", null)] };
        PreviewRecord[] samples = [new(), new(), new()];
        PreviewResult[] results = [new(record, null, []), new(null, null, [new("route", "X", false, null, null)]), new(null, new("DataException", "no JSON.", "VALUE_CONVERTER", "Set a."), [])];

        Assert.Equal(
            """
            1: t-0 key null value v headers h=null
            2   route: dropped
            2: dropped
            3: VALUE_CONVERTER: DataException: no JSON. Set a.

            """,
            PlainText.Of(PreviewText.Of(samples, results), 200));
    }

    [Theory]
    [InlineData("""{"headers": {"a": "1", "b": null}}""")]
    [InlineData("""{"headers": [{"key": "a", "value": "1"}, {"key": "b", "value": null}]}""")]
    [InlineData("""{"headers": [{"key": "a", "value": {"base64": "MQ=="}}, {"key": "b"}]}""")]
    public void Headers_of_a_sample_are_a_list_or_an_object(string line)
    {
        var headers = PreviewLine.Parse("samples", 1, line).Headers;

        Assert.Equal([("a", "1"), ("b", null)], headers.Select(header => (header.Key, header.Value is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null)));
    }

    [Fact]
    public void A_trace_shows_what_each_step_changed()
    {
        var sample = new PreviewRecord { Value = Json("""{"id": 1, "to": {"street": "Main", "at": 5}}""") };
        var masked = new PreviewRecord { Topic = "topic", Partition = 0, Value = Json("""{"id":1,"to":{"street":"","at":5}}""") };
        var routed = masked with { Topic = "orders", Value = Json("""{"to":{"street":"","at":5},"by":"me"}"""), Headers = [new("h", "x"u8.ToArray())] };
        var result = new PreviewResult(routed, null, [Step("mask", masked), Step("skip", masked) with { IsSkipped = true }, Step("route", routed), Step("none", routed)]);

        Assert.Equal(
            """
            1   mask:
                     ~ value.to.street: "Main" -> ""
            1   skip: skipped by its predicate
            1   route:
                      ~ topic: topic -> orders
                      - value.id: 1
                      + value.by: "me"
                      + header h: x
            1   none: no change
            1: orders-0 key null value {"to":{"street":"","at":5},"by":"me"} headers h=x

            """,
            PlainText.Of(PreviewText.Of([sample], [result]), 200));
    }

    [Fact]
    public void A_trace_shows_changes_of_fields_and_of_their_schemas()
    {
        static PreviewRecord Record(string type, string value) => new()
        {
            Topic = "t",
            Value = Json($$$"""{"schema":{"type":"struct","fields":[{"type":"{{{type}}}","optional":false,"field":"id"}],"optional":false},"payload":{"id": {{{value}}} }}"""),
        };

        Assert.Equal(
            [("value.id", "7", "\"7\""), ("value schema.id", "type=\"int64\" optional=false", "type=\"string\" optional=false")],
            RecordDifference.Between(Record("int64", "7"), Record("string", "\"7\"")));
    }

    [Theory]
    [InlineData("""{"a":{"b":1}}""", """{"a.b":1}""", "value.a.b value.`a.b`")]
    [InlineData("""{"a.b":1,"a":{"b":2}}""", """{"a.b":3,"a":{"b":2}}""", "value.`a.b`")]
    [InlineData("""{"a`":{"b.":1}}""", """{"a`":{"b.":2}}""", "value.`a\\``.`b.`")]
    public void Names_with_dots_are_no_fields_within_fields(string sample, string after, string places) => How_JSON_is_written_is_no_difference(sample, after, places);

    [Theory]
    [InlineData("""{ "a" : "\u0041", "b": [ 1, 2 ], "c": 1.50, "d": {} }""", """{"a":"A","b":[1,2],"c":1.5,"d":{}}""", "")]
    [InlineData("""{"c": 1.0}""", """{"c":1}""", "value.c")]
    [InlineData("""{"b": [1]}""", """{"b":[2]}""", "value.b")]
    [InlineData("""{"payload": 1, "schema": {"optional": false, "type": "int32"}}""", """{"schema":{"type":"int32","optional":false},"payload":1}""", "")]
    [InlineData("""{"payload": 1, "schema": {"type": "int32"}}""", """{"schema":{"type":"int32","optional":true},"payload":1}""", "value schema")]
    public void How_JSON_is_written_is_no_difference(string sample, string after, string places) => Assert.Equal(
        places,
        string.Join(' ', RecordDifference.Between(new PreviewRecord { Topic = "t", Value = Json(sample) }, new PreviewRecord { Topic = "t", Value = Json(after) }).Select(change => change.Place)));

    [Fact]
    public void Scripts_get_every_header_and_byte_as_REST_gives_them()
    {
        var record = new PreviewRecord
        {
            Topic = "t",
            Value = new byte[] { 255 },
            Key = Encoding.UTF8.GetBytes(new string('k', 100_000)),
            Headers = [new("h", "1"u8.ToArray()), new("h", "null"u8.ToArray()), new("h", null)],
        };

        Assert.Equal(
            $$$$"""[{"outcome":"record","record":{"topic":"t","partition":null,"timestamp":null,"headers":[{"key":"h","value":"1"},{"key":"h","value":"null"},{"key":"h","value":null}],"key":"{{{{new string('k', 100_000)}}}}","value":{"base64":"/w=="}}}]""",
            JsonOutput.Line<IReadOnlyList<PreviewJson>>([PreviewJson.Of(new(record, null, []))]));
    }

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text);

    private static PreviewStep Step(string name, PreviewRecord after) => new(name, "X", false, after, null);
}

using System.Text;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Converters.Json;
using OrleansConnect.Tests.Conformance.Java;

namespace OrleansConnect.Tests.Conformance.Converters;

/// <summary>Our JSON converter gives the same bytes, values and messages as Kafka Connect's, whatever it gets.</summary>
public sealed class JsonConverterDifferenceTests(JavaOracle java)
{
    private readonly ConverterPair[] _pairs = Pairs(java);

    [Fact]
    public void Writes_the_same_bytes() => Check(6000, draw =>
    {
        var pair = draw.OneOf(_pairs);
        var schema = draw.Chance(85) ? draw.Schema() : null;
        var value = draw.Value(schema);
        return () => pair.CompareFrom(schema, value);
    });

    [Fact]
    public void Reads_any_JSON_alike() => Check(6000, draw =>
    {
        var pair = draw.OneOf(_pairs);
        var bytes = draw.Damage(draw.Chance(50) ? draw.Json() : $$"""{"schema":{{draw.Json()}},"payload":{{draw.Json()}}}""");
        return () => pair.CompareTo(bytes);
    });

    [Fact]
    public void Reads_other_encodings_alike() => Check(3000, draw =>
    {
        var pair = draw.OneOf(_pairs);
        var text = draw.Chance(50) ? draw.NearlyWord() : draw.Json(1);
        var bytes = draw.Encode(draw.Chance(30) ? $$"""{"schema":null,"payload":{{text}}}""" : text);
        return () => pair.CompareTo(bytes);
    });

    [Fact]
    public void Reads_payloads_with_schemas_alike() => Check(6000, draw =>
    {
        var pair = draw.OneOf(_pairs.AsSpan(0, 3));
        var schema = draw.Schema();
        var bytes = draw.Damage($$"""{"schema":{{SchemaText(schema)}},"payload":{{draw.Payload(schema)}}}""");
        return () =>
        {
            pair.CompareTo(bytes);
            pair.CompareTo(bytes);
        };
    });

    [Fact]
    public void Keeps_maps_with_a_schema_in_the_same_order() => Check(2000, draw =>
    {
        var pair = draw.OneOf(_pairs.AsSpan(0, 3));
        var bytes = Encoding.UTF8.GetBytes(draw.MapWithSchema());
        return () => pair.CompareAgain(bytes);
    });

    [Fact]
    public void Reads_damaged_schemas_alike() => Check(2000, draw =>
    {
        var pair = draw.OneOf(_pairs.AsSpan(0, 3));
        var schema = SchemaText(draw.Schema(2));
        var words = new[] { "\"type\"", "\"int32\"", "true", "false", "\"struct\"", "\"fields\"", "\"field\"", "\"array\"", "\"optional\"", "\"string\"" };
        var damaged = schema.Replace(draw.OneOf(words), draw.Chance(50) ? draw.OneOf(words) : draw.Json(1), StringComparison.Ordinal);
        var bytes = draw.Damage($$"""{"schema":{{damaged}},"payload":{{draw.Json(2)}}}""");
        return () => pair.CompareTo(bytes);
    });

    [Fact]
    public void Reads_odd_schemas_alike() => Check(4000, draw =>
    {
        var pair = draw.OneOf(_pairs.AsSpan(0, 3));
        var bytes = draw.Damage($$"""{"schema":{{draw.OddSchema()}},"payload":{{draw.Json(2)}}}""");
        return () => pair.CompareTo(bytes);
    });

    [Fact]
    public void Reads_deep_texts_alike() => Check(40, draw =>
    {
        var pair = draw.OneOf(_pairs);
        var text = draw.Deep();
        var bytes = draw.Damage(draw.OneOf(text, $$"""{"schema":null,"payload":{{text}}}""", $$"""{"schema":{{text}},"payload":1}""", $$"""{"schema":{"type":"int32","optional":true},"payload":{{text}}}"""));
        return () => pair.CompareTo(bytes);
    });

    [Fact]
    public void Writes_deep_values_alike() => Check(40, draw =>
    {
        var pair = draw.OneOf(_pairs);
        object value = 1L;
        for (var depth = draw.OneOf(100, 997, 998, 999, 1000, 1001); depth > 0; depth--)
        {
            object?[] list = [value];
            value = draw.Chance(50) ? list : new ConnectMap(1) { ["a"] = value };
        }

        return () => pair.CompareFrom(null, value);
    });

    [Fact]
    public void Takes_settings_alike() => Check(300, draw =>
    {
        (string, string)[] settings =
        [
            .. draw.Chance(50) ? [("schemas.enable", draw.OneOf("true", "FALSE", " false ", "yes", "", "1"))] : Array.Empty<(string, string)>(),
            .. draw.Chance(50) ? [("schemas.cache.size", draw.OneOf("0", "1", "-1", "", "x", "2147483648", " 5 ", "+5", "1.0"))] : Array.Empty<(string, string)>(),
            .. draw.Chance(50) ? [("decimal.format", draw.OneOf("numeric", "Base64", "", "plain", " NUMERIC "))] : Array.Empty<(string, string)>(),
            .. draw.Chance(50) ? [("replace.null.with.default", draw.OneOf("true", "false", "no", ""))] : Array.Empty<(string, string)>(),
            .. draw.Chance(20) ? [("schema.content", draw.OneOf("", " ", "{}", "null", "5", "{\"type\":\"int32\"}", "[", "{\"type\":\"int32\"} x"))] : Array.Empty<(string, string)>(),
            .. draw.Chance(50) ? [("converter.type", draw.OneOf("key", "VALUE", "header", "", "x"))] : Array.Empty<(string, string)>(),
        ];
        var schema = draw.Schema();
        var value = draw.Value(schema);
        var bytes = draw.Damage($$"""{"schema":{{SchemaText(schema)}},"payload":{{draw.Payload(schema)}}}""");
        var role = draw.OneOf("key", "value", "header");
        return () =>
        {
            var pair = new ConverterPair(java, new JsonConverter(), role, settings);
            if (pair.IsConfigured)
            {
                pair.CompareFrom(schema, value);
                pair.CompareTo(bytes);
            }
        };
    });

    [Theory]
    [InlineData("key")]
    [InlineData("header")]
    public void Serves_keys_and_headers_alike(string role)
    {
        ConverterPair[] pairs =
        [
            new(java, new JsonConverter(), role, ("converter.type", role)),
            new(java, new JsonConverter(), role, ("converter.type", role), ("schemas.enable", "false")),
        ];
        Assert.All(pairs, pair => Assert.True(pair.IsConfigured));
        Check(500, draw =>
        {
            var pair = draw.OneOf(pairs);
            var schema = draw.Chance(85) ? draw.Schema() : null;
            var value = draw.Value(schema);
            var bytes = draw.Chance(2) ? null : draw.Damage(draw.Json());
            return () =>
            {
                pair.CompareFrom(schema, value);
                pair.CompareTo(bytes);
            };
        });
    }

    [Fact]
    public void Reads_with_a_schema_from_the_settings_alike() => Check(500, draw =>
    {
        var schema = draw.Schema(2);
        var content = $"{(draw.Chance(5) ? "\ufeff" : "")}{(draw.Chance(80) ? SchemaText(schema) : draw.Json())}";
        var bytes = draw.Damage(draw.Payload(schema));
        return () =>
        {
            var pair = new ConverterPair(java, new JsonConverter(), ("schema.content", content));
            if (pair.IsConfigured)
            {
                pair.CompareTo(bytes);
            }
        };
    });

    private static ConverterPair[] Pairs(JavaOracle java) =>
    [
        new(java, new JsonConverter()),
        new(java, new JsonConverter(), ("replace.null.with.default", "false"), ("schemas.cache.size", "1")),
        new(java, new JsonConverter(), ("decimal.format", "numeric")),
        new(java, new JsonConverter(), ("schemas.enable", "false")),
        new(java, new JsonConverter(), ("schemas.enable", "false"), ("replace.null.with.default", "false"), ("decimal.format", "NUMERIC")),
    ];

    private static string SchemaText(Schema schema)
    {
        var converter = new JsonConverter();
        converter.Configure(new Dictionary<string, string>(), isKey: false);
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        try
        {
            converter.FromConnectData("t", SchemaBuilder.Array(schema).Build(), Array.Empty<object?>(), output);
        }
        catch (Abstractions.Errors.DataException)
        {
            return """{"type":"int32"}"""; // a default that cannot be written
        }

        var text = Encoding.UTF8.GetString(output.WrittenSpan);
        const string Before = """{"schema":{"type":"array","items":""";
        const string Behind = ""","optional":false},"payload":[]}""";
        return text[Before.Length..^Behind.Length];
    }

    private static void Check(int cases, Func<Draw, Action> make) =>
        new Drawn<Action>(make).Check(compare => compare(), cases);
}

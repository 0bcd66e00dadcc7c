using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Tests.Unit.Converters;

public sealed class JsonConverterTests
{
    private static readonly Schema Person = SchemaBuilder.Struct()
        .Name("com.x.R").Version(3).Doc("D").Parameter("p", "q")
        .Field("a", Schema.Int32)
        .Field("b", SchemaBuilder.String().Optional().Default("dd").Build())
        .Build();

    private const string PersonJson =
        """{"schema":{"type":"struct","fields":[{"type":"int32","optional":false,"field":"a"},{"type":"string","optional":true,"default":"dd","field":"b"}],"optional":false,"name":"com.x.R","version":3,"doc":"D","parameters":{"p":"q"}},"payload":{"a":1,"b":"dd"}}""";

    [Fact]
    public void Writes_the_schema_in_front_of_the_payload()
    {
        var value = new Struct(Person).Put("a", 1);

        Assert.Equal(PersonJson, ConverterProbe.Json().EncodeText(Person, value));
    }

    [Theory]
    [InlineData("\u00E9", 25_000, null)]
    [InlineData("\u00E9", 25_001, 50_002)]
    [InlineData("\\u00e9", 25_001, 50_002)]
    [InlineData("\\ud83d\\ude00", 12_500, null)]
    [InlineData("\\ud83d\\ude00", 12_501, 50_004)]
    [InlineData("\\n", 50_001, 50_001)]
    [InlineData("a", 70_000, 65_536)]
    public void Counts_the_bytes_of_a_name(string text, int count, int? refused)
    {
        var json = $"{{\"{string.Concat(Enumerable.Repeat(text, count))}\":1}}";

        var error = Record.Exception(() => ConverterProbe.PlainJson().DecodeText(json));

        Assert.Equal(
            refused is null ? null : $"Name length ({refused}) exceeds the maximum allowed (50000, from `StreamReadConstraints.getMaxNameLength()`)",
            error?.InnerException?.Message);
    }

    [Theory]
    [InlineData("0022DC000022", "\uFFFD")]
    [InlineData("0022DC0000410022", "\uFFFDA")]
    [InlineData("0022D800004100410022", "\uFFFDA")]
    [InlineData("220000D8410041002200", "\uFFFDA")]
    [InlineData("000000220000D83D0000DE0000000022", "\uD83D\uDE00")]
    [InlineData("000000220000FFFF00000022", "\uFFFF")]
    public void Reads_halves_of_pairs_in_other_encodings_as_Java_does(string bytes, string text) =>
        Assert.Equal(text, ConverterProbe.PlainJson().Decode(Convert.FromHexString(bytes)).Value);

    [Fact]
    public void Keeps_half_a_pair_of_UTF_32() =>
        Assert.Equal((char)0xD800, Assert.Single(Assert.IsType<string>(ConverterProbe.PlainJson().Decode(Convert.FromHexString("000000220000D80000000022")).Value)));

    [Theory]
    [InlineData("0022D8000022")]
    [InlineData("0022005CD8000022")]
    [InlineData("000000220000005C0000D80000000022")]
    [InlineData("000000220011000000000022")]
    public void Refuses_other_encodings_where_Java_does(string bytes) =>
        Assert.ThrowsAny<DataException>(() => ConverterProbe.PlainJson().Decode(Convert.FromHexString(bytes)));

    [Fact]
    public void Two_keys_of_the_same_bytes_are_two_keys()
    {
        const string json = """{"schema":{"type":"map","keys":{"type":"bytes"},"values":{"type":"int32"}},"payload":[["YQ==",1],["YQ==",2]]}""";

        var map = Assert.IsType<ConnectMap>(ConverterProbe.Json().DecodeText(json).Value);

        Assert.Equal([1, 2], map.Select(entry => entry.Value));
        Assert.Equal(map, ConverterProbe.Json().DecodeText(json).Value);
    }

    [Fact]
    public void Two_keys_without_bytes_are_one()
    {
        const string json = """{"schema":{"type":"map","keys":{"type":"bytes"},"values":{"type":"int32"}},"payload":[["",1],[" ",2],["",3]]}""";

        var map = Assert.IsType<ConnectMap>(ConverterProbe.Json().DecodeText(json).Value);

        Assert.Equal(3, Assert.Single(map).Value);
    }

    [Fact]
    public void Reads_what_it_wrote()
    {
        var converter = ConverterProbe.Json();

        var first = converter.DecodeText(PersonJson);
        var second = converter.DecodeText(PersonJson);

        Assert.Equal(Person, first.Schema);
        Assert.Equal(new Struct(Person).Put("a", 1).Put("b", "dd"), first.Value);
        Assert.Equal(first.Value, second.Value);
        Assert.Same(first.Schema, second.Schema);
    }

    [Theory]
    [InlineData("int32", "\"abc\"", 0)]
    [InlineData("int8", "300", (sbyte)44)]
    [InlineData("int64", "1.9", 1L)]
    [InlineData("int64", "1e3", 1000L)]
    [InlineData("int64", "12345678901234567890", -6101065172474983726L)]
    [InlineData("string", "5", null)]
    [InlineData("boolean", "\"true\"", false)]
    [InlineData("double", "\"NaN\"", 0.0)]
    [InlineData("float", "1", 1f)]
    public void Forces_values_into_the_type_of_the_schema(string type, string payload, object? expected)
    {
        var read = ConverterProbe.Json().DecodeText($$"""{"schema":{"type":"{{type}}"},"payload":{{payload}}}""");

        Assert.Equal(expected, read.Value);
    }

    [Theory]
    [InlineData("007", 7L)]
    [InlineData("1 2", 1L)]
    [InlineData("true,", true)]
    [InlineData("{}x", "{}")]
    [InlineData("-0.0", 0.0)]
    [InlineData("1e400", double.PositiveInfinity)]
    [InlineData("\"\\uD83D\\uDE00\"", "😀")]
    [InlineData("", null)]
    [InlineData(" ", null)]
    public void Reads_as_leniently_as_Jackson(string json, object? expected)
    {
        var value = ConverterProbe.PlainJson().DecodeText(json).Value;

        Assert.Equal(expected, value is ConnectMap ? JavaText.Of(value) : value);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("1,2")]
    [InlineData("truex")]
    [InlineData("[1,]")]
    [InlineData("{a:1}")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("+1")]
    [InlineData("\"a\tb\"")]
    [InlineData("\"abc")]
    [InlineData("1e2147483648")]
    public void Refuses_what_is_not_JSON(string json)
    {
        var error = ConverterProbe.PlainJson().DecodeError(json);

        Assert.Equal("Converting byte[] to Kafka Connect data failed due to serialization error: ", error);
    }

    [Theory]
    [InlineData("""{"payload":1}""", "JsonConverter with schemas.enable requires \"schema\" and \"payload\" fields and may not contain additional fields. If you are trying to deserialize plain JSON data, set schemas.enable=false in your converter configuration.")]
    [InlineData("""{"schema":{},"payload":1}""", "Schema must contain 'type' field")]
    [InlineData("""{"schema":{"type":"nope"},"payload":1}""", "Unknown schema type: nope")]
    [InlineData("""{"schema":{"type":"array"},"payload":1}""", "Array schema did not specify the element type")]
    [InlineData("""{"schema":{"type":"map"},"payload":1}""", "Map schema did not specify the key type")]
    [InlineData("""{"schema":{"type":"map","keys":{"type":"string"}},"payload":1}""", "Map schema did not specify the value type")]
    [InlineData("""{"schema":{"type":"struct"},"payload":1}""", "Struct schema's \"fields\" argument is not an array.")]
    [InlineData("""{"schema":{"type":"struct","fields":[{}]},"payload":1}""", "Struct schema's field name not specified properly")]
    [InlineData("""{"schema":{"type":"int8","parameters":{"a":1}},"payload":1}""", "Schema parameters must have string values.")]
    [InlineData("""{"schema":{"type":"int32"},"payload":null}""", "Invalid null value for required INT32 field")]
    [InlineData("""{"schema":{"type":"struct","fields":[]},"payload":[]}""", "Structs should be encoded as JSON objects, but found ARRAY")]
    [InlineData("""{"schema":{"type":"bytes","name":"org.apache.kafka.connect.data.Decimal"},"payload":true}""", "Invalid type for Decimal, underlying representation should be numeric or bytes but was BOOLEAN")]
    [InlineData("""{"schema":{"type":"int32","name":"org.apache.kafka.connect.data.Date"},"payload":"x"}""", "Invalid type for Date, underlying representation should be integer but was STRING")]
    [InlineData("""{"schema":{"type":"bytes"},"payload":"x"}""", "Invalid bytes field")]
    public void Says_what_is_wrong_as_Kafka_Connect_does(string json, string message) =>
        Assert.Equal(message, ConverterProbe.Json().DecodeError(json));

    [Theory]
    [InlineData("a\u0001\u001f\u007fé€\n\r\t\b\f\"\\/", "\"a\\u0001\\u001F\u007fé€\\n\\r\\t\\b\\f\\\"\\\\/\"")]
    [InlineData("😀", "\"\\uD83D\\uDE00\"")]
    [InlineData(double.NaN, "\"NaN\"")]
    [InlineData(double.NegativeInfinity, "\"-Infinity\"")]
    [InlineData(1e300, "1.0E300")]
    [InlineData(1e23, "9.999999999999999E22")]
    [InlineData(2e-44f, "2.0E-44")]
    [InlineData(double.Epsilon, "4.9E-324")]
    [InlineData(2.0, "2.0")]
    [InlineData(0.001, "0.001")]
    public void Writes_texts_and_numbers_as_Jackson_does(object value, string json) =>
        Assert.Equal(json, ConverterProbe.PlainJson().EncodeText(null, value));

    [Theory]
    [InlineData(null, "null", """{"null":2,"b":0}""")]
    [InlineData("null", null, """{"null":2,"b":0}""")]
    public void The_key_null_and_the_text_of_it_are_one_member(string? first, string? second, string json)
    {
        var schema = SchemaBuilder.Map(Schema.OptionalString, Schema.Int32).Build();
        var map = new ConnectMap { [first] = 1, ["b"] = 0, [second] = 2 };

        Assert.Equal(json, ConverterProbe.PlainJson().EncodeText(schema, map));

        map[first] = "x";
        Assert.Equal("Invalid type for INT32: class java.lang.String", ConverterProbe.PlainJson().EncodeError(schema, map));
    }

    [Fact]
    public void Distinguishes_a_tombstone_from_an_optional_null()
    {
        Assert.Null(ConverterProbe.Json().Encode(null, null));
        Assert.Equal("""{"schema":{"type":"string","optional":true},"payload":null}""", ConverterProbe.Json().EncodeText(Schema.OptionalString, null));
        Assert.Equal("""{"schema":null,"payload":"x"}""", ConverterProbe.Json().EncodeText(null, "x"));
        Assert.Equal("null", ConverterProbe.PlainJson().EncodeText(Schema.OptionalString, null));
    }

    [Fact]
    public void Writes_decimals_in_both_forms()
    {
        var schema = DecimalSchema.Of(2);

        Assert.Equal("\"AJY=\"", ConverterProbe.PlainJson().EncodeText(schema, BigDecimal.Parse("1.50")));
        Assert.Equal("1.50", ConverterProbe.Json(("schemas.enable", "false"), ("decimal.format", "numeric")).EncodeText(schema, BigDecimal.Parse("1.50")));
        Assert.Equal(
            "Decimal value has mismatching scale for given Decimal schema. Schema has scale 2, value has scale 3.",
            ConverterProbe.PlainJson().EncodeError(schema, BigDecimal.Parse("1.500")));
    }

    [Fact]
    public void Says_what_it_cannot_write()
    {
        var json = ConverterProbe.PlainJson();

        Assert.Equal("Java class class java.math.BigDecimal does not have corresponding schema type.", json.EncodeError(null, BigDecimal.Parse("1")));
        Assert.Equal("Invalid type for INT32: class java.lang.String", json.EncodeError(Schema.Int32, "x"));
        Assert.Equal("Conversion error: null value for field that is required and has no default value", json.EncodeError(Schema.Int32, null));
        Assert.Equal("Mismatching schema.", json.EncodeError(SchemaBuilder.Struct().Build(), new Struct(Person)));
    }

    [Fact]
    public void Takes_the_schema_from_its_settings()
    {
        var converter = ConverterProbe.Json(("schema.content", """{"type":"int64"}"""));

        Assert.Equal(new SchemaAndValue(Schema.Int64, 5L), converter.DecodeText("5"));
    }

    [Fact]
    public void Looks_behind_the_mark_of_a_schema_from_a_file() =>
        Assert.Equal(Schema.Int64, ConverterProbe.Json(("schema.content", "\ufeff{\"type\":\"int64\"}")).DecodeText("5").Schema);
}

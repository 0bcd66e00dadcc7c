using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Converters.Json;

namespace OrleansConnect.Tests.Unit.Converters;

/// <summary>Envelopes read without a tape give what they give with one. A space in front of a message is what makes the tape be used.</summary>
public sealed partial class PlainStructReaderTests
{
    private const string OrderSchema =
        """{"type": "struct", "fields": [{"type": "int64", "field": "id"}, {"type": "string", "field": "sku"}, {"type": "double", "optional": true, "field": "price"}]}""";

    private static readonly string[] Types = ["int8", "int16", "int32", "int64", "float", "double", "boolean", "string", "bytes"];

    private static readonly string[] Values =
    [
        "0", "-0", "-0.0", "7", "-1", "300", "007", "1.0", "1e3", "1.5E-2", "12345678901", "-2147483649", "999999999999999999", "9223372036854775807", "92233720368547758089", "0.1", "-12.50",
        "0.12345678901234567890", "1.7976931348623159e308", "5.", ".5", "-", "1.2.3", "--1", "+1", "true", "false", "truex", "null", "nul", "\"\"", "\"text\"", "\"Straße €😀\"", "\"a\\n\\u00e9\"",
        "\"\\ud800\"", "\"\\x\"", "\"\\u12\"", "\"\t\"", "\"QUJD\"", "\"open", "[]", "[1,2]", "{}", "{\"f0\":1}", "", " 1", "1 ",
    ];

    private static readonly Gen<string> Value = OneOf(Values);

    private static readonly Gen<string> FieldSchema = Gen.Select(
        OneOf(Types),
        OneOf("", ""","optional":true""", ""","optional":false"""),
        OneOf("", "", "", ""","name":"org.apache.kafka.connect.data.Timestamp","version":1""", ""","name":"own","optional":true""", ""","default":5,"optional":true"""),
        (type, optional, more) => $"\"type\":\"{type}\"{optional}{more}");

    private static readonly Gen<Case> Cases = Gen.Select(
        Gen.Select(FieldSchema, Gen.Int[0, 9], (text, nested) => nested == 0 ? $"\"type\":\"struct\",\"fields\":[{{{text},\"field\":\"f0\"}}],\"optional\":true" : text).Array[0, 4],
        Gen.Select(Value, Value.Array[4], (any, others) => (string[])[any, .. others]),
        Gen.Bool,
        OneOf("none", "none", "none", "none", "none", "none", "permuted", "missing", "double", "unknown", "cut", "damaged"),
        OneOf(":", ": ", ":", ": ", ":", ": ", ":  ", " :", ":\n"),
        OneOf(",", ", ", ",", ", ", ",", ", ", " ,", ",\t"),
        Gen.Int[0, 10_000],
        (fields, values, fits, oddity, colon, comma, seed) => new Case(fields, values, fits, oddity, colon, comma, seed));

    [Theory]
    [InlineData("""{"schema": SCHEMA, "payload": {"id": 1, "sku": "x", "price": 2.5}}""", "Struct{id=1,sku=x,price=2.5}")]
    [InlineData("""{"schema":SCHEMA,"payload":{"id":-20,"sku":"Köln\n","price":null}}""", "Struct{id=-20,sku=Köln\n}")]
    public void A_known_schema_and_its_members_in_order_need_no_tape(string message, string expected)
    {
        var bytes = Bytes(message.Replace("SCHEMA", OrderSchema, StringComparison.Ordinal));

        var known = Known(OrderSchema);

        Assert.Equal(expected, PlainStructReader.Read(bytes, known)?.ToString());
        Assert.Null(PlainStructReader.Read([(byte)' ', .. bytes], known));
        Assert.Null(PlainStructReader.Read(bytes, new SchemaCache(1)));
    }

    [Theory]
    [InlineData("""{"sku": "x", "id": 1, "price": 2.5}""")]
    [InlineData("""{"id": 1, "sku": "x"}""")]
    [InlineData("""{"id": 1, "sku": "x", "price": 2.5, "id": 1}""")]
    [InlineData("""{"id": 1, "sku": null, "price": 2.5}""")]
    [InlineData("""{"id": 1.0, "sku": "x", "price": 2.5}""")]
    [InlineData("""{"id": 1234567890123456789, "sku": "x", "price": 2.5}""")]
    [InlineData("""{"id": 1, "sku": "x", "price": 1e2}""")]
    [InlineData("""{"id": 1, "sku": "\x", "price": 2.5}""")]
    [InlineData("""{"id": 1, "sku": "x", "price": 2.5}} x""")]
    public void What_deviates_is_left_to_the_tape(string payload) =>
        Assert.Null(PlainStructReader.Read(Bytes($$"""{"schema": {{OrderSchema}}, "payload": {{payload}}}"""), Known(OrderSchema)));

    [Fact]
    public void Values_and_errors_are_those_of_the_tape()
    {
        var plain = 0;
        Cases.Sample(drawn => plain += Check(drawn) ? 1 : 0, iter: 4000, threads: 1);
        Assert.InRange(plain, 200, 4000);
    }

    // Whether it was read without a tape.
    private static bool Check(Case drawn)
    {
        var message = drawn.Message();
        using var converter = ConverterProbe.Json();
        converter.DecodeText($$"""{"schema":{{drawn.Schema}},"payload":null}""");

        Assert.Equal(Outcome(converter, [(byte)' ', .. message]), Outcome(converter, message));
        return PlainStructReader.Read(message, Known(drawn.Schema)) is not null;
    }

    private static string Outcome(JsonConverter converter, byte[] message)
    {
        try
        {
            var read = converter.Decode(message);
            return $"{read.Schema} {Describe(read.Value)}";
        }
        catch (DataException error)
        {
            return $"{error.Message} {Position().Replace(error.InnerException?.Message ?? "", "at byte")}";
        }
    }

    private static string Describe(object? value) => value switch
    {
        Struct parts => $"{{{string.Join(',', parts.Schema.Fields.Select(field => Describe(parts.GetWithoutDefault(field))))}}}",
        byte[] bytes => Convert.ToHexString(bytes),
        double number => $"{number:R} {BitConverter.DoubleToInt64Bits(number)}",
        _ => $"{value?.GetType().Name} {JavaText.Of(value)}",
    };

    private static SchemaCache Known(string schema)
    {
        var json = Bytes(schema);
        var tape = new JsonTape();
        JsonTokenizer.Read(json, tape, null);
        var known = new SchemaCache(10);
        known.Add(json, new SchemaPlan(new JsonSchemaReader(new JsonValueReader(json, tape.Tokens, nullMeansDefault: true)).Read(0)!)); // it is not null
        return known;
    }

    private static Gen<string> OneOf(params string[] choices) => Gen.Int[0, choices.Length - 1].Select(choice => choices[choice]);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    [GeneratedRegex("at byte [0-9]+")]
    private static partial Regex Position();

    private sealed record Case(string[] Fields, string[] Values, bool Fits, string Oddity, string Colon, string Comma, int Seed)
    {
        // Optional, so that a null makes it known.
        public string Schema =>
            $"{{\"type\":\"struct\",\"optional\":true,\"fields\":[{string.Join(',', Fields.Select((attributes, index) => $"{{{attributes},\"field\":\"f{index}\"}}"))}]}}";

        public byte[] Message()
        {
            var members = Fields.Select((field, index) => $"\"f{index}\"{Colon}{(Fits ? Fitting(field, index) : Values[index])}").ToList();
            Apply(members);
            var bytes = Bytes($"{{\"schema\"{Colon}{Schema}{Comma}\"payload\"{Colon}{{{string.Join(Comma, members)}}}}}");
            var at = bytes.Length - 1 - (Seed % Math.Min(40, bytes.Length));
            return Oddity switch
            {
                "cut" => bytes[..at],
                "damaged" => [.. bytes[..at], (byte)Seed, .. bytes[(at + 1)..]],
                _ => bytes,
            };
        }

        private void Apply(List<string> members)
        {
            switch (Oddity)
            {
                case "permuted":
                    members.Reverse();
                    break;
                case "missing" when members.Count > 0:
                    members.RemoveAt(Seed % members.Count);
                    break;
                case "double" when members.Count > 0:
                    members.Add(members[Seed % members.Count]);
                    break;
                case "unknown":
                    members.Add("\"other\":1");
                    break;
            }
        }

        private string Fitting(string field, int index) => field switch
        {
            _ when field.Contains("struct", StringComparison.Ordinal) => $"{{\"f0\":{Values[index]}}}",
            _ when field.Contains("string", StringComparison.Ordinal) => (Seed % 3) switch { 0 => "\"text\"", 1 => "\"Straße €😀\"", _ => "\"a\\n\\u00e9\"" },
            _ when field.Contains("boolean", StringComparison.Ordinal) => Seed % 2 == 0 ? "true" : "false",
            _ when field.Contains("double", StringComparison.Ordinal) || field.Contains("float", StringComparison.Ordinal) => $"{Seed}.{Seed % 100}",
            _ => $"{Seed}",
        };
    }
}

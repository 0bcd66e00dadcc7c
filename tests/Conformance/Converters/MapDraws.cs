using System.Globalization;
using OrleansConnect.Tests.Conformance.Java;

namespace OrleansConnect.Tests.Conformance.Converters;

/// <summary>Maps with a schema, as JSON: of a few entries and of many, with keys of which many share a place in Java's table of hashes.</summary>
internal static class MapDraws
{
    private const string Decimal = """{"type":"bytes","name":"org.apache.kafka.connect.data.Decimal","version":1,"parameters":{"scale":"2"}}""";
    private const string Timestamp = """{"type":"int64","name":"org.apache.kafka.connect.data.Timestamp","version":1}""";

    public static string MapWithSchema(this Draw draw)
    {
        (string, Func<string>)[] kinds =
        [
            ("""{"type":"string"}""", () => draw.JsonString()),
            ("""{"type":"string"}""", () => $"\"k{draw.Below(200)}\""),
            ("""{"type":"string","optional":true}""", () => $"\"{OfOneHash(draw.Below(10))}\""),
            ("""{"type":"int8"}""", () => Text(draw.Below(256) - 128)),
            ("""{"type":"int16","optional":true}""", () => draw.Chance(5) ? "null" : Text((short)draw.Bits())),
            ("""{"type":"int32"}""", () => Text((int)draw.Number())),
            ("""{"type":"int32"}""", () => Text(draw.Below(40) * 65536)),
            ("""{"type":"int64"}""", () => Text(draw.Number())),
            ("""{"type":"float"}""", () => Text(draw.Below(1000) / 8.0)),
            ("""{"type":"double"}""", () => Text(draw.Number() / 8.0)),
            ("""{"type":"boolean"}""", () => draw.OneOf("true", "false")),
            (Decimal, () => $"\"{Convert.ToBase64String([.. Enumerable.Range(0, 1 + draw.Below(12)).Select(_ => (byte)draw.Bits())])}\""),
            (Timestamp, () => Text(draw.Number() >> 16)),
            ("""{"type":"array","items":{"type":"int32"}}""", () => $"[{string.Join(',', Enumerable.Range(0, draw.Below(4)).Select(_ => Text(draw.Below(9))))}]"),
        ];
        var (type, key) = draw.OneOf(kinds);
        var entries = Enumerable.Range(0, draw.Chance(70) ? draw.Below(10) : draw.Below(120)).Select(value => (Key: key(), Value: Text(value))).ToList();
        var payload = type.StartsWith("""{"type":"string""", StringComparison.Ordinal)
            ? "{" + string.Join(',', entries.Select(entry => $"{entry.Key}:{entry.Value}")) + "}"
            : $"[{string.Join(',', entries.Select(entry => $"[{entry.Key},{entry.Value}]"))}]";
        return $$$"""{"schema":{"type":"map","keys":{{{type}}},"values":{"type":"int32"}},"payload":{{{payload}}}}""";
    }

    // No more than ten: what Java makes of a longer chain has an order of its own.
    private static string OfOneHash(int number) => string.Concat(Enumerable.Range(0, 4).Select(bit => (number & (1 << bit)) == 0 ? "Aa" : "BB"));

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}

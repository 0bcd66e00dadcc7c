using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Converters;
using OrleansConnect.Tests.Conformance.Java;

namespace OrleansConnect.Tests.Conformance.Converters;

/// <summary>The converters of texts, bytes, flags and numbers give the same bytes, values and messages as Kafka Connect's, for keys, values and headers.</summary>
public sealed class PlainConverterDifferenceTests(JavaOracle java)
{
    private const int CasesOfEach = 300;

    private static readonly Dictionary<string, Func<IConnectPlugin>> Makers = new()
    {
        ["String"] = () => new StringConverter(),
        ["ByteArray"] = () => new ByteArrayConverter(),
        ["Boolean"] = () => new BooleanConverter(),
        ["Short"] = () => new ShortConverter(),
        ["Integer"] = () => new IntegerConverter(),
        ["Long"] = () => new LongConverter(),
        ["Float"] = () => new FloatConverter(),
        ["Double"] = () => new DoubleConverter(),
    };

    public static TheoryData<string, string> Uses => new(Makers.Keys.SelectMany(_ => (string[])["key", "value", "header"], (name, role) => (name, role)));

    public static TheoryData<string> Encodings => ["UTF-8", "utf8", "US-ASCII", "ISO-8859-1", "latin1", "UTF-16", "UTF-16LE", "UTF-16BE"];

    [Theory]
    [MemberData(nameof(Uses))]
    public void Converts_any_value_and_any_bytes_alike(string name, string role)
    {
        var pair = new ConverterPair(java, Makers[name](), role, role == "header" ? [("converter.type", role)] : []);
        Assert.True(pair.IsConfigured);
        Check(pair, CasesOfEach);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Writes_and_reads_texts_alike_in_every_encoding(string encoding)
    {
        var pair = new ConverterPair(java, new StringConverter(), ("converter.encoding", encoding));
        Assert.True(pair.IsConfigured);
        Check(pair, CasesOfEach);
    }

    private static void Check(ConverterPair pair, int cases) => new Drawn<Action>(draw =>
    {
        var schema = draw.Chance(50) ? null : draw.Schema(1);
        var value = draw.Chance(30) ? draw.Text() : draw.Value(schema);
        var bytes = draw.RawBytes();
        return () =>
        {
            if (pair.WritesBytesAsTheyAre || !HasBytes(value))
            {
                pair.CompareFrom(schema, value);
            }

            pair.CompareTo(bytes);
        };
    }).Check(compare => compare(), cases);

    // In Java's texts of arrays is their address.
    private static bool HasBytes(object? value) => value switch
    {
        byte[] => true,
        Struct container => Array.Exists(Notation.FieldsOf(container), HasBytes),
        ConnectMap map => map.Any(entry => HasBytes(entry.Key) || HasBytes(entry.Value)),
        IReadOnlyList<object?> list => list.Any(HasBytes),
        _ => false,
    };
}
